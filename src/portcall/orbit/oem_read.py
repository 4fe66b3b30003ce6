"""Orbit Ephemeris Messages: reads the keyword and XML forms.

Model   Header, then segments of metadata, comments and states; covariances and accelerations are
        passed over.
Valid   Earth-centered states in GCRF, ICRF, EME2000, TEME or an ITRF; UTC, TAI, TT or GPS time.
Source  CCSDS 502.0-B-3, section 5, and 505.0-B-3; versions 1.0 to 3.0 are read.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.orbit.ccsds import parse_epoch, parse_keyword, parse_number, parse_xml, xml_text
from portcall.orbit.oem import INERTIAL_FRAMES, READ_FRAMES, Ephemeris, EphemerisSegment
from portcall.orbit.station_events import parse_station_comments
from portcall.orbit.text import text_of

_AXES = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
_INTERPOLATIONS = {"": "", "LAGRANGE": "LAGRANGE", "LINEAR": "LAGRANGE", "HERMITE": "HERMITE"}
_HIGHEST_STATE_KM = 1e7  # seven lunar distances; a state beyond it is not in km


@dataclass
class _Draft:
    """A segment while it is being read."""

    where: str
    fields: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    states: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)  # epoch, six, line


def _frame(text: str, where: str) -> str:
    frame = text.strip().upper()
    if re.fullmatch(r"ITRF(-?[0-9]{2,4})?", frame):
        return "ITRF"
    if frame not in READ_FRAMES:
        raise InputError(
            f"REF_FRAME is '{frame[:24]}'",
            limit=", ".join(READ_FRAMES),
            where=where,
            remedy=f"write the states in one of {', '.join(INERTIAL_FRAMES)}",
        )
    return frame


def _needed(fields: dict[str, str], key: str, where: str) -> str:
    if not fields.get(key):
        raise InputError(f"the segment lacks {key}", where=where)
    return fields[key]


def _degree(fields: dict[str, str], where: str) -> tuple[str, int]:
    method = fields.get("INTERPOLATION", "").strip().upper()
    if method not in _INTERPOLATIONS:
        method = ""  # the standard leaves the list open; our own default serves
    degree_text = fields.get("INTERPOLATION_DEGREE", "").strip()
    if not method or not degree_text:
        return "", 0
    if not re.fullmatch(r"[0-9]{1,2}", degree_text):
        raise InputError(f"INTERPOLATION_DEGREE is '{degree_text[:20]}'", where=where)
    return _INTERPOLATIONS[method], int(degree_text)


def _finish(draft: _Draft) -> EphemerisSegment:
    fields, where = draft.fields, draft.where
    if fields.get("CENTER_NAME", "EARTH").strip().upper() != "EARTH":
        raise InputError(
            f"CENTER_NAME is '{fields['CENTER_NAME'][:24]}'", limit="EARTH", where=where
        )
    if not draft.states:
        raise InputError("the segment holds no state", where=where)
    scale = _needed(fields, "TIME_SYSTEM", where).strip().upper()
    epochs = [parse_epoch(epoch, at, time_system=scale) for epoch, _, at in draft.states]
    seconds = np.array([elapsed_s(epochs[0], moment) for moment in epochs])
    late = np.flatnonzero(np.diff(seconds) <= 0.0)
    if late.size:
        at = draft.states[int(late[0]) + 1][2]
        raise InputError("the state is not later than the one before it", where=at)
    table = np.array(
        [
            [parse_number(text, axis, at) for axis, text in zip(_AXES, six, strict=True)]
            for _, six, at in draft.states
        ]
    )
    if np.abs(table).max() > _HIGHEST_STATE_KM:
        raise InputError(
            "a state is farther or faster than any near the Earth",
            limit=f"{_HIGHEST_STATE_KM:g} km",
            where=where,
            remedy="write states in km and km/s",
        )
    interpolation, degree = _degree(fields, where)
    return EphemerisSegment(
        object_name=fields.get("OBJECT_NAME", "")[:80],
        object_id=fields.get("OBJECT_ID", "")[:24],
        ref_frame=_frame(_needed(fields, "REF_FRAME", where), where),
        epoch=epochs[0],
        seconds=seconds,
        positions_m=table[:, :3] * 1e3,
        velocities_m_s=table[:, 3:] * 1e3,
        usable_start=_usable(fields, "START", scale, where, epochs[0]),
        usable_stop=_usable(fields, "STOP", scale, where, epochs[-1]),
        interpolation=interpolation,
        degree=degree,
        comments=tuple(draft.comments),
    )


def _usable(
    fields: dict[str, str], end: str, scale: str, where: str, tabulated: datetime
) -> datetime:
    """Return where the states may be used: as the file says, never beyond the table."""
    text = fields.get(f"USEABLE_{end}_TIME", "")
    if not text:
        return tabulated
    stated = parse_epoch(text, where, time_system=scale)
    return max(stated, tabulated) if end == "START" else min(stated, tabulated)


def _message(
    header: dict[str, str], comments: list[str], drafts: list[_Draft], name: str
) -> Ephemeris:
    if not drafts:
        raise InputError("the file holds no segment of states", where=name)
    segments = tuple(_finish(draft) for draft in drafts)
    everything = [*comments, *(line for segment in segments for line in segment.comments)]
    creation = header.get("CREATION_DATE", "")
    return Ephemeris(
        segments=segments,
        originator=header.get("ORIGINATOR", "")[:80],
        creation=parse_epoch(creation, name) if creation else None,
        version=header.get("CCSDS_OEM_VERS", "")[:8],
        station=parse_station_comments(everything, segments[0].epoch, where=name),
        source=name,
    )


def _state_line(line: str, where: str) -> tuple[str, tuple[str, ...], str]:
    words = line.split()
    if len(words) not in (7, 10):  # with accelerations, which are optional, ten
        raise InputError(
            f"a state has {len(words)} words",
            limit="an epoch and 6 figures (or 9, with accelerations)",
            where=where,
        )
    return words[0], tuple(words[1:7]), where


def read_oem_kvn(data: bytes, *, name: str = "ephemeris") -> Ephemeris:
    """Read the keyword form.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        File name, for errors.

    Raises
    ------
    InputError
        Anything that is not an Earth-centered ephemeris in a frame and time system read here.
    """
    header: dict[str, str] = {}
    comments: list[str] = []
    drafts: list[_Draft] = []
    block = "header"
    for number, raw in enumerate(text_of(data, name).splitlines(), start=1):
        line, where = raw.strip(), f"{name}:{number}"
        if not line:
            continue
        if line.startswith("COMMENT"):
            (comments if block == "header" else drafts[-1].comments).append(line[7:].strip())
        elif line == "META_START":
            drafts.append(_Draft(where))
            block = "metadata"
        elif line == "META_STOP" and block == "metadata":
            block = "data"
        elif line == "COVARIANCE_START" and block == "data":
            block = "covariance"
        elif line == "COVARIANCE_STOP" and block == "covariance":
            block = "data"
        elif block == "data":
            drafts[-1].states.append(_state_line(line, where))
        elif block != "covariance":
            pair = parse_keyword(raw)
            if pair is None:
                raise InputError(f"'{line[:40]}' is not KEYWORD = value", where=where)
            (header if block == "header" else drafts[-1].fields)[pair[0]] = pair[1]
    if block in ("metadata", "covariance"):
        raise InputError(f"the file ends within a {block} block", where=name)
    if "CCSDS_OEM_VERS" not in header:
        raise InputError("the file does not begin with CCSDS_OEM_VERS", where=name)
    return _message(header, comments, drafts, name)


def read_oem_xml(data: bytes, *, name: str = "ephemeris") -> Ephemeris:
    """Read the XML form; the first `oem` of an `ndm`.

    Raises
    ------
    InputError
        Anything that is not an Earth-centered ephemeris in a frame and time system read here.
    """
    root = parse_xml(text_of(data, name), name)
    message = next(root.iter("oem"), None)
    if message is None:
        raise InputError("the file holds no oem element", where=name)
    head = message.find("header")
    header = {} if head is None else {e.tag: xml_text(e) for e in head}
    header["CCSDS_OEM_VERS"] = message.get("version", "")
    comments = [xml_text(e) for e in head.findall("COMMENT")] if head is not None else []
    drafts = []
    for number, segment in enumerate(message.iter("segment"), start=1):
        draft = _Draft(f"{name}: segment {number}")
        metadata, data_block = segment.find("metadata"), segment.find("data")
        if metadata is None or data_block is None:
            raise InputError("the segment lacks its metadata or data", where=draft.where)
        draft.fields = {e.tag: xml_text(e) for e in metadata if e.tag != "COMMENT"}
        draft.comments = [xml_text(e) for e in (*metadata, *data_block) if e.tag == "COMMENT"]
        for row, vector in enumerate(data_block.findall("stateVector"), start=1):
            six = tuple(xml_text(vector.find(axis)) for axis in _AXES)
            at = f"{draft.where}, state {row}"
            draft.states.append((xml_text(vector.find("EPOCH")), six, at))
        drafts.append(draft)
    return _message(header, comments, drafts, name)
