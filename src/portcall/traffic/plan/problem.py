"""A traffic problem in whole numbers: what the solver sees, and what the daily truth recounts.

Model   Day 0 is the first day of the horizon; a ship is on its port from day `s` until day `e`. People
        who come with it are on board on the days s, s + 1, ... e - 1. Its cargo is on the books from day
        s + 1, its trash leaves them on day e - 1. Stocks are in grams, loads in kg; a bucket is a week.
Valid   Ships that dock once; a horizon of whole weeks.
Source  `traffic.plan.from_scenario` makes it of a scenario, the rules and the consumption rates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

BUCKET_DAYS = 7


@dataclass(frozen=True)
class Crew:
    """People by side of the station."""

    us: int = 0
    rs: int = 0

    @property
    def count(self) -> int:
        """People of both sides."""
        return self.us + self.rs


@dataclass(frozen=True)
class Burn:
    """What docking on a day takes of the station's propellant, and on which day it is burned."""

    dock_day: int
    burn_day: int
    propellant_g: int


@dataclass(frozen=True)
class ShipTask:
    """One visit to place: what is free and what is given.

    Parameters
    ----------
    days : tuple[int, ...]
        Days on which it may dock, rising; one day before 0 for a ship that is docked already.
    stay : tuple[int, int]
        Least and most days from docking to undocking.
    ports : tuple[str, ...]
        Ports that it may use; of a docked ship, first the one that it is on.
    gap_days : Mapping[str, int]
        Days that each port stays free after it has left.
    most_kg : tuple[int, ...]
        Most of each resource; `cabin_kg` of food and dry goods, `total_kg` of all together.
    option : bool
        Whether it may be left on the ground.
    issued_end, issued_port
        Of the plan that is to change least.
    burns : tuple[Burn, ...]
        One for each docking day that takes propellant; of other days nothing is taken.
    """

    ship: str
    vehicle: str
    role: str
    days: tuple[int, ...]
    nominal_day: int
    stay: tuple[int, int]
    nominal_stay: int
    ports: tuple[str, ...]
    gap_days: Mapping[str, int]
    most_kg: tuple[int, ...]
    cabin_kg: int
    total_kg: int
    trash_kg: int
    up: Crew = Crew()
    down: Crew = Crew()
    seats: int = 0
    berthed: bool = False
    may_move: bool = False
    may_hold: bool = False
    option: bool = False
    handover: str = "direct"
    rotation: str = ""
    unloading_days: int = 0
    issued_end: int | None = None
    issued_port: str | None = None
    burns: tuple[Burn, ...] = ()
    note: str = ""

    @property
    def docked(self) -> bool:
        """Whether it is on the station when the plan begins."""
        return self.days[-1] < 0

    def burn_of(self, dock_day: int) -> Burn | None:
        """Return what docking on a day takes, if anything."""
        return next((burn for burn in self.burns if burn.dock_day == dock_day), None)


@dataclass(frozen=True)
class WalkTask:
    """One spacewalk to place."""

    name: str
    days: tuple[int, ...]
    nominal_day: int
    airlock: str
    needs_free: tuple[tuple[str, str], ...]  # port, vehicle that must not be on it
    gas_g: int
    outside_h: float


@dataclass(frozen=True)
class ResourceTask:
    """One resource: its stock at the start, use a day and the lines it must keep."""

    name: str
    start_g: int
    base_g_day: int
    us_g_day: int
    rs_g_day: int
    most_g: int
    floor_g: int
    reserve_g_day: int  # use by the reserve crew: what a day of reserve is
    floor_days: int
    wanted_days: int
    lost_floor_g: int

    def use_g(self, us: int, rs: int) -> int:
        """Return the use of one day with a crew. [g]"""
        return self.base_g_day + self.us_g_day * us + self.rs_g_day * rs


@dataclass(frozen=True)
class TrashTask:
    """What is thrown away: made daily, and with the packing of dry cargo; taken by ships that leave."""

    start_g: int
    base_g_day: int
    us_g_day: int
    rs_g_day: int
    most_g: int
    packing_g_per_kg: int


@dataclass(frozen=True)
class Clearance:
    """None of `comers` arrives at `port` while one of `vehicles` is on `beside`, but held on the arm."""

    port: str
    beside: str
    vehicles: tuple[str, ...]
    comers: tuple[str, ...]


@dataclass(frozen=True)
class PlanLimits:
    """Numbers of the rules that bind every visit."""

    separation_days: int = 1
    walk_days_before: int = 2
    walk_days_after: int = 2
    walk_spacing_days: int = 7
    crew_least: int = 3
    crew_most: int = 12
    hold_days: int = 7
    lost_weeks: int = 13
    unloading_minutes_day: int = 0
    crew_minutes_day: int = 0
    walk_minutes_day: int = 0
    walk_work_days: tuple[int, int] = (0, 0)
    option_cost_days: int = 30
    clearances: tuple[Clearance, ...] = ()
    handover_days: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    indirect_days: int = 35


@dataclass(frozen=True)
class PlanProblem:
    """Everything that a plan depends on."""

    weeks: int
    ports: tuple[str, ...]
    ships: tuple[ShipTask, ...]
    walks: tuple[WalkTask, ...]
    resources: tuple[ResourceTask, ...]
    trash: TrashTask
    crew: Crew
    limits: PlanLimits
    transfer_ports: tuple[str, ...] | None = None  # with lines for propellant; None: all have them

    @property
    def days(self) -> int:
        """Length of the horizon. [days]"""
        return BUCKET_DAYS * self.weeks

    @property
    def last_day(self) -> int:
        """The last day on which a ship of the problem may leave."""
        return max([self.days, *(ship.days[-1] + ship.stay[1] for ship in self.ships)])


@dataclass(frozen=True)
class ShipDecision:
    """Where a visit was placed; kg by resource in the problem's order."""

    start: int
    end: int
    port: str
    flown: bool
    moved: tuple[int, str] | None
    hold: tuple[int, int] | None
    load_kg: tuple[int, ...]
    trash_kg: int


@dataclass(frozen=True)
class PlanSolution:
    """What the solver decided, with its own books at the end of every bucket."""

    ships: tuple[ShipDecision, ...]
    walks: tuple[int, ...]
    stock_g: tuple[tuple[int, ...], ...]  # by resource, then bucket end, the start first
    trash_g: tuple[int, ...]
