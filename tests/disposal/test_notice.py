"""The drafts of both notices: marked, narrow, plain, and saying what the area says."""

from datetime import UTC, datetime, timedelta

import pytest

from portcall.core.errors import InputError
from portcall.disposal.notice import COLUMNS, DRAFT, UNASSIGNED, air_notice_text, warning_text
from portcall.disposal.notice_reader import read_notice
from portcall.records.area import Area, AreaPart, Window

RING = ((-34.4, -173.17), (-33.97, -173.63), (-48.9, 153.8), (-49.7, 154.25))
START = datetime(2026, 3, 16, 12, 0, 30, tzinfo=UTC)
PRIMARY = Window(start_utc=START, end_utc=START + timedelta(minutes=90))
BACKUP = Window(
    start_utc=START + timedelta(hours=11, minutes=30),
    end_utc=START + timedelta(hours=13),
    alternate=True,
)
AREA = Area(parts=(AreaPart(ring=RING),), windows=(PRIMARY, BACKUP))


@pytest.mark.parametrize("write", [warning_text, air_notice_text])
def test_a_draft_is_marked_first_and_last_and_fits_the_line(write):
    text = write(AREA, subject="Débris of \u201cProgress MS-31\u201d, " + "very much " * 20)
    lines = text.splitlines()
    assert lines[0] == lines[-1] == DRAFT
    assert lines[1] == UNASSIGNED
    assert text.isascii()
    assert max(map(len, lines)) <= COLUMNS
    assert text == write(AREA, subject="Débris of \u201cProgress MS-31\u201d, " + "very much " * 20)


def test_the_warning_says_when_where_and_until_when():
    text = warning_text(AREA, subject="PROGRESS MS-31")
    assert "161200Z MAR 26 TO 161331Z MAR 26" in text
    assert "ALTERNATE 162330Z MAR 26 TO 170101Z MAR 26" in text
    assert "CANCEL THIS MSG 170201Z MAR 26" in text
    assert text.count("34-24.00S 173-10.20W") == 1


def test_the_air_notice_has_its_items():
    text = air_notice_text(AREA)
    for item in ("Q) ", "A) ", " B) 2603161200", " C) 2603170101", "D) MAR 16 1200-1331", "E) "):
        assert item in text
    assert "MAR 16 2330-MAR 17 0101 ALTN" in text
    assert "F) SFC G) UNL" in text
    assert "QRDCA" in text


@pytest.mark.parametrize("write", [warning_text, air_notice_text])
def test_seconds_are_widened_to_minutes_and_read_back(write):
    back = read_notice(write(AREA))
    first, second = back.windows
    assert first.start_utc == START.replace(second=0)
    assert first.end_utc == datetime(2026, 3, 16, 13, 31, tzinfo=UTC)
    assert (first.alternate, second.alternate) == (False, True)
    assert len(back.parts[0].ring) == len(RING)


@pytest.mark.parametrize("write", [warning_text, air_notice_text])
def test_daily_windows_are_read_back(write):
    start = datetime(2025, 12, 30, 9, 0, tzinfo=UTC)
    window = Window(start_utc=start, end_utc=start + timedelta(days=3, hours=2), daily=True)
    back = read_notice(write(Area(parts=(AreaPart(ring=RING),), windows=(window,))))
    assert back.windows == (window,)


@pytest.mark.parametrize("write", [warning_text, air_notice_text])
def test_a_notice_without_a_time_or_with_too_many_parts_is_refused(write):
    with pytest.raises(InputError, match="needs a time window"):
        write(Area(parts=(AreaPart(ring=RING),)))
    many = Area(parts=(AreaPart(ring=RING),) * 27, windows=(PRIMARY,))
    with pytest.raises(InputError, match="27 parts"):
        write(many)
