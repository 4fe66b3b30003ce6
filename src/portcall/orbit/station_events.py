"""The station's own forecast: mass, drag figures, nodes and events in an ephemeris header.

Model   The comments of the public station ephemeris: `KEY=value` lines, the first and last
        ascending node, and a table of events with time, speed change and heights after it.
Valid   A speed change is taken along the flight direction: the table prints only its size.
        The table has no year: an event is in the year that puts it nearest to the first state.
Source  Layout of the public files of 2022 to 2024 (NASA/JSC TOPO, file ISS.OEM_J2K_EPH).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portcall.core.errors import InputError
from portcall.orbit.ccsds import parse_epoch

_FIGURE = re.compile(r"([A-Z_]+)\s*=\s*([0-9.]{1,20})")
_NODE = re.compile(
    r"\S+ (first|last) asc\. node\s*:\s*EPOCH = (\S+) \$ ORBIT = ([0-9]{1,7}) \$ "
    r"LAN\(DEG\) = (-?[0-9.]{1,12})"
)
_EVENT = re.compile(
    r"(\S.*?)\s+([0-9]{3}):([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,6})?)"
    r"(?:\s+[0-9]{1,6})?\s+([0-9.]{1,10})\s+([0-9.]{1,10})\s+([0-9.]{1,10})"
)


@dataclass(frozen=True, slots=True)
class AscendingNode:
    """A northward crossing of the equator: when, the orbit it starts, over which longitude."""

    utc: datetime
    orbit: int
    longitude_deg: float


@dataclass(frozen=True, slots=True)
class StationEvent:
    """One line of the event table; heights are those after it."""

    name: str
    utc: datetime
    delta_v_m_s: float
    apogee_height_m: float
    perigee_height_m: float

    @property
    def is_maneuver(self) -> bool:
        """Whether the station's speed changes."""
        return self.delta_v_m_s > 0.0


@dataclass(frozen=True, slots=True)
class StationEvents:
    """What a station ephemeris says about the station; None where it does not."""

    mass_kg: float | None = None
    drag_area_m2: float | None = None
    drag_coefficient: float | None = None
    solar_area_m2: float | None = None
    solar_coefficient: float | None = None
    first_node: AscendingNode | None = None
    last_node: AscendingNode | None = None
    events: tuple[StationEvent, ...] = ()

    @property
    def maneuvers(self) -> tuple[StationEvent, ...]:
        """The events that change the station's speed (reboosts)."""
        return tuple(event for event in self.events if event.is_maneuver)


def _node(match: re.Match[str], where: str) -> AscendingNode:
    _, epoch, orbit, longitude = match.groups()
    return AscendingNode(parse_epoch(epoch, where), int(orbit), _float(longitude, where))


def _float(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"'{text}' is not a number", where=where) from None


def _event(match: re.Match[str], near: datetime, where: str) -> StationEvent:
    name, day, hour, minute, second, delta_v, apogee, perigee = match.groups()
    offset = timedelta(
        days=int(day) - 1, hours=int(hour), minutes=int(minute), seconds=_float(second, where)
    )
    years = (near.year - 1, near.year, near.year + 1)
    moments = [datetime(year, 1, 1, tzinfo=UTC) + offset for year in years]
    return StationEvent(
        name=name,
        utc=min(moments, key=lambda moment: abs(moment - near)),
        delta_v_m_s=_float(delta_v, where),
        apogee_height_m=_float(apogee, where) * 1e3,
        perigee_height_m=_float(perigee, where) * 1e3,
    )


def parse_station_comments(
    comments: Iterable[str], near: datetime, *, where: str = ""
) -> StationEvents:
    """Read what the comments of a station ephemeris say.

    Parameters
    ----------
    comments : Iterable[str]
        The comments, without the word COMMENT. What is not recognized is passed over.
    near : datetime
        The first state of the ephemeris; events are dated nearest to it.
    where : str
        File name, for errors.

    Raises
    ------
    InputError
        A recognized line whose time or figure is impossible.

    Examples
    --------
    >>> forecast = parse_station_comments(
    ...     ["MASS=473291.00", "GMT067 Reboost   067:19:47:00.000      0.6     428.1     408.4"],
    ...     datetime(2023, 3, 8, 12, tzinfo=UTC))
    >>> forecast.mass_kg, forecast.maneuvers[0].utc.isoformat(), forecast.maneuvers[0].delta_v_m_s
    (473291.0, '2023-03-08T19:47:00+00:00', 0.6)
    """
    figures: dict[str, float] = {}
    nodes: dict[str, AscendingNode] = {}
    events: list[StationEvent] = []
    for comment in comments:
        line = comment.strip()[:200]
        if match := _FIGURE.fullmatch(line):
            figures[match.group(1)] = _float(match.group(2), where)
        elif match := _NODE.fullmatch(line):
            nodes[match.group(1)] = _node(match, where)
        elif match := _EVENT.fullmatch(line):
            events.append(_event(match, near, where))
    return StationEvents(
        mass_kg=figures.get("MASS"),
        drag_area_m2=figures.get("DRAG_AREA"),
        drag_coefficient=figures.get("DRAG_COEFF"),
        solar_area_m2=figures.get("SOLAR_RAD_AREA"),
        solar_coefficient=figures.get("SOLAR_RAD_COEFF"),
        first_node=nodes.get("first"),
        last_node=nodes.get("last"),
        events=tuple(events),
    )
