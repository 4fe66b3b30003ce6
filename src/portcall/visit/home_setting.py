"""What a prediction of the way home rests on: the blind brief, its calendar, the station's orbit.

Nothing here reads a planned or a flown time: the day of the deorbit is a decision of the calendar, like
the day of a launch.
"""

import math
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from portcall.catalogue.brief import FlightBrief
from portcall.catalogue.calibration import Calibration
from portcall.catalogue.dispersions import ErrorModel, load_error_model
from portcall.catalogue.load import Catalogue
from portcall.catalogue.network import Network
from portcall.catalogue.station import Port, Station
from portcall.catalogue.vehicle import Vehicle
from portcall.core.constants import STANDARD_GRAVITY_M_S2
from portcall.core.errors import DataError, InputError
from portcall.core.time import elapsed_s
from portcall.disposal.deorbit import Attitude
from portcall.disposal.targeting import Aim, AimBox
from portcall.orbit.decay import DensityFit, fit_density
from portcall.orbit.elements import ElementSet, mean_elements_at
from portcall.orbit.engine import Engine
from portcall.orbit.secular import secular_rates
from portcall.orbit.station import StationMotion
from portcall.visit.coverage import networks_of
from portcall.visit.known_elements import (
    KnownElements,
    Policy,
    element_set,
    refuse_other_object,
    usable,
)
from portcall.visit.setting import older_set

DAY = timedelta(days=1)
AIM_CONSTANTS = ("disposal_aim_latitude", "disposal_aim_longitude")


@dataclass(frozen=True)
class HomeWishes:
    """What the user asks for beside what the catalogue says.

    Attributes
    ----------
    aim : Aim or AimBox, optional
        Where the middle of the fall should be; the vehicle's own place without one.
    day : date, optional
        UTC day of the deorbit burn, instead of the flight's.
    revolution : int, optional
        Burn after so many ascending nodes of that day.
    ignition : datetime, optional
        Light the engine then, and see whether the aim is reached.
    delta_v_m_s, duration_s : float, optional
        Size of the burn, or its length; the vehicle's delta-v without either.
    attitude : {"inertial", "velocity"}
        How the burn is held.
    own_country : str, optional
        Whose land may be neared to 50 km.
    heating : str
        Formula of the stagnation flux.
    object_list : str, optional
        Another object list than the vehicle's, id or file.
    """

    aim: Aim | AimBox | None = None
    day: date | None = None
    revolution: int | None = None
    ignition: datetime | None = None
    delta_v_m_s: float | None = None
    duration_s: float | None = None
    attitude: Attitude = "inertial"
    own_country: str | None = None
    heating: str = "sutton-graves"
    object_list: str | None = None


@dataclass(frozen=True)
class HomeSetting:
    """All that a prediction of the way home may see."""

    brief: FlightBrief
    vehicle: Vehicle
    station: Station
    port: Port
    motion: StationMotion
    density: DensityFit
    errors: ErrorModel
    day: date
    undocking_day: date | None
    aim: Aim | AimBox
    aim_source: str
    wishes: HomeWishes
    policy: Policy
    networks: tuple[Network, ...]
    known_epoch: datetime | None = None  # of the real elements, when these are a stand-in

    @property
    def revolution(self) -> int | None:
        """The revolution that the calendar sets, unless another day is asked for."""
        if self.wishes.revolution is not None or self.wishes.day is not None:
            return self.wishes.revolution
        return self.brief.deorbit_revolution if self.wishes.aim is None else None

    @property
    def engine(self) -> Engine:
        """The engine that flies the deorbit."""
        main = self.vehicle.main_engine
        return Engine(main.thrust_n.value, main.isp_s.value * STANDARD_GRAVITY_M_S2)

    @property
    def first_utc(self) -> datetime:
        """Start of the day of the deorbit."""
        return datetime.combine(self.day, time(), UTC)

    @property
    def elements_age_h(self) -> float:
        """Age of the elements at the start of the day of the deorbit. [h]"""
        return elapsed_s(self.motion.epoch, self.first_utc) / 3600.0


def _day_of(brief: FlightBrief, wishes: HomeWishes) -> date:
    day = wishes.day or brief.deorbit_date
    if day is None and wishes.ignition is not None:
        day = wishes.ignition.date()
    if day is None:
        raise DataError(
            "no day of the deorbit is known",
            where=f"flight '{brief.id}'",
            remedy="name one with --date, or with deorbit_date in the flight file",
        )
    if day < brief.launch_date:
        raise InputError(
            f"the deorbit of {day} is before the launch of {brief.launch_date}",
            where=f"flight '{brief.id}'",
            remedy="check the dates",
        )
    return day


