"""How values are written for people."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from portcall.cli.output import clock, clocks, elapsed, seconds, table, zones_of
from portcall.core.errors import InputError

MOMENT = datetime(2025, 7, 3, 19, 32, 40, 257_000, tzinfo=UTC)


def test_a_clock_is_utc_to_the_second():
    assert clock(MOMENT) == "2025-07-03 19:32:40"
    assert clock(MOMENT.astimezone(timezone(timedelta(hours=5)))) == "2025-07-03 19:32:40"
    assert clock(None) == ""


def test_zones_are_those_of_the_day():
    zones = zones_of(["Europe/Moscow", "America/Chicago", "Asia/Qyzylorda"])
    assert clocks(MOMENT, zones)[1:] == ("07-03 22:32:40", "07-03 14:32:40", "07-04 00:32:40")
    with pytest.raises(InputError, match="Europe/Moscow"):
        zones_of(["Europe/Moskow"])


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.04, "1.0 s"), (119.9, "119.9 s"), (-240.0, "-4.0 min"), (7200.0, "2.0 h"), (None, "")],
)
def test_a_duration_is_in_the_unit_that_fits(value, text):
    assert seconds(value) == text


@pytest.mark.parametrize(
    ("met_s", "text"),
    [(0.0, "T+00:00:00"), (528.9, "T+00:08:49"), (180_066.0, "T+50:01:06"), (-61.0, "T-00:01:01")],
)
def test_mission_time_runs_on_past_a_day(met_s, text):
    assert elapsed(met_s) == text


def test_no_cell_of_a_wide_table_is_cut(capsys):
    names = [f"column-{number:02d}-{'x' * 12}" for number in range(12)]
    table("wide [b]not markup[/b]", names, [[name.upper() for name in names]])
    shown = capsys.readouterr().out
    for name in names:
        assert name in shown
        assert name.upper() in shown
    assert "[b]not markup[/b]" in shown
