"""The last meters of an approach as a learner's environment: one ship, or many at once.

Model   An episode is one run: its number is drawn from the environment's own seed, so the same seed gives
        the same episodes. The ship's own software flies to a given range, then each action flies one
        second. What is seen is the estimate, never the truth. The reward is minus the propellant of
        that second in kilograms, and at the end +100 for a capture or -100 for anything else; seconds
        inside the keep-out sphere without leave cost 1 each. The plan's abort ends the episode.
Valid   Scenarios of `scenario.docking_scenario`; needs the `gym` extra.
Source  Gymnasium's interface; rewards chosen here.
"""

from typing import Any, Final

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from portcall.core.errors import InputError, unknown_name
from portcall.docking import columns as c
from portcall.docking.control import truth_kernel as t
from portcall.docking.plug import session_kernel as s
from portcall.docking.plug.session import Draw, draw_run, opened
from portcall.docking.run import result_columns as r
from portcall.docking.run import run_arrays as a
from portcall.docking.run.scenario import DockingScenario

Array = NDArray[np.float64]

SEEN_MOST: Final = 1e6  # what is seen is cut to it, so that the space has an end
RUNS_MOST: Final = 1 << 31  # of which an episode's run is drawn
AT_END: Final = 100.0  # reward of a capture, and cost of any other end
SPEED_MOST_M_S: Final = 5.0
FORCE_MOST_N: Final = 500.0
TORQUE_MOST_N_M: Final = 1000.0
ACTIONS: Final = {"velocity": s.ACT_VELOCITY, "wrench": s.ACT_WRENCH, "valves": s.ACT_VALVES}

_NOTHING: Final = np.zeros(1)


def action_space(kind: str, thrusters: int) -> spaces.Box:
    """Return the space of one kind of action: its numbers are between -1 and 1, or 0 and 1.

    Raises
    ------
    InputError
        No such kind.
    """
    if kind not in ACTIONS:
        raise unknown_name("kind of action", kind, ACTIONS)
    if kind == "valves":
        return spaces.Box(0.0, 1.0, (thrusters,), np.float64)
    return spaces.Box(-1.0, 1.0, (3 if kind == "velocity" else 6,), np.float64)


def _scale(kind: str, thrusters: int) -> Array:
    if kind == "velocity":
        return np.full(3, SPEED_MOST_M_S)
    if kind == "wrench":
        return np.repeat([FORCE_MOST_N, TORQUE_MOST_N_M], 3)
    return np.ones(thrusters)


class _Ship:
    """One ship on one run: what single and vector environments share."""

    def __init__(
        self,
        scenario: DockingScenario,
        action: str,
        start_range_m: float,
        faults: Array | None,
        widen: float,
    ) -> None:
        thrusters = scenario.setting.minimum_s.size
        self.space = action_space(action, thrusters)
        self._kind, self._scale = ACTIONS[action], _scale(action, thrusters)
        if not start_range_m > 0.0:
            raise InputError(f"a start at {start_range_m:g} m", limit="above 0 m")
        self._scenario, self._start_range_m = scenario, start_range_m
        self._faults, self._widen = faults, widen
        self._draw: Draw | None = None
        self._work: a.Work | None = None
        self.run = -1

    def begin(self, seed: int, run: int) -> Array:
        """Fly by the ship's own software to where the learner takes over; return what is seen."""
        setting = self._scenario.setting
        draw = draw_run(self._scenario, seed, run, faults=self._faults, widen=self._widen)
        work = opened(setting, draw)
        s.think(setting, work)
        seen = self._seen(work)
        while seen[s.O_RANGE] > self._start_range_m:
            if s.act(setting, work, draw.sample, s.ACT_NOTHING, _NOTHING) != s.GOES_ON:
                break  # the episode begins where the run ended: its first action ends it
            seen = self._seen(work)
        self._draw, self._work, self.run = draw, work, run
        return seen

    def act(self, action: Array) -> tuple[Array, float, bool, bool, dict[str, Any]]:
        """Fly one second; return what an environment's step does."""
        work, draw, setting = self._work, self._draw, self._scenario.setting
        if work is None or draw is None:
            raise gymnasium.error.ResetNeeded("reset comes before the first step")
        before = work.cycle[t.B_PROPELLANT], _violations_s(work)
        asked = np.asarray(action, dtype=np.float64)
        if np.all(np.isfinite(asked)):
            asked = self._scale * np.clip(asked, self.space.low, self.space.high)
            outcome = int(s.act(setting, work, draw.sample, self._kind, asked))
        else:
            outcome = r.NOT_A_NUMBER
        if outcome == s.GOES_ON and work.mode[c.ABORT] != c.ABORT_NONE:
            outcome = r.ABORTED
        reward = before[0] - work.cycle[t.B_PROPELLANT] + before[1] - _violations_s(work)
        over = outcome != s.GOES_ON
        if over:
            reward += AT_END if outcome == r.CAPTURED else -AT_END
        late = outcome == r.TIME_OUT
        about = {"run": self.run, "outcome": r.OUTCOMES[outcome]} if over else {"run": self.run}
        return self._seen(work), float(reward), over and not late, late, about

    def _seen(self, work: a.Work) -> Array:
        seen = np.empty(s.OBSERVATION_SIZE)
        s.observe(self._scenario.setting, work, seen)
        clipped: Array = np.clip(np.nan_to_num(seen), -SEEN_MOST, SEEN_MOST)
        return clipped


