"""One planted clash for each kind of rule: it is named, with the rules that it needs and no other."""

from dataclasses import replace

import pytest
from plan_case import RESOURCES, UNITY_BESIDE_RASSVET, cargo_ship, problem, with_stock
from test_plan_stages import EFFORT

from portcall.traffic.plan.clash import smallest_clash
from portcall.traffic.plan.problem import Crew, WalkTask
from portcall.traffic.plan.rules import STATION
from portcall.traffic.plan.stages import solve_stages

NO_LINE_G = 10**11


def crew_ship(name, day, *, ports=("rassvet-nadir",), stay=(30, 60), early=0, late=0, **more):
    """A Soyuz with three seats that brings three and takes three, where nothing else is said."""
    ship = cargo_ship(name, max(day, 0), early=early, late=late, ports=ports, stay=stay)
    people = {"up": Crew(1, 2), "down": Crew(1, 2), "seats": 3} | more
    days = ship.days if day >= 0 else (day,)
    return replace(
        ship,
        vehicle="soyuz-ms",
        role="crew",
        days=days,
        nominal_day=day,
        most_kg=(0,) * 5,
        cabin_kg=0,
        total_kg=0,
        trash_kg=0,
        unloading_days=0,
        **people,
    )


def three_people(case):
    return replace(case, crew=Crew(1, 2))


def port_against_windows():
    first = cargo_ship("progress-1", 10, early=0, late=0, stay=(30, 30))
    second = cargo_ship("progress-2", 42, early=0, late=0)
    return problem(replace(first, gap_days={"zvezda-aft": 4}), second), {
        ("window", "progress-1"),
        ("stay", "progress-1"),
        ("ports", "progress-1"),
        ("window", "progress-2"),
        ("ports", "progress-2"),
    }


def docked_life():
    """Two ships share a port for a relief that asks the first to be there longer than it may."""
    first = crew_ship("soyuz-1", -1, stay=(20, 40), rotation="soyuz")
    second = crew_ship("soyuz-2", 60, ports=("poisk-zenith",), rotation="soyuz")
    return three_people(problem(first, second, crew_least=0)), {
        ("stay", "soyuz-1"),
        ("window", "soyuz-2"),
        ("handover", "soyuz-2"),
    }


def seats():
    """One ship takes its three seats home and leaves a fourth person behind."""
    ships = [
        crew_ship("soyuz-1", -1, stay=(20, 40), down=Crew(0, 2)),
        crew_ship(
            "soyuz-2", -1, ports=("poisk-zenith",), stay=(100, 200), down=Crew(1, 2), seats=4
        ),
    ]
    return problem(*ships), {("stay", "soyuz-1"), ("seats", STATION)}


def too_many_people():
    ships = [
        crew_ship("soyuz-1", -1, stay=(60, 90)),
        crew_ship("soyuz-2", 20, ports=("poisk-zenith",)),
    ]
    case = three_people(problem(*ships, crew_least=0, crew_most=5))
    return case, {("window", "soyuz-2"), ("stay", "soyuz-1"), ("most people", STATION)}


def too_few_people():
    case = three_people(problem(crew_ship("soyuz-1", -1, stay=(20, 40)), crew_least=2))
    return case, {("stay", "soyuz-1"), ("least people", STATION)}


def starving(name):
    """No ship in the first weeks; every resource but one would last."""
    ship = replace(cargo_ship("progress-1", 70, load_kg=9000), most_kg=(1800, 1800, 500, 950, 1800))
    case = problem(ship)
    row = next(one for one in case.resources if one.name == name)
    start = row.floor_g + 30 * row.reserve_g_day
    rows = tuple(replace(one, start_g=start) if one is row else one for one in case.resources)
    return replace(case, resources=rows), {("window", "progress-1"), ("reserve", name)}


def overfull(name="food"):
    case = problem(cargo_ship("progress-1", 30))
    rows = tuple(
        replace(one, most_g=one.start_g - 1) if one.name == name else one for one in case.resources
    )
    return replace(case, resources=rows), {("storage", name)}


def trash():
    case = problem(cargo_ship("progress-1", 60, stay=(20, 30)))
    book = replace(case.trash, start_g=1_000_000, most_g=1_600_000)
    return replace(case, trash=book), {("window", "progress-1"), ("trash", STATION)}


def hours():
    ships = [
        cargo_ship("progress-1", 30, early=0, late=0),
        cargo_ship("progress-2", 33, early=0, late=0, ports=("poisk-zenith",)),
    ]
    case = problem(*ships, unloading_minutes_day=600, crew_minutes_day=1000)
    return case, {("window", one.ship) for one in ships} | {("crew hours", STATION)}


def spacewalk_port():
    walk = WalkTask("EVA", (40,), 40, "poisk", (("poisk-zenith", "progress-ms"),), 0, 6.5)
    ship = cargo_ship("progress-1", 30, early=0, late=0, ports=("poisk-zenith",), stay=(20, 60))
    return problem(ship, walks=(walk,)), {
        ("window", "progress-1"),
        ("stay", "progress-1"),
        ("spacewalk", "EVA"),
    }


