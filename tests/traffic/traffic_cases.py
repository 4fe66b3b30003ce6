"""Generated traffic of a full station: 24 months with 40 visits, 36 months with 56, by seed.

Eight ports, two crew rotations, five kinds of cargo ship, private crews, eight spacewalks, a clearance
pair, crew ships that may be relocated, days closed by the Sun, reboosts before each Soyuz, propellant
through lines only. Rates and loads are the real station's size.
"""

import random
from dataclasses import dataclass, replace

from portcall.traffic.plan.problem import (
    Burn,
    Clearance,
    Crew,
    PlanLimits,
    PlanProblem,
    ResourceTask,
    ShipTask,
    TrashTask,
    WalkTask,
)

NOBODY = Crew()
RUSSIAN_CREW, DRAGON_CREW, PRIVATE_CREW = Crew(1, 2), Crew(3, 1), Crew(4, 0)
GAPS = {
    "zvezda-aft": 4,
    "poisk-zenith": 4,
    "rassvet-nadir": 1,
    "prichal-nadir": 1,
    "harmony-forward": 3,
    "harmony-zenith": 4,
    "harmony-nadir": 1,
    "unity-nadir": 1,
}
WINDOW_DAYS, SHIFT_DAYS, CLOSED_DAYS, CLOSED_EVERY = 21, 8, 8, 60
IDSS, AFT_ZENITH = ("harmony-zenith", "harmony-forward"), ("zvezda-aft", "poisk-zenith")
NADIR = ("rassvet-nadir", "prichal-nadir")
LINES = (*AFT_ZENITH, "prichal-nadir")
BURN_G, BURN_LEAD_DAYS = 149_788, 45  # two orbits, the mean of all phases


@dataclass(frozen=True)
class Kind:
    """One kind of visit and its cadence: first day, days between, how many in 24 and in 36 months."""

    name: str
    vehicle: str
    role: str
    first: int
    every: int
    stay: tuple[int, int, int]
    ports: tuple[str, ...]
    most_kg: tuple[int, ...] = (0, 0, 0, 0, 0)
    cabin_kg: int = 0
    total_kg: int = 0
    trash_kg: int = 0
    crew: Crew = NOBODY
    rotation: str = ""
    may_move: bool = False
    may_hold: bool = False


KINDS = (
    Kind("soyuz", "soyuz-ms", "crew", 130, 182, (150, 230, 190), NADIR, crew=RUSSIAN_CREW,
         rotation="soyuz"),
    Kind("crew", "crew-dragon", "crew", 150, 182, (150, 240, 190), IDSS, crew=DRAGON_CREW,
         rotation="dragon", may_move=True),
    Kind("progress", "progress-ms", "cargo", 40, 76, (110, 230, 150), AFT_ZENITH,
         (1800, 420, 50, 950, 1800), 1800, 2600, 1500),
    Kind("cygnus", "cygnus-xl", "cargo", 120, 120, (50, 180, 85), ("unity-nadir", "harmony-nadir"),
         (5000, 300, 100, 0, 5000), 5000, 5000, 4000, may_hold=True),
    Kind("dragon", "cargo-dragon", "cargo", 90, 95, (25, 45, 32), IDSS,
         (3300, 0, 50, 0, 3300), 3300, 3300, 800),
    Kind("htv-x", "htv-x", "cargo", 200, 290, (30, 180, 70), ("harmony-nadir",),
         (4000, 500, 100, 0, 5000), 5000, 5800, 3000),
    Kind("private", "crew-dragon", "private crew", 250, 300, (12, 20, 16), IDSS,
         crew=PRIVATE_CREW),
)  # fmt: skip
DOCKED = (
    ("soyuz-0", "soyuz-ms", "crew", -60, (150, 240), "rassvet-nadir", "soyuz", RUSSIAN_CREW, 0),
    ("crew-0", "crew-dragon", "crew", -30, (150, 240), "harmony-zenith", "dragon", DRAGON_CREW, 0),
    ("progress-a", "progress-ms", "cargo", -100, (100, 220), "zvezda-aft", "", Crew(), 1500),
    ("progress-b", "progress-ms", "cargo", -20, (100, 220), "poisk-zenith", "", Crew(), 1500),
    ("cygnus-0", "cygnus-xl", "cargo", -40, (60, 200), "unity-nadir", "", Crew(), 4000),
)


def _open_days(nominal: int, horizon: int) -> tuple[int, ...]:
    days = range(max(1, nominal - WINDOW_DAYS), min(nominal + WINDOW_DAYS, horizon - 1) + 1)
    return tuple(day for day in days if day % CLOSED_EVERY >= CLOSED_DAYS)


