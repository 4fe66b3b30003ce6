"""What the CCSDS orbit messages share: epochs, numbers, keyword lines and safe XML.

Model   Epochs are calendar or day-of-year, in UTC, TAI, TT or GPS time; kept to the microsecond.
Valid   1957 to 2100. A second 60 is refused: a `datetime` cannot hold it.
Source  CCSDS 502.0-B-3 (Orbit Data Messages), sections 7.4 to 7.8; CCSDS 505.0-B-3 (XML).
"""

import math
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from portcall.core.errors import InputError
from portcall.core.time import tai_minus_utc_s

_FIRST_YEAR, _LAST_YEAR = 1957, 2100
_EPOCH = re.compile(
    r"([0-9]{4})-(?:([0-9]{3})|([0-9]{2})-([0-9]{2}))"
    r"(?:[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{0,18}))?)?Z?"
)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eEdD][+-]?[0-9]{1,4})?")
_KEYWORD = re.compile(r"\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*(?:\[[^\]]*\])?\s*")

TAI_OFFSETS_S = {"TAI": 0.0, "TT": 32.184, "GPS": -19.0}  # each scale minus TAI, by definition


def parse_epoch(text: str, where: str, *, time_system: str = "UTC") -> datetime:
    """Read a CCSDS epoch as aware UTC.

    Parameters
    ----------
    text : str
        `2022-02-11T12:00:00.000`, or with the day of the year: `2022-042T12:00:00.000Z`.
    where : str
        File and line, for the error.
    time_system : str
        UTC, TAI, TT or GPS.

    Raises
    ------
    InputError
        Not an epoch, an impossible one, or an unknown time system.

    Examples
    --------
    >>> parse_epoch("2022-042T12:08:41.500Z", "").isoformat()
    '2022-02-11T12:08:41.500000+00:00'
    """
    match = _EPOCH.fullmatch(text.strip())
    if match is None:
        raise InputError(
            f"'{text.strip()[:40]}' is not an epoch",
            where=where,
            remedy="write it as 2022-02-11T12:00:00.000 or 2022-042T12:00:00.000",
        )
    year, ordinal, month, day, hour, minute, second, digits = match.groups()
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise InputError(
            f"'{text.strip()}' is no time of a satellite",
            limit=f"{_FIRST_YEAR} to {_LAST_YEAR}",
            where=where,
        )
    micro = round(int(digits or "0") * 1_000_000 / 10 ** len(digits or ""))
    try:
        start = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
        moment = datetime(
            start.year,
            start.month,
            start.day,
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=UTC,
        ) + timedelta(days=int(ordinal or 1) - 1, microseconds=micro)
    except (ValueError, OverflowError) as why:
        raise InputError(f"'{text.strip()}' is not a possible time: {why}", where=where) from None
    if ordinal is not None and (int(ordinal) < 1 or moment.year != int(year)):
        raise InputError(f"'{text.strip()}' is not a possible time", where=where)
    return _to_utc(moment, time_system, where)


def _to_utc(moment: datetime, time_system: str, where: str) -> datetime:
    if time_system == "UTC":
        return moment
    if time_system not in TAI_OFFSETS_S:
        raise InputError(
            f"time system '{time_system}' is not read",
            limit="UTC, TAI, TT or GPS",
            where=where,
            remedy="write the epochs in UTC",
        )
    tai = moment - timedelta(seconds=TAI_OFFSETS_S[time_system])
    utc = tai - timedelta(seconds=tai_minus_utc_s(tai.date()))
    return tai - timedelta(seconds=tai_minus_utc_s(utc.date()))


def parse_number(text: str, key: str, where: str) -> float:
    """Read one finite number.

    Raises
    ------
    InputError
        Not a number, or not finite.
    """
    stripped = text.strip()
    if _NUMBER.fullmatch(stripped):
        value = float(stripped.upper().replace("D", "E"))
        if math.isfinite(value):
            return value
    raise InputError(f"{key} is '{stripped[:40]}', not a number", where=where)


def parse_keyword(line: str) -> tuple[str, str] | None:
    """Split `KEY = value [unit]`; None when the line is none.

    Examples
    --------
    >>> parse_keyword("INCLINATION = 51.6424 [deg]")
    ('INCLINATION', '51.6424')
    """
    match = _KEYWORD.fullmatch(line)
    return None if match is None else (match.group(1), match.group(2))


def parse_xml(text: str, name: str) -> ET.Element:
    """Read an XML document without document types or entities, namespaces dropped from the tags.

    Raises
    ------
    InputError
        Not XML, or one that declares entities.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(
            "the XML declares a document type",
            where=name,
            remedy="remove the DOCTYPE: orbit messages have none, and entities can hide anything",
        )
    try:
        root = ET.fromstring(text)  # noqa: S314  (no document type, so no entity, passes above)
    except (ET.ParseError, ValueError, LookupError) as why:
        raise InputError(f"not readable as XML: {why}", where=name) from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def xml_text(element: ET.Element | None) -> str:
    """Return the text of an element, empty when there is none."""
    return "" if element is None else (element.text or "").strip()
