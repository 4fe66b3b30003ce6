"""Two-line element sets: reads them, with or without a name line, and proves them whole.

Model   Fixed columns; a checksum a line: the sum of its digits, each minus sign as 1, modulo 10.
Valid   Epochs 1957 to 2056 (two-digit years); catalogue numbers to 339999 (alpha-5).
Source  Vallado 2013, 4th ed., section 2.4.2; Space-Track documentation for alpha-5.
"""

import re
from datetime import UTC, datetime, timedelta

from portcall.core.errors import InputError
from portcall.orbit.elements import ElementSet
from portcall.orbit.text import lines_of

LINE_LENGTH = 69
_REMEDY = "copy the set again from its publisher"
_ALPHA5 = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O are left out
_MICROSECONDS_DAY = 86_400_000_000

_INTEGER = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+|[+-]?[0-9]+\.?")
_ASSUMED = re.compile(r"([+-]?)([0-9]{1,5})([+-][0-9])")


def checksum(line: str) -> int:
    """Return the checksum of the first 68 characters of a line.

    Examples
    --------
    >>> checksum("1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  475")
    3
    """
    body = line[: LINE_LENGTH - 1]
    return (sum(int(c) for c in body if c in "0123456789") + body.count("-")) % 10


def _whole(line: str, number: str, where: str) -> None:
    """Refuse a line that is cut, overlong or fails its checksum."""
    if len(line) != LINE_LENGTH:
        cut = "is cut short" if len(line) < LINE_LENGTH else "is too long"
        raise InputError(
            f"line {number} of the set {cut}: {len(line)} characters",
            limit=f"{LINE_LENGTH} characters",
            where=where,
            remedy=_REMEDY,
        )
    found, right = line[LINE_LENGTH - 1], checksum(line)
    if found != str(right):
        raise InputError(
            f"line {number} of the set has checksum '{found}', its characters give {right}",
            where=where,
            remedy=_REMEDY,
        )


def _bad(what: str, text: str, where: str) -> InputError:
    return InputError(f"{what} is '{text.strip()}', not a number", where=where, remedy=_REMEDY)


def _integer(text: str, what: str, where: str, *, blank: int | None = None) -> int:
    stripped = text.strip()
    if not stripped and blank is not None:
        return blank
    if not _INTEGER.fullmatch(stripped):
        raise _bad(what, text, where)
    return int(stripped)


def _decimal(text: str, what: str, where: str) -> float:
    stripped = text.strip().replace(" ", "0")  # old sets pad numbers with blanks
    if not _DECIMAL.fullmatch(stripped):
        raise _bad(what, text, where)
    return float(stripped)


def _assumed(text: str, what: str, where: str) -> float:
    """Read a figure such as 34854-4, which means 0.34854e-4."""
    stripped = text.strip()
    match = _ASSUMED.fullmatch(stripped)
    if match is None:
        if not stripped.strip("0+-"):
            return 0.0
        raise _bad(what, text, where)
    sign, digits, exponent = match.groups()
    return float(f"{sign}0.{digits}e{exponent}")


def _catalogue_number(text: str, where: str) -> int:
    first = text[0]
    if first in _ALPHA5:
        return (_ALPHA5.index(first) + 10) * 10_000 + _integer(text[1:], "catalogue number", where)
    return _integer(text, "catalogue number", where)


def _designator(text: str) -> str:
    """Return 98067A as 1998-067A; leave anything else as it is."""
    stripped = text.strip()
    match = re.fullmatch(r"([0-9]{2})([0-9]{3})([A-Z]{1,3})", stripped)
    if match is None:
        return stripped
    year, launch, piece = match.groups()
    return f"{_century(int(year))}-{launch}{piece}"


def _century(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= 57 else 2000)


def _epoch(year_text: str, day_text: str, where: str) -> datetime:
    year = _century(_integer(year_text, "epoch year", where))
    whole_text, _, fraction_text = day_text.strip().partition(".")
    day = _integer(whole_text, "epoch day", where)
    fraction = _integer(fraction_text, "epoch day fraction", where, blank=0)
    last = 366 if year % 4 == 0 else 365  # right from 1901 to 2099
    if not 1 <= day <= last:
        raise InputError(
            f"epoch day is {day} of {year}", limit=f"1 to {last}", where=where, remedy=_REMEDY
        )
    microseconds = round(fraction * _MICROSECONDS_DAY / 10 ** len(fraction_text.strip()))
    start = datetime(year, 1, 1, tzinfo=UTC)
    return start + timedelta(days=day - 1, microseconds=microseconds)


