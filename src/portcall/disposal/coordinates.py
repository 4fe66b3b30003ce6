"""Latitude and longitude as notices print them: the five published styles, read and written.

    dash-minutes   31-42.00S 151-48.00W     navigational warnings
    dash-seconds   31-42-00S 151-48-00W
    compact        314200S 1514800W         air notices; also without seconds, 3142S 15148W
    spaced         31 42 00 S 151 48 00 W
    prefixed       S314200W1514800          also without seconds, S3142W15148

Source  NGA and NAVAREA XII, XIV broadcast warnings; ICAO Doc 8126, chapter 6 (air notices).
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from portcall.core.errors import InputError

Style = Literal["dash-minutes", "dash-seconds", "compact", "spaced", "prefixed"]
STYLES: tuple[Style, ...] = get_args(Style)
# half of the last digit that a style prints
RESOLUTION_DEG: dict[Style, float] = {
    "dash-minutes": 0.005 / 60.0,
    "dash-seconds": 0.5 / 3600.0,
    "compact": 0.5 / 3600.0,
    "spaced": 0.5 / 3600.0,
    "prefixed": 0.5 / 3600.0,
}

_GAP = r"[\s,;/]*"
_DASHED = r"(?<![\d.\-])(\d{1,3})-(\d{1,3}(?:\.\d+)?)(?:-(\d{1,3}(?:\.\d+)?))?\s?"
_SPACED = r"(?<![\d.\-])(\d{1,3})\s+(\d{1,3}(?:\.\d+)?)(?:\s+(\d{1,3}(?:\.\d+)?))?\s?"
_PACKED = r"(?<![\d.\-])(\d{3,9}(?:\.\d+)?)"
_PAIR = re.compile(
    "|".join(
        [
            rf"{_DASHED}([NS])\b{_GAP}{_DASHED}([EW])\b",
            rf"{_SPACED}([NS])\b{_GAP}{_SPACED}([EW])\b",
            rf"{_PACKED}([NS]){_GAP}{_PACKED}([EW])\b",
            r"\b([NS])(\d{3,8}(?:\.\d+)?)[\s,]*([EW])(\d{3,9}(?:\.\d+)?)(?![\w])",
        ]
    )
)
# what is left over and still looks like one: a latitude that lost its longitude, or the reverse
_HALF = re.compile(
    r"(?<![\w.\-])(?:\d{1,3}-\d{1,3}(?:\.\d+)?(?:-\d+(?:\.\d+)?)?\s?[NSEW]|\d{4,9}(?:\.\d+)?[NSEW]"
    r"|\d{1,3}\s+\d{1,2}(?:\.\d+)?\s+\d{1,2}(?:\.\d+)?\s?[NSEW]|[NSEW]\d{4,9})\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A coordinate in a text: where it stands, and what it says in degrees."""

    start: int
    end: int
    lat_deg: float
    lon_deg: float


