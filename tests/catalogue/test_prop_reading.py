"""No bytes end in anything but a record or a teaching error."""

import tomllib
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portcall.catalogue.calibration import Calibration
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import FOLDERS, load_catalogue
from portcall.catalogue.read import parse_record
from portcall.catalogue.record import SourcedTime
from portcall.core.errors import PortcallError

ROOT = load_catalogue().root
SEED = (ROOT / "flights" / "progress-ms-31.toml").read_bytes()
MODELS = [*FOLDERS.values(), Calibration]
SNIPPETS = [b"[", b"]", b'"', b"=", b"nan", b"-1", b"{}", b"\n[[x]]\n", b"\x00", b"1e400", b"true"]


def read_or_taught(content, model):
    try:
        return parse_record(content, model, where="any.toml")
    except PortcallError as why:
        refused = why
    assert "\n" not in str(refused)
    assert refused.exit_code in {2, 3}
    return None


@given(st.binary(max_size=400), st.sampled_from(MODELS))
def test_prop_any_bytes_give_a_record_or_one_line(content, model):
    read_or_taught(content, model)


@given(
    st.integers(0, len(SEED) - 1),
    st.integers(0, 40),
    st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=6)),
)
def test_prop_a_damaged_flight_gives_a_record_or_one_line(place, cut, inserted):
    read_or_taught(SEED[:place] + inserted + SEED[place + cut :], Flight)


KEYS = sorted({line.split(" = ")[0] for line in SEED.decode().splitlines() if " = " in line})
VALUES = st.one_of(
    st.integers(),
    st.floats(),
    st.booleans(),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(["value", "status", "source"]), st.integers(), max_size=3),
)


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, str):
        escaped = "".join(f"\\U{ord(c):08X}" for c in value if not 0xD800 <= ord(c) < 0xE000)
        return f'"{escaped}"'
    return str(value)


@given(st.sampled_from(KEYS), VALUES)
def test_prop_any_value_under_a_key_gives_a_record_or_one_line(key, value):
    lines = SEED.decode().splitlines()
    spot = next(n for n, line in enumerate(lines) if line.startswith(f"{key} = "))
    lines[spot] = f"{key} = {toml(value)}"
    text = "\n".join(lines)
    tomllib.loads(text)
    read_or_taught(text.encode(), Flight)


@given(st.datetimes(timezones=st.just(UTC)))
def test_prop_a_time_keeps_its_instant(moment):
    whole = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    kept = SourcedTime(value=whole.isoformat(), status="published", source="a test")
    assert kept.utc == whole


@pytest.mark.parametrize(
    ("text", "precision_s"),
    [("2025-07-03", 86_400.0), ("2025-07-03T19:32Z", 60.0), ("2025-07-03T19:32:40.257Z", 0.001)],
)
def test_the_string_carries_the_precision(text, precision_s):
    assert SourcedTime(value=text, status="published", source="a test").precision_s == precision_s
