"""No bytes in an input file, and no text in an option, may end in a traceback."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.catalogue.load import load_catalogue

FLIGHT = "progress-ms-31"
DOCUMENTED = {0, 1, 2, 3}
TEXT = (load_catalogue().root / "flights" / f"{FLIGHT}.toml").read_bytes()
_NUMBER = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bytes")


def fresh(folder, suffix, content):
    """A file of a new name: records are read once for each name."""
    path = folder / f"file-{next(_NUMBER)}{suffix}"
    path.write_bytes(content)
    return path


def spoiled(whole):
    """Some bytes of a good file replaced, removed or put in."""

    def spoil(place, length, put):
        start = place % len(whole)
        return whole[:start] + put + whole[start + length :]

    return st.builds(spoil, st.integers(0, len(whole)), st.integers(0, 30), st.binary(max_size=12))


def one_line_or_none(outcome):
    assert outcome.code in DOCUMENTED
    if outcome.code >= 2:
        assert outcome.line
        assert outcome.out == ""


@given(content=st.binary(max_size=400))
def test_prop_any_bytes_as_elements(folder, portcall, content):
    path = fresh(folder, ".tle", content)
    one_line_or_none(portcall("fly", FLIGHT, "--elements", path, "--out", folder / "run"))
    one_line_or_none(portcall("elements", path))


@given(content=st.one_of(st.binary(max_size=400), spoiled(TEXT)))
def test_prop_any_bytes_as_a_flight_file(folder, portcall, content):
    path = fresh(folder, ".toml", content)
    # a port that no ship has: the flight itself is not what is tried here
    outcome = portcall("fly", path, "--port", "x", "--out", folder / "run")
    assert outcome.code in {2, 3}
    assert outcome.line
    one_line_or_none(portcall("cite", path))


@settings(max_examples=25)
@given(data=st.data())
def test_prop_spoiled_element_lines(folder, portcall, station_lines, data):
    whole = "\n".join(station_lines()).encode()
    path = fresh(folder, ".tle", data.draw(spoiled(whole)))
    one_line_or_none(portcall("fly", FLIGHT, "--elements", path, "--out", folder / "run"))


FIGURES = ("mean_motion_rev_day", "eccentricity", "inclination_deg", "bstar", "raan_deg")


@settings(max_examples=25)
@given(
    key=st.sampled_from(FIGURES),
    value=st.floats(allow_nan=True, allow_infinity=True),
    policy=st.sampled_from([(), ("--hindcast",), ("--allow-stale",)]),
)
def test_prop_any_figure_in_the_elements(folder, portcall, key, value, policy):
    lines = TEXT.decode().splitlines()
    # of the set from before the launch; the one from before the departure comes later
    place = next(k for k, line in enumerate(lines) if line.startswith(f"{key} = "))
    lines[place] = f"{key} = {value!r}"
    path = fresh(folder, ".toml", "\n".join(lines).encode())
    one_line_or_none(portcall("fly", path, *policy, "--out", folder / "run"))


@settings(max_examples=40)
@given(day=st.dates(), epoch=st.datetimes())
def test_prop_any_day_and_epoch(folder, portcall, day, epoch):
    text = TEXT.decode().replace("= 2025-07-03", f"= {day.isoformat()}")
    text = text.replace("2025-07-02T04:07:00.053760Z", epoch.isoformat() + "Z")
    path = fresh(folder, ".toml", text.encode())
    for policy in ((), ("--hindcast", "--allow-stale")):
        one_line_or_none(portcall("fly", path, *policy, "--out", folder / "run"))


WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)


@given(option=st.sampled_from(["--tz", "--observer", "--port", "--samples", "--seed"]), word=WORDS)
def test_prop_any_text_as_an_option(folder, portcall, option, word):
    # without elements this flight is refused in the end, whatever the option says
    outcome = portcall("fly", "progress-ms-15", f"{option}={word}", "--out", folder / "run")
    assert outcome.code in {2, 3}
    assert outcome.line


@given(start=WORDS, end=WORDS)
def test_prop_any_text_as_a_span(portcall, start, end):
    outcome = portcall(
        *("windows", "--vehicle", "progress-ms", "--site", "baikonur-31-6"),
        *(f"--from={start}", f"--to={end}"),
    )
    assert outcome.code == 2
    assert outcome.line
