"""Orbit Mean-elements Messages: reads the keyword, XML, JSON and CSV forms of element sets.

Model   All four carry the same keywords; each becomes a table of keyword to text, then a set.
Valid   Messages of mean elements for SGP4; other theories are refused.
Source  CCSDS 502.0-B-3, section 4; CelesTrak's and Space-Track's GP data formats (JSON, CSV).
"""

import csv
import io
import json
import re
from collections.abc import Mapping

from portcall.core.errors import InputError
from portcall.orbit.ccsds import parse_epoch, parse_keyword, parse_number, parse_xml, xml_text
from portcall.orbit.elements import ElementSet
from portcall.orbit.text import text_of

_NEEDED = {
    "MEAN_MOTION": "mean_motion_rev_day",
    "ECCENTRICITY": "eccentricity",
    "INCLINATION": "inclination_deg",
    "RA_OF_ASC_NODE": "raan_deg",
    "ARG_OF_PERICENTER": "argp_deg",
    "MEAN_ANOMALY": "mean_anomaly_deg",
}
_OPTIONAL = {
    "BSTAR": "bstar_per_earth_radius",
    "MEAN_MOTION_DOT": "mean_motion_dot_rev_day2",
    "MEAN_MOTION_DDOT": "mean_motion_ddot_rev_day3",
}
_COUNTS = {
    "NORAD_CAT_ID": ("norad_id", 0),
    "ELEMENT_SET_NO": ("element_set_no", 999),
    "REV_AT_EPOCH": ("revolution_at_epoch", 0),
}
_MUST_BE = {
    "CENTER_NAME": ("EARTH",),
    "REF_FRAME": ("TEME",),
    "TIME_SYSTEM": ("UTC",),
    "MEAN_ELEMENT_THEORY": ("SGP4", "SGP/SGP4", "SGP"),
    "EPHEMERIS_TYPE": ("0", "2", "SGP", "SGP4"),
}


def _refuse_other_theories(fields: Mapping[str, str], where: str) -> None:
    for key, allowed in _MUST_BE.items():
        value = fields.get(key, "").strip().upper()
        if value and value not in allowed:
            raise InputError(
                f"{key} is '{value[:40]}'",
                limit=" or ".join(allowed),
                where=where,
                remedy="give SGP4 mean elements of an Earth satellite",
            )


def _count(fields: Mapping[str, str], key: str, default: int, where: str) -> int:
    text = fields.get(key, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0*)?", text):
        raise InputError(f"{key} is '{text[:40]}', not a whole number", where=where)
    return int(text.partition(".")[0])


def element_set_from_keywords(fields: Mapping[str, str], where: str) -> ElementSet:
    """Build an element set from OMM keywords and their text.

    Parameters
    ----------
    fields : Mapping[str, str]
        Keyword to value, such as `{"EPOCH": "2025-07-03T12:00:00.000", "INCLINATION": "51.63"}`.
    where : str
        File and place, for the error and the set's `source`.

    Raises
    ------
    InputError
        A keyword that is missing or unreadable, or another theory, frame or center.
    """
    missing = [key for key in ("EPOCH", *_NEEDED) if not fields.get(key, "").strip()]
    if missing:
        raise InputError(
            f"the element set lacks {', '.join(missing)}",
            where=where,
            remedy="an SGP4 mean-elements message carries EPOCH and " + ", ".join(_NEEDED),
        )
    _refuse_other_theories(fields, where)
    numbers = {name: parse_number(fields[key], key, where) for key, name in _NEEDED.items()}
    for key, name in _OPTIONAL.items():
        text = fields.get(key, "").strip()
        numbers[name] = parse_number(text, key, where) if text else 0.0
    counts = {name: _count(fields, key, d, where) for key, (name, d) in _COUNTS.items()}
    return ElementSet(
        epoch=parse_epoch(fields["EPOCH"], where),
        object_name=fields.get("OBJECT_NAME", "").strip()[:80],
        international_designator=fields.get("OBJECT_ID", "").strip()[:24],
        classification=fields.get("CLASSIFICATION_TYPE", "").strip()[:1] or "U",
        source=where,
        mean_motion_rev_day=numbers["mean_motion_rev_day"],
        eccentricity=numbers["eccentricity"],
        inclination_deg=numbers["inclination_deg"],
        raan_deg=numbers["raan_deg"],
        argp_deg=numbers["argp_deg"],
        mean_anomaly_deg=numbers["mean_anomaly_deg"],
        bstar_per_earth_radius=numbers["bstar_per_earth_radius"],
        mean_motion_dot_rev_day2=numbers["mean_motion_dot_rev_day2"],
        mean_motion_ddot_rev_day3=numbers["mean_motion_ddot_rev_day3"],
        norad_id=counts["norad_id"],
        element_set_no=counts["element_set_no"],
        revolution_at_epoch=counts["revolution_at_epoch"],
    )


