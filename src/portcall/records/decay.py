"""What becomes of a ship that nobody steers: its decay window, and what a burn cut short leaves."""

from typing import Literal

from portcall.records.base import FrozenRecord, Utc


class NodeCrossing(FrozenRecord):
    """One northward crossing of the equator."""

    utc: Utc
    longitude_deg: float


class DecayWindow(FrozenRecord):
    """When an uncontrolled ship comes down to the entry interface.

    The window is the life left, more or less by `life_fraction`, which experience gives the stated
    confidence. The entry point is that of the nominal flight: one point of the track, not a forecast.
    `nodes` are those inside the window, at most the last ones asked for.
    """

    epoch_utc: Utc
    nominal_utc: Utc
    earliest_utc: Utc
    latest_utc: Utc
    life_days: float
    life_fraction: float
    confidence: float
    inclination_deg: float
    latitude_deg: float
    longitude_deg: float
    ballistic_m2_kg: float
    density_factor: float
    method: Literal["integrated", "averaged, then integrated"]
    nodes: tuple[NodeCrossing, ...] = ()


class UncontrolledRisk(FrozenRecord):
    """Expected casualties of an entry somewhere along an orbit."""

    casualty_area_m2: float
    mean_density_per_km2: float
    casualty_expectation: float

    @property
    def one_in(self) -> float | None:
        """One casualty in so many entries; none where nobody lives."""
        return 1.0 / self.casualty_expectation if self.casualty_expectation > 0.0 else None


class DeadShip(FrozenRecord):
    """A ship that nobody steers: its window, and the risk of its pieces above 15 J."""

    vehicle: str
    mass_kg: float
    elements_source: str
    window: DecayWindow
    risk: UncontrolledRisk
    surviving_pieces: int


class PartialBurn(FrozenRecord):
    """What a deorbit burn leaves that stops at some fraction.

    `enters` within a revolution at the stated place; `decays` after `life_days` anywhere between the
    latitudes; `stays up` longer than is followed.
    """

    burn_fraction: float
    perigee_km: float
    apogee_km: float
    outcome: Literal["enters", "decays", "stays up"]
    entry_utc: Utc | None = None
    life_days: float | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    south_deg: float
    north_deg: float