def one_flight_lost():
    """Food lasts with the ship and does not without it."""
    case = with_stock(problem(cargo_ship("progress-1", 30), weeks=16), "food", 1300)
    rows = tuple(
        replace(one, lost_floor_g=one.floor_g) if one.name == "food" else one
        for one in case.resources
    )
    return replace(case, resources=rows), {("one flight lost", "food")}


def clearance():
    beside = cargo_ship("cygnus-1", 10, early=0, late=0, ports=("unity-nadir",), stay=(60, 60))
    comes = cargo_ship("progress-1", 40, early=0, late=0, ports=("rassvet-nadir",))
    case = problem(replace(beside, vehicle="cygnus-xl"), comes, clearances=(UNITY_BESIDE_RASSVET,))
    return case, {
        ("window", "cygnus-1"),
        ("stay", "cygnus-1"),
        ("window", "progress-1"),
        ("clearance", "cygnus-1"),
    }


def separation():
    ships = [
        cargo_ship("progress-1", 30, early=0, late=0),
        cargo_ship("progress-2", 31, early=0, late=0, ports=("poisk-zenith",)),
    ]
    return problem(*ships, separation_days=2), {
        *(("window", one.ship) for one in ships),
        ("separation", "2 days"),
    }


CASES = {
    **{
        made.__name__: made
        for made in (
            port_against_windows, docked_life, seats, too_many_people, too_few_people, overfull,
            trash, hours, spacewalk_port, one_flight_lost, clearance, separation,
        )
    },
    **{f"starving of {name}": lambda name=name: starving(name) for name in RESOURCES},
}  # fmt: skip


def _ships(case, name, **changes):
    return tuple(replace(one, **changes) if one.ship == name else one for one in case.ships)


def _rows(case, name, **changes):
    return tuple(replace(one, **changes) if one.name == name else one for one in case.resources)


def without(case, rule, subject):
    """The same problem without one rule, written as another problem: nothing of the clash is used."""
    task = next((one for one in case.ships if one.ship == subject), None)
    limits = case.limits
    if rule == "window":
        docked_first = max(0, task.days[0] - 60)
        wide = tuple(range(docked_first, task.days[-1] + 61))
        return replace(case, ships=_ships(case, subject, days=wide))
    if rule == "stay":
        return replace(case, ships=_ships(case, subject, stay=(1, 300)))
    if rule == "ports":
        own = f"{subject} alone"
        ships = _ships(case, subject, ports=(own,), gap_days={own: 1})
        return replace(case, ships=ships, ports=(*case.ports, own))
    if rule == "handover":
        return replace(case, ships=_ships(case, subject, rotation=""))
    if rule == "spacewalk":
        return replace(case, walks=tuple(one for one in case.walks if one.name != subject))
    if rule == "reserve":
        return replace(case, resources=_rows(case, subject, floor_g=0))
    if rule == "storage":
        return replace(case, resources=_rows(case, subject, most_g=NO_LINE_G))
    if rule == "one flight lost":
        return replace(case, resources=_rows(case, subject, lost_floor_g=0))
    if rule == "trash":
        return replace(case, trash=replace(case.trash, most_g=NO_LINE_G))
    if rule == "seats":
        return replace(
            case, ships=tuple(replace(one, seats=9) if one.seats else one for one in case.ships)
        )
    off = {
        "clearance": {"clearances": ()},
        "separation": {"separation_days": 1},
        "most people": {"crew_most": 99},
        "least people": {"crew_least": 0},
        "crew hours": {"crew_minutes_day": 0},
    }
    return replace(case, limits=replace(limits, **off[rule]))


@pytest.mark.parametrize("made", CASES.values(), ids=CASES)
def test_a_planted_clash_is_named_with_the_rules_it_needs(made):
    case, expected = made()
    assert solve_stages(case, EFFORT)[0][0].status == "infeasible"
    clash = smallest_clash(case)
    assert {(one.rule, one.subject) for one in clash} == expected
    assert all(one.words for one in clash)


@pytest.mark.parametrize("made", CASES.values(), ids=CASES)
def test_without_any_one_of_the_named_rules_there_is_a_plan(made):
    case, expected = made()
    for rule, subject in sorted(expected):
        stages, solution, _ = solve_stages(without(case, rule, subject), EFFORT)
        assert solution is not None, (rule, subject, stages[0].status)


def test_a_shortage_says_when_how_much_and_who_could_have_come():
    case, _ = starving("food")
    (said,) = [one.words for one in smallest_clash(case) if one.rule == "reserve"]
    row = case.resources[0]
    # thirty days above the floor: the fifth week, from day 28 on, is the first that falls below it
    left_kg = (row.floor_g + 30 * row.reserve_g_day - 35 * row.reserve_g_day) / 1000
    assert "the week from day 28 is the first that cannot hold" in said
    assert f"at most {left_kg:.0f} kg can be left in it and {row.floor_g / 1000:.0f} kg" in said
    assert "nothing can have come by then, progress-1 not before day 65" in said
