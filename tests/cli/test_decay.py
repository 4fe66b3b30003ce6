"""`portcall decay` for a ship that nobody steers."""

import json

import pytest

from portcall.orbit.tle import checksum

OK, NO_DECAY, BAD_INPUT = 0, 1, 2


def tle(mean_motion_rev_day):
    lines = (
        "1 40619U 15024A   25119.10885417  .00000000  00000-0  10000-3 0  999",
        f"2 40619  51.6500 100.0000 0050000  80.0000   0.0000 {mean_motion_rev_day:11.8f}   10",
    )
    return "\n".join(f"{line}{checksum(line)}" for line in lines)


@pytest.fixture
def low(tmp_path):
    path = tmp_path / "dead.tle"
    path.write_text(tle(16.2))
    return path


def test_a_dead_ship_has_a_window_and_a_risk(portcall, low):
    outcome = portcall("decay", low, "--mass", "7298", "--json")
    assert outcome.code == OK
    found = json.loads(outcome.out)
    window = found["window"]
    assert window["earliest_utc"] < window["nominal_utc"] < window["latest_utc"]
    assert 1.0 < window["life_days"] < 60.0
    assert abs(window["latitude_deg"]) < 52.0
    assert found["risk"]["casualty_expectation"] == pytest.approx(
        found["risk"]["casualty_area_m2"] * found["risk"]["mean_density_per_km2"] * 1e-6
    )


def test_more_air_brings_it_down_sooner(portcall, low):
    days = [
        json.loads(portcall("decay", low, "--factor", factor, "--json").out)["window"]["life_days"]
        for factor in ("0.5", "2")
    ]
    assert days[0] > 2.0 * days[1]


def test_the_text_says_when_and_how_likely(portcall, low):
    outcome = portcall("decay", low)
    assert "comes down about 2025-0" in outcome.out
    assert "1 in " in outcome.out


def test_what_stays_up_is_said(portcall, tmp_path):
    path = tmp_path / "high.tle"
    path.write_text(tle(14.0))
    outcome = portcall("decay", path)
    assert outcome.code == NO_DECAY
    assert "stays up" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--mass", "0"), "mass 0"),
        (("--factor", "-1"), "factor -1"),
        (("--confidence", "50"), "90 or 95"),
        (("--vehicle", "progres-ms"), "did you mean 'progress-ms'"),
    ],
)
def test_bad_input_is_one_line(portcall, low, arguments, words):
    outcome = portcall("decay", low, *arguments)
    assert outcome.code == BAD_INPUT
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