def _burns(days: tuple[int, ...]) -> tuple[Burn, ...]:
    return tuple(Burn(day, max(day - BURN_LEAD_DAYS, 1), BURN_G) for day in days)


def _docked() -> list[ShipTask]:
    return [
        ShipTask(
            ship=name, vehicle=vehicle, role=role, days=(day,), nominal_day=day, stay=stay,
            nominal_stay=stay[1] - 20, ports=(port,), gap_days=GAPS, most_kg=(0,) * 5, cabin_kg=0,
            total_kg=0, trash_kg=trash, down=crew, seats=crew.count, rotation=rotation,
            may_hold=vehicle == "cygnus-xl",
        )
        for name, vehicle, role, day, stay, port, rotation, crew, trash in DOCKED
    ]  # fmt: skip


def _visits(random_source: random.Random, horizon: int) -> list[ShipTask]:
    found = []
    for kind in KINDS:
        for number, day in enumerate(range(kind.first, horizon, kind.every), 1):
            nominal = day + random_source.randint(-SHIFT_DAYS, SHIFT_DAYS)
            days = _open_days(nominal, horizon)
            if not days:
                continue
            found.append(
                ShipTask(
                    ship=f"{kind.name}-{number}", vehicle=kind.vehicle, role=kind.role, days=days,
                    nominal_day=nominal, stay=kind.stay[:2], nominal_stay=kind.stay[2],
                    ports=kind.ports, gap_days=GAPS, most_kg=kind.most_kg, cabin_kg=kind.cabin_kg,
                    total_kg=kind.total_kg, trash_kg=kind.trash_kg, up=kind.crew, down=kind.crew,
                    seats=kind.crew.count, may_move=kind.may_move, may_hold=kind.may_hold,
                    rotation=kind.rotation, unloading_days=kind.cabin_kg // 227,
                    burns=_burns(days) if kind.name == "soyuz" else (),
                )
            )  # fmt: skip
    return found


def _resource(name: str, start_kg: int, base: int, person: int, most_kg: int) -> ResourceTask:
    use = base + 7 * person
    return ResourceTask(
        name=name, start_g=1000 * start_kg, base_g_day=base, us_g_day=person, rs_g_day=person,
        most_g=1000 * most_kg, floor_g=45 * use, reserve_g_day=use, floor_days=45, wanted_days=180,
        lost_floor_g=30 * use,
    )  # fmt: skip


def traffic_case(seed: int, *, months: int = 24, visits: int = 40) -> PlanProblem:
    """Make the traffic of a seed: the first `visits` by date, the docked ones among them."""
    weeks = {24: 104, 36: 156}[months]
    horizon = 7 * weeks
    ships = [*_docked(), *_visits(random.Random(seed), horizon)]  # noqa: S311
    ships.sort(key=lambda ship: (ship.nominal_day, ship.ship))
    step = (horizon - 80) // 8
    walks = tuple(
        WalkTask(f"EVA-{n + 1}", tuple(range(day - 21, day + 22)), day, "quest", (), 8660, 6.5)
        for n, day in enumerate(range(50, 50 + 8 * step, step))
    )
    return PlanProblem(
        weeks=weeks,
        ports=tuple(GAPS),
        ships=tuple(ships[:visits]),
        walks=walks,
        resources=(
            _resource("food", 2400, 0, 1720, 9000),
            _resource("water", 2600, 1000, 830, 6000),
            _resource("gas", 600, 790, 42, 1500),
            _resource("propellant", 3500, 8200, 0, 8000),
            _resource("dry", 3600, 14000, 520, 14000),
        ),
        trash=TrashTask(2_000_000, 4000, 1710, 1710, 9_000_000, 150),
        crew=Crew(4, 3),
        limits=PlanLimits(
            separation_days=2,
            crew_minutes_day=1286,
            unloading_minutes_day=300,
            walk_minutes_day=472,
            walk_work_days=(14, 2),
            clearances=(Clearance("rassvet-nadir", "unity-nadir", ("cygnus-xl",), ("soyuz-ms",)),),
            handover_days={"soyuz-ms": (6, 13), "crew-dragon": (2, 10)},
        ),
        transfer_ports=LINES,
    )


def without(case: PlanProblem, ship: str) -> PlanProblem:
    """The same traffic with one ship lost."""
    return replace(case, ships=tuple(one for one in case.ships if one.ship != ship))
