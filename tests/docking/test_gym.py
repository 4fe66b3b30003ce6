"""The learner's environments: Gymnasium's own checker, the same episodes for the same seed."""

import numpy as np
import pytest
from docking_rig import a_scenario
from gymnasium.utils.env_checker import check_env

from portcall.core.errors import InputError
from portcall.docking.plug import session_kernel as s
from portcall.docking.plug.gym import SPEED_MOST_M_S, DockingEnv, DockingVectorEnv

NEAR_M = 20.0


@pytest.fixture(scope="module")
def scenario():
    return a_scenario()


@pytest.mark.parametrize("action", ["velocity", "wrench", "valves"])
def test_gymnasium_accepts_the_environment(scenario, action):
    check_env(DockingEnv(scenario, action=action, start_range_m=NEAR_M), skip_render_check=True)


def _as_planned(seen):
    return seen[..., s.O_ASKED : s.O_ASKED + 3] / SPEED_MOST_M_S


def _episode(env, **options):
    seen, _ = env.reset(seed=3, options=options)
    path, total, over = [seen], 0.0, False
    while not over:
        seen, reward, ended, late, about = env.step(_as_planned(seen))
        path.append(seen)
        total += reward
        over = ended or late
    return np.array(path), total, about


def test_who_asks_for_what_the_plan_asks_for_docks(scenario):
    path, total, about = _episode(DockingEnv(scenario, start_range_m=NEAR_M))
    assert about["outcome"] == "captured"
    assert total > 0.0
    assert path[0][s.O_RANGE] <= NEAR_M
    assert path[-2][s.O_RANGE] < 1.0


def test_the_same_seed_gives_the_same_episode(scenario):
    first = _episode(DockingEnv(scenario, start_range_m=NEAR_M))
    again = _episode(DockingEnv(scenario, start_range_m=NEAR_M))
    assert np.array_equal(first[0], again[0])
    assert first[1:] == again[1:]


def test_a_run_of_a_campaign_can_be_asked_for(scenario):
    _, _, about = _episode(DockingEnv(scenario, start_range_m=NEAR_M), seed=1, run=7)
    assert about["run"] == 7


def test_many_ships_fly_what_single_ones_fly(scenario):
    ships = DockingVectorEnv(scenario, 2, start_range_m=NEAR_M)
    seen, about = ships.reset(seed=8)
    single = DockingEnv(scenario, start_range_m=NEAR_M)
    alone, _ = single.reset(options={"run": int(about["run"][1])})
    for _ in range(5):
        assert np.array_equal(seen[1], alone)
        seen, *_ = ships.step(_as_planned(seen))
        alone, *_ = single.step(_as_planned(alone))


def test_one_that_ended_begins_its_next_episode(scenario):
    ships = DockingVectorEnv(scenario, 2, start_range_m=5.0)
    seen, about = ships.reset(seed=8)
    first = about["run"].copy()
    for _ in range(400):
        seen, rewards, ended, late, about = ships.step(_as_planned(seen))
        if (ended | late).any():
            break
    over = ended | late
    assert over.any()
    assert set(about["outcome"][over]) == {"captured"}
    _, rewards, *_, about = ships.step(_as_planned(seen))
    assert (about["run"][over] != first[over]).all()
    assert (rewards[over] == 0.0).all()


def test_what_is_no_number_ends_the_episode_and_says_so(scenario):
    env = DockingEnv(scenario, start_range_m=NEAR_M)
    env.reset(seed=1)
    _, reward, ended, _, about = env.step(np.full(3, np.nan))
    assert ended
    assert reward <= -100.0
    assert about["outcome"] == "not a number"


def test_an_unknown_kind_of_action_is_refused(scenario):
    with pytest.raises(InputError, match="did you mean 'velocity'"):
        DockingEnv(scenario, action="velocty")