def place_in(text: str, offset: int) -> str:
    """Return `line L, character C` of an offset into a text, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, character {offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"


def _joined(where: str, place: str) -> str:
    return f"{where}, {place}" if where else place


def _degrees(parts: tuple[str, str, str | None], letter: str, shown: str, where: str) -> float:
    degrees, minutes, seconds = (float(part or 0.0) for part in parts)
    limit_deg, name = (90.0, "latitude") if letter in "NS" else (180.0, "longitude")
    for value, unit in ((minutes, "minutes"), (seconds, "seconds")):
        if value >= 60.0:
            raise InputError(
                f"'{shown}' has {value:g} {unit} of arc", limit="below 60", where=where
            )
    angle_deg = degrees + (minutes + seconds / 60.0) / 60.0
    if angle_deg > limit_deg:
        raise InputError(
            f"'{shown}' has a {name} of {angle_deg:.4g} degrees",
            limit=f"{limit_deg:.0f} degrees",
            where=where,
        )
    return -angle_deg if letter in "SW" else angle_deg


def _unpacked(digits: str, letter: str, shown: str, where: str) -> tuple[str, str, str | None]:
    whole, _, fraction = digits.partition(".")
    lead = 2 if letter in "NS" else 3
    if len(whole) not in {lead + 2, lead + 4}:
        raise InputError(
            f"'{shown}' has {len(whole)} digits before {letter}",
            limit=f"{lead + 2} or {lead + 4}",
            where=where,
        )
    last = f".{fraction}" if fraction else ""
    if len(whole) == lead + 2:
        return whole[:lead], whole[lead:] + last, None
    return whole[:lead], whole[lead : lead + 2], whole[lead + 2 :] + last


def find_coordinates(text: str, *, where: str = "") -> list[Found]:
    """Return every coordinate in a text, in whichever of the five styles it is written.

    Parameters
    ----------
    text : str
        A notice, upper case.
    where : str
        File or option, for the error.

    Raises
    ------
    InputError
        A latitude past 90 or a longitude past 180 degrees, 60 minutes or seconds or more, a wrong
        count of digits, a latitude without its longitude; with line and character.

    Examples
    --------
    >>> [(at.lat_deg, at.lon_deg) for at in find_coordinates("3142S 15148W, N313000E1753000")]
    [(-31.7, -151.8), (31.5, 175.5)]
    """
    found: list[Found] = []
    rest = list(text)
    for match in _PAIR.finditer(text):
        at = _joined(where, place_in(text, match.start()))
        shown = " ".join(match.group().split())
        g = match.groups()
        if g[0] is not None or g[8] is not None:
            first = g[0:8] if g[0] is not None else g[8:16]
            lat_deg = _degrees((first[0], first[1], first[2]), first[3], shown, at)
            lon_deg = _degrees((first[4], first[5], first[6]), first[7], shown, at)
        else:
            lat, north, lon, east = (
                (g[16], g[17], g[18], g[19]) if g[16] is not None else (g[21], g[20], g[23], g[22])
            )
            lat_deg = _degrees(_unpacked(lat, north, shown, at), north, shown, at)
            lon_deg = _degrees(_unpacked(lon, east, shown, at), east, shown, at)
        found.append(Found(match.start(), match.end(), lat_deg, lon_deg))
        rest[match.start() : match.end()] = "\0" * (match.end() - match.start())
    half = _HALF.search("".join(rest))
    if half is not None:
        raise InputError(
            f"'{half.group()}' is only half of a coordinate",
            where=_joined(where, place_in(text, half.start())),
            remedy="write latitude and longitude side by side, as 31-42.00S 151-48.00W",
        )
    return found


def _split(angle_deg: float, units_per_deg: int) -> tuple[int, int]:
    units = round(abs(angle_deg) * units_per_deg)
    return units // units_per_deg, units % units_per_deg


def _written(angle_deg: float, letters: str, lead: int, style: Style) -> str:
    letter = letters[0] if angle_deg >= 0.0 else letters[1]
    if style == "dash-minutes":
        degrees, hundredths = _split(angle_deg, 6000)
        return f"{degrees:0{lead}d}-{hundredths / 100:05.2f}{letter}"
    degrees, seconds = _split(angle_deg, 3600)
    minutes, seconds = divmod(seconds, 60)
    if style == "dash-seconds":
        return f"{degrees:0{lead}d}-{minutes:02d}-{seconds:02d}{letter}"
    if style == "spaced":
        return f"{degrees:0{lead}d} {minutes:02d} {seconds:02d} {letter}"
    packed = f"{degrees:0{lead}d}{minutes:02d}{seconds:02d}"
    return f"{letter}{packed}" if style == "prefixed" else f"{packed}{letter}"


def write_coordinate(lat_deg: float, lon_deg: float, style: Style = "dash-minutes") -> str:
    """Return a coordinate in one of the five styles, rounded to its last digit.

    Examples
    --------
    >>> for style in STYLES:
    ...     write_coordinate(-31.7, -151.99999, style)
    '31-42.00S 152-00.00W'
    '31-42-00S 152-00-00W'
    '314200S 1520000W'
    '31 42 00 S 152 00 00 W'
    'S314200W1520000'
    """
    if not (abs(lat_deg) <= 90.0 and abs(lon_deg) <= 180.0):
        raise InputError(f"({lat_deg}, {lon_deg}) is past 90 or 180 degrees")
    latitude = _written(lat_deg, "NS", 2, style)
    longitude = _written(lon_deg, "EW", 3, style)
    return f"{latitude}{longitude}" if style == "prefixed" else f"{latitude} {longitude}"
