"""Mean-elements messages: four forms of one set read the same, broken ones give one line."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.orbit.formats import read_any
from portcall.orbit.tle import parse_tle

KEYWORDS = {
    "OBJECT_NAME": "ISS (ZARYA)",
    "OBJECT_ID": "1998-067A",
    "EPOCH": "2022-02-11T14:07:15.173184",
    "MEAN_MOTION": "15.49707363",
    "ECCENTRICITY": ".0005824",
    "INCLINATION": "51.6415",
    "RA_OF_ASC_NODE": "238.5887",
    "ARG_OF_PERICENTER": "121.6170",
    "MEAN_ANOMALY": "338.1766",
    "EPHEMERIS_TYPE": "0",
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": "25544",
    "ELEMENT_SET_NO": "999",
    "REV_AT_EPOCH": "32570",
    "BSTAR": ".13203E-3",
    "MEAN_MOTION_DOT": ".7011E-4",
    "MEAN_MOTION_DDOT": "0",
}
META = {
    "CENTER_NAME": "EARTH",
    "REF_FRAME": "TEME",
    "TIME_SYSTEM": "UTC",
    "MEAN_ELEMENT_THEORY": "SGP4",
}
SAME = parse_tle(
    "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998",
    "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708",
)


def _kvn(fields: dict[str, str]) -> bytes:
    head = "CCSDS_OMM_VERS = 2.0\nCOMMENT made up\nCREATION_DATE = 2022-02-11T15:00:00\n\n"
    return (head + "".join(f"{k} = {v}\n" for k, v in fields.items())).encode()


def _xml(fields: dict[str, str]) -> bytes:
    leaves = "".join(f"<{k}>{v}</{k}>" for k, v in fields.items())
    data = f"<data><meanElements>{leaves}</meanElements></data>"
    body = f"<body><segment><metadata/>{data}</segment></body>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ndm><omm version="2.0">{body}</omm></ndm>'.encode()
    )


def _json(fields: dict[str, str]) -> bytes:
    numbers = ("MEAN_MOTION", "INCLINATION", "NORAD_CAT_ID", "REV_AT_EPOCH", "EPHEMERIS_TYPE")
    values = {k: json.loads(v) if k in numbers else v for k, v in fields.items()}
    return json.dumps([values]).encode()


def _csv(fields: dict[str, str]) -> bytes:
    return f"{','.join(fields)}\r\n{','.join(fields.values())}\r\n".encode()


FORMS = {"OMM KVN": _kvn, "OMM XML": _xml, "OMM JSON": _json, "OMM CSV": _csv}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_reads_as_the_two_lines_do(form: str) -> None:
    content = read_any(FORMS[form](KEYWORDS | META), "iss")
    (one,) = content.elements
    assert content.file_format == form
    assert one.object_name == "ISS (ZARYA)"
    for name in SAME.__slots__:
        if name not in ("object_name", "source"):
            assert getattr(one, name) == getattr(SAME, name), name


def test_several_messages_in_one_file() -> None:
    twice = _kvn(KEYWORDS) + _kvn(KEYWORDS | {"EPOCH": "2022-043T01:00:00"})
    assert [one.epoch.hour for one in read_any(twice, "two").elements] == [14, 1]


def test_units_in_brackets_and_day_of_year_are_read() -> None:
    fields = KEYWORDS | {"INCLINATION": "51.6415 [deg]", "EPOCH": "2022-042T14:07:15.173184Z"}
    (one,) = read_any(_kvn(fields), "iss").elements
    assert one.inclination_deg == 51.6415
    assert one.epoch == datetime(2022, 2, 11, 14, 7, 15, 173_184, UTC)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"MEAN_MOTION": "0"}, "mean_motion_rev_day is 0"),
        ({"EPOCH": "2022-02-30T00:00:00"}, "not a possible time"),
        ({"EPOCH": "yesterday"}, "is not an epoch"),
        ({"EPHEMERIS_TYPE": "4"}, "EPHEMERIS_TYPE is '4'"),
        ({"MEAN_ELEMENT_THEORY": "DSST"}, "MEAN_ELEMENT_THEORY is 'DSST'"),
        ({"CENTER_NAME": "MARS"}, "CENTER_NAME is 'MARS'"),
        ({"ECCENTRICITY": "round"}, "ECCENTRICITY is 'round', not a number"),
        ({"BSTAR": "1e999"}, "BSTAR is '1e999', not a number"),
        ({"EPOCH": ""}, "lacks EPOCH"),
    ],
)
def test_each_wrong_figure_gives_one_line(form: str, change: dict[str, str], says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_any(FORMS[form](KEYWORDS | change), "bad.omm")
    assert says in str(caught.value)
    assert str(caught.value).startswith("bad.omm")
    assert "\n" not in str(caught.value)


def test_entities_are_refused() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE omm [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><omm>&b;</omm>'
    )
    with pytest.raises(InputError, match="document type"):
        read_any(bomb, "bomb.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b"<omm>" + b"<a>" * 50_000,
        b'{"EPOCH": ' + b"9" * 6000 + b"}",
        b'[null, 1, "x"]',
        b"OBJECT_NAME,EPOCH,MEAN_MOTION\n1,2\n",
        b'MEAN_MOTION,"' + b"x" * 200_000,
        b"CCSDS_OMM_VERS = 2.0\nEPOCH = 1\nEPOCH = 2\n",
    ],
)
def test_hostile_shapes_give_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_any(data, "hostile")
    assert "\n" not in str(caught.value)


@given(
    form=st.sampled_from(sorted(FORMS)),
    cut=st.floats(0.0, 1.0),
    junk=st.binary(max_size=6),
    skip=st.integers(0, 6),
)
def test_prop_no_mutation_ends_in_a_traceback(form, cut, junk, skip) -> None:
    whole = FORMS[form](KEYWORDS | META)
    at = int(cut * len(whole))
    try:
        message = read_any(whole[:at] + junk + whole[at + skip :], "mutated").file_format
    except InputError as why:
        message = str(why)
    assert message
    assert "\n" not in message