def _some(sets: list[ElementSet], name: str) -> list[ElementSet]:
    if not sets:
        raise InputError("the file holds no element set", where=name)
    return sets


def read_omm_kvn(data: bytes, *, name: str = "elements") -> list[ElementSet]:
    """Read the keyword form; several messages may follow each other in one file."""
    sets: list[ElementSet] = []
    fields: dict[str, str] = {}
    start = 1
    for number, line in enumerate(text_of(data, name).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("COMMENT"):
            continue
        pair = parse_keyword(line)
        if pair is None:
            raise InputError(
                f"'{line.strip()[:40]}' is not KEYWORD = value", where=f"{name}:{number}"
            )
        if pair[0] == "CCSDS_OMM_VERS":
            if fields:
                sets.append(element_set_from_keywords(fields, f"{name}:{start}"))
            fields, start = {}, number
        elif pair[0] in fields:
            raise InputError(f"{pair[0]} is given twice", where=f"{name}:{number}")
        else:
            fields[pair[0]] = pair[1]
    if fields:
        sets.append(element_set_from_keywords(fields, f"{name}:{start}"))
    return _some(sets, name)


def read_omm_xml(data: bytes, *, name: str = "elements") -> list[ElementSet]:
    """Read the XML form: one `omm`, or an `ndm` of several."""
    root = parse_xml(text_of(data, name), name)
    sets = []
    for number, message in enumerate(root.iter("omm"), start=1):
        fields = {e.tag: xml_text(e) for e in message.iter() if len(e) == 0}
        sets.append(element_set_from_keywords(fields, f"{name}: omm {number}"))
    return _some(sets, name)


def read_omm_json(data: bytes, *, name: str = "elements") -> list[ElementSet]:
    """Read the JSON form: one object, or a list of them."""
    try:
        content = json.loads(text_of(data, name))
    except (ValueError, RecursionError) as why:
        raise InputError(f"not readable as JSON: {why}", where=name) from None
    rows = content if isinstance(content, list) else [content]
    sets = []
    for number, row in enumerate(rows, start=1):
        where = f"{name}: set {number}"
        if not isinstance(row, dict):
            raise InputError("not an object of keywords", where=where)
        fields = {
            key: value if isinstance(value, str) else repr(value)
            for key, value in row.items()
            if isinstance(value, str | int | float) and not isinstance(value, bool)
        }
        sets.append(element_set_from_keywords(fields, where))
    return _some(sets, name)


def read_omm_csv(data: bytes, *, name: str = "elements") -> list[ElementSet]:
    """Read the CSV form: a header of keywords, then one set a row."""
    sets = []
    try:
        reader = csv.DictReader(io.StringIO(text_of(data, name)), strict=True)
        for row in reader:
            where = f"{name}:{reader.line_num}"
            if None in row or None in row.values():
                raise InputError("the row has not as many columns as the header", where=where)
            sets.append(element_set_from_keywords({k.strip(): v for k, v in row.items()}, where))
    except csv.Error as why:
        raise InputError(f"not readable as CSV: {why}", where=name) from None
    return _some(sets, name)
