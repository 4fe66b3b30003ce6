"""Whatever small problem is planned: masses close to the gram, no line is crossed, the bytes are equal."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from plan_case import cargo_ship, problem, with_stock
from test_plan_stages import EFFORT, rates_of

from portcall.traffic.plan.daily_truth import recount, require_agreement
from portcall.traffic.plan.stages import solve_stages

FIRST_DAY = date(2027, 1, 1)
DAYS = st.lists(st.integers(5, 90), min_size=1, max_size=4)


def _case(days, food_kg):
    ships = [
        cargo_ship(f"progress-{n}", day, early=10, late=10, ports=("zvezda-aft", "poisk-zenith"))
        for n, day in enumerate(sorted(days))
    ]
    return with_stock(problem(*ships), "food", food_kg)


@given(days=DAYS, food_kg=st.integers(700, 3000))
@settings(max_examples=12, deadline=None)
def test_prop_every_plan_is_its_own_daily_truth(days, food_kg):
    case = _case(days, food_kg)
    _, solution, _ = solve_stages(case, EFFORT)
    if solution is None:
        return
    truth = recount(case, solution, FIRST_DAY, rates_of(case))
    require_agreement(case, solution, truth)
    assert (truth.books.stocks_g >= 0).all()
    assert truth.books.closes()
    in_g = 1000 * sum(kg for done in solution.ships for kg in done.load_kg)
    packing_g = case.trash.packing_g_per_kg * sum(done.load_kg[4] for done in solution.ships)
    assert truth.books.unloaded_g[:, :5].sum() == in_g - packing_g
    assert truth.books.loaded_g.sum() == 1000 * sum(
        done.trash_kg for done in solution.ships if done.end <= case.days
    )


@given(days=DAYS, food_kg=st.integers(900, 3000))
@settings(max_examples=4, deadline=None)
def test_prop_the_same_problem_gives_the_same_plan(days, food_kg):
    case = _case(days, food_kg)
    first, second = solve_stages(case, EFFORT), solve_stages(case, EFFORT)
    assert first[1] == second[1]
    assert [(s.objective, s.bound, s.effort) for s in first[0]] == [
        (s.objective, s.bound, s.effort) for s in second[0]
    ]
