"""What flew, beside what was predicted: precision kept, errors predicted minus flown."""

from datetime import UTC, datetime

from portcall.audit.flown import happened, known
from portcall.catalogue.flight import Happening
from portcall.catalogue.record import SourcedTime


def time(value, **more):
    return SourcedTime(**{"value": value, "status": "published", "source": "a paper", **more})


def test_an_instant_known_to_the_minute_or_better_is_kept_with_its_precision():
    assert known(time("2025-07-03T19:32:40.257Z")).precision_s == 0.001
    assert known(time("2025-07-03T19:32Z")).precision_s == 60.0
    assert known(time("2025-07-03")) is None
    assert known(None) is None


def test_an_estimates_half_width_counts():
    found = known(time("2025-07-03T19:32:40Z", status="estimated", plus_minus_s=30.0))
    assert found.precision_s == 30.0
    assert known(time("2025-07-03T19:32Z", status="estimated", plus_minus_s=600.0)) is None


def test_a_separation_known_as_mission_time_counts_from_lift_off():
    story = Happening(
        launch_utc=time("2025-07-03T19:32:40Z"),
        separation_met_s={"value": 529.0, "status": "published", "source": "a paper"},
    )
    assert happened(story)["separation"].utc == datetime(2025, 7, 3, 19, 41, 29, tzinfo=UTC)
    assert "contact" not in happened(story)
    assert happened(Happening()) == {}