def _known(brief: FlightBrief, given: KnownElements | None) -> KnownElements:
    if given is not None:
        return given
    where = f"flight '{brief.id}'"
    sets = tuple(element_set(one, where) for one in brief.departure_elements)
    if not sets:
        raise DataError(
            "no station elements from before the departure",
            where=where,
            remedy="give some with --elements FILE",
        )
    return KnownElements(sets, where=where)


def _aim_of(
    vehicle: Vehicle, wishes: HomeWishes, calibration: Calibration
) -> tuple[Aim | AimBox, str]:
    if wishes.aim is not None:
        return wishes.aim, "given"
    places = [calibration.find(name, vehicle.id) for name in AIM_CONSTANTS]
    if places[0] is not None and places[1] is not None:
        north, east = (math.radians(constant.value) for constant in places if constant)
        return Aim(north, east), f"calibrated on {places[0].calibrated_on}"
    departure, landing = vehicle.departure, vehicle.landing
    latitude, longitude = departure.aim_latitude_deg, departure.aim_longitude_deg
    if landing is not None:
        latitude, longitude = landing.site_latitude_deg, landing.site_longitude_deg
    if latitude is None or longitude is None:
        raise DataError(
            f"no place to aim at is known for '{vehicle.id}'",
            remedy="give one with --aim LAT,LON",
        )
    return Aim(math.radians(latitude.value), math.radians(longitude.value)), latitude.source


def home_setting_of(
    catalogue: Catalogue,
    brief: FlightBrief,
    wishes: HomeWishes = HomeWishes(),
    *,
    policy: Policy = Policy(),  # noqa: B008  (frozen)
    given: KnownElements | None = None,
) -> HomeSetting:
    """Gather what a prediction of the way home rests on.

    Parameters
    ----------
    catalogue : Catalogue
        Where records are looked up.
    brief : FlightBrief
        The flight without its planned and flown times.
    wishes : HomeWishes
        What the user asks for.
    policy : Policy
        Whether stale elements may be used.
    given : KnownElements, optional
        Elements from the user's file, instead of the flight's own.

    Raises
    ------
    InputError, DataError
        No day, no elements, no port, no place to aim at; elements that are not the station's.
    """
    vehicle = catalogue.vehicle(brief.vehicle)
    station = catalogue.station(brief.station)
    port = brief.departure_port or brief.port
    if port is None:
        raise DataError("no port is known", where=f"flight '{brief.id}'", remedy="name one")
    day = _day_of(brief, wishes)
    known = _known(brief, given)
    refuse_other_object(known.sets, station.norad_id, known.where)
    # sets from the day itself are from before the burn only if the day's end is the limit: the last
    # set before the undocking is often hours old
    sets = usable(known, datetime.combine(day, time(), UTC) + DAY, policy, event="deorbit")
    later = tuple(m for m in known.maneuvers if m.utc > sets[0].epoch)
    aim, source = _aim_of(vehicle, wishes, catalogue.calibration())
    older = older_set(sets)
    return HomeSetting(
        brief=brief,
        vehicle=vehicle,
        station=station,
        port=catalogue.port(brief.station, port),
        motion=StationMotion(sets[0], later),
        density=fit_density(older, sets[0], station.ballistic_m2_kg),
        errors=load_error_model(catalogue.root),
        day=day,
        undocking_day=brief.undocking_date,
        aim=aim,
        aim_source=source,
        wishes=wishes,
        policy=policy,
        networks=networks_of(catalogue, vehicle.id),
    )


def carried_to(elements: ElementSet, utc: datetime) -> ElementSet:
    """Return a stand-in for elements that do not exist yet: the plane carried on, the height kept.

    A station is reboosted, so SGP4 would have it fall. Only the node moves on; where the station is
    along its orbit on that day is not known, and is left as it was.
    """
    mean = mean_elements_at(elements, elements.epoch)
    node_rate, _ = secular_rates(mean.semi_major_axis_m, mean.inclination_rad)
    turned_deg = math.degrees(node_rate * elapsed_s(elements.epoch, utc))
    return replace(elements, epoch=utc, raan_deg=(elements.raan_deg + turned_deg) % 360.0)