def parse_tle(line1: str, line2: str, *, object_name: str = "", where: str = "") -> ElementSet:
    """Read one element set from its two lines.

    Parameters
    ----------
    line1, line2 : str
        The lines, 69 characters each.
    object_name : str
        What the name line says.
    where : str
        File and line, for the error and the set's `source`.

    Raises
    ------
    InputError
        A line that is cut or swapped, a wrong checksum, or a field that is no number.

    Examples
    --------
    >>> vanguard = parse_tle(
    ...     "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
    ...     "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667")
    >>> vanguard.epoch.isoformat(), vanguard.international_designator, vanguard.inclination_deg
    ('2000-06-27T18:50:19.733568+00:00', '1958-002B', 34.2682)
    """
    if line1[:2] == "2 " and line2[:2] == "1 ":
        raise InputError(
            "the two lines are swapped: line 2 comes before line 1",
            where=where,
            remedy="put the line that starts with '1 ' first",
        )
    for line, number in ((line1, "1"), (line2, "2")):
        if line[:2] != f"{number} ":
            raise InputError(
                f"line {number} of the set starts with '{line[:2]}'",
                limit=f"'{number} '",
                where=where,
                remedy=_REMEDY,
            )
        _whole(line, number, where)
    if line1[62] == "4":
        raise InputError(
            "the set is of SGP4-XP (ephemeris type 4), which SGP4 cannot propagate",
            limit="type 0",
            where=where,
            remedy="fetch the SGP4 set of the object",
        )
    norad_id = _catalogue_number(line1[2:7], where)
    if _catalogue_number(line2[2:7], where) != norad_id:
        raise InputError(
            f"line 1 is of object {line1[2:7]}, line 2 of object {line2[2:7]}",
            where=where,
            remedy="pair each line 1 with its own line 2",
        )
    return ElementSet(
        epoch=_epoch(line1[18:20], line1[20:32], where),
        mean_motion_rev_day=_decimal(line2[52:63], "mean motion", where),
        eccentricity=_decimal("0." + line2[26:33].replace(" ", "0"), "eccentricity", where),
        inclination_deg=_decimal(line2[8:16], "inclination", where),
        raan_deg=_decimal(line2[17:25], "right ascension of the node", where),
        argp_deg=_decimal(line2[34:42], "argument of perigee", where),
        mean_anomaly_deg=_decimal(line2[43:51], "mean anomaly", where),
        bstar_per_earth_radius=_assumed(line1[53:61], "B*", where),
        mean_motion_dot_rev_day2=_decimal(line1[33:43], "mean motion derivative", where),
        mean_motion_ddot_rev_day3=_assumed(line1[44:52], "second derivative", where),
        object_name=object_name,
        norad_id=norad_id,
        international_designator=_designator(line1[9:17]),
        classification=line1[7].strip() or "U",
        element_set_no=_integer(line1[64:68], "element set number", where, blank=0),
        revolution_at_epoch=_integer(line2[63:68], "revolution number", where, blank=0),
        source=where,
    )


def read_tle(data: bytes, *, name: str = "elements") -> list[ElementSet]:
    """Read every element set of a file.

    Parameters
    ----------
    data : bytes
        The file. Blank lines and lines that start with '#' are skipped; a line before a line 1
        that is neither is the object's name (a leading '0 ' is dropped).
    name : str
        File name, for errors.

    Returns
    -------
    list[ElementSet]
        In the order of the file, at least one.

    Raises
    ------
    InputError
        Anything that is not a whole set, with the line number.
    """
    sets: list[ElementSet] = []
    object_name = ""
    first: tuple[int, str] | None = None
    for number, line in enumerate(lines_of(data, name), start=1):
        where = f"{name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if first is not None:
            at, line1 = first
            if line[:2] != "2 ":
                raise InputError(
                    f"line 1 of a set at {name}:{at} is not followed by its line 2",
                    where=where,
                    remedy=_REMEDY,
                )
            sets.append(parse_tle(line1, line, object_name=object_name, where=f"{name}:{at}"))
            first, object_name = None, ""
        elif line[:2] == "1 ":
            first = (number, line)
        elif line[:2] == "2 ":
            raise InputError(
                "line 2 of a set comes without a line 1 before it",
                where=where,
                remedy="put the line that starts with '1 ' first",
            )
        elif object_name:
            raise InputError(
                f"'{line[:40]}' is neither a name nor a line of an element set",
                where=where,
                remedy=_REMEDY,
            )
        else:
            object_name = line.removeprefix("0 ").strip()[:80]
    if first is not None:
        raise InputError(
            "the file ends after line 1 of a set", where=f"{name}:{first[0]}", remedy=_REMEDY
        )
    if object_name or not sets:
        raise InputError(
            "the file holds no element set" if not sets else "the file ends after a name line",
            where=name,
            remedy=_REMEDY,
        )
    return sets