def _violations_s(work: a.Work) -> float:
    seconds = float(work.result[r.R_VIOLATION_S])
    return 0.0 if np.isnan(seconds) else seconds


def observation_space() -> spaces.Box:
    """Return the space of what is seen: columns O_* of `session_kernel`."""
    return spaces.Box(-SEEN_MOST, SEEN_MOST, (s.OBSERVATION_SIZE,), np.float64)


class DockingEnv(gymnasium.Env[Any, Any]):  # its own generics do not know their spaces
    """One ship at a time.

    Parameters
    ----------
    scenario : DockingScenario
        What is flown.
    action : str
        "velocity" (3: LVLH velocity over 5 m/s), "wrench" (6: force over 500 N, torque over 1000 N m,
        body axes) or "valves" (one a thruster: part of each control cycle that it burns).
    start_range_m : float
        Where the learner takes over from the ship's own software. [m]
    faults : Array, optional
        (n, FAULT_SIZE), the same in every episode.
    widen : float
        Factor on the reach of every estimated range.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012  (as the base class has it)

    def __init__(
        self,
        scenario: DockingScenario,
        *,
        action: str = "velocity",
        start_range_m: float = 200.0,
        faults: Array | None = None,
        widen: float = 1.0,
    ) -> None:
        self._ship = _Ship(scenario, action, start_range_m, faults, widen)
        self.action_space = self._ship.space
        self.observation_space = observation_space()

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Array, dict[str, Any]]:
        """Begin an episode; `options={"seed": s, "run": n}` flies that run of that campaign."""
        super().reset(seed=seed)
        chosen = options or {}
        drawn = int(self.np_random.integers(RUNS_MOST))
        run = int(chosen.get("run", drawn))
        return self._ship.begin(int(chosen.get("seed", 0)), run), {"run": run}

    def step(self, action: Array) -> tuple[Array, float, bool, bool, dict[str, Any]]:
        """Fly one second."""
        return self._ship.act(action)


class DockingVectorEnv(VectorEnv[Any, Any, Any]):
    """Many ships at once; one that ended begins its next episode at the next step."""

    metadata: dict[str, Any] = {  # noqa: RUF012  (as the base class has it)
        "render_modes": [],
        "autoreset_mode": AutoresetMode.NEXT_STEP,
    }

    def __init__(
        self,
        scenario: DockingScenario,
        ships: int,
        *,
        action: str = "velocity",
        start_range_m: float = 200.0,
        faults: Array | None = None,
        widen: float = 1.0,
    ) -> None:
        self.num_envs = ships
        self._ships = [_Ship(scenario, action, start_range_m, faults, widen) for _ in range(ships)]
        self._random = [np.random.default_rng(index) for index in range(ships)]
        self._over = np.zeros(ships, dtype=bool)
        self.single_action_space = self._ships[0].space
        self.single_observation_space = observation_space()
        self.action_space = batch_space(self.single_action_space, ships)
        self.observation_space = batch_space(self.single_observation_space, ships)

    def reset(
        self,
        *,
        seed: int | list[int | None] | None = None,
        options: dict[str, Any] | None = None,  # noqa: ARG002  (Gymnasium's word)
    ) -> tuple[Array, dict[str, Any]]:
        """Begin an episode of every ship; ship i has the seed `seed + i`."""
        if seed is not None:
            seeds = seed if isinstance(seed, list) else [seed + i for i in range(self.num_envs)]
            self._random = [np.random.default_rng(one) for one in seeds]
        self._over[:] = False
        seen = np.stack([self._begun(index) for index in range(self.num_envs)])
        return seen, {"run": np.array([ship.run for ship in self._ships])}

    def step(
        self, actions: Array
    ) -> tuple[Array, Array, NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]:
        """Fly one second of every ship; one whose episode ended begins the next instead."""
        seen = np.empty((self.num_envs, s.OBSERVATION_SIZE))
        rewards = np.zeros(self.num_envs)
        ended, late = np.zeros(self.num_envs, dtype=bool), np.zeros(self.num_envs, dtype=bool)
        outcomes = [""] * self.num_envs
        for index, ship in enumerate(self._ships):
            if self._over[index]:
                seen[index] = self._begun(index)
                continue
            seen[index], rewards[index], ended[index], late[index], about = ship.act(actions[index])
            outcomes[index] = about.get("outcome", "")
        self._over = ended | late
        about = {
            "run": np.array([ship.run for ship in self._ships]),
            "outcome": np.array(outcomes),
        }
        return seen, rewards, ended, late, about

    def _begun(self, index: int) -> Array:
        run = int(self._random[index].integers(RUNS_MOST))
        return self._ships[index].begin(0, run)
