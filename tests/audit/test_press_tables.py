"""Tables in texts: each cell bound to its own heading and row, whatever sets the cells apart."""

from datetime import date

import pytest

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.reading.read_text import read_text
from portcall.catalogue.load import load_catalogue
from portcall.records.claims import EVENT_KINDS

CATALOGUE = load_catalogue()
SHIPS = (
    ("Spacecraft", "Arrived", "Undocked", "Docking port"),
    ("Crew-8", "5 March 2024, 07:28 UTC", "23 October 2024, 21:05 UTC", "Harmony zenith"),
    ("Progress MS-26", "17 February 2024, 06:06 UTC", "13 August 2024, 02:00 UTC", "Zvezda aft"),
    ("Glider", "1 May 2024, 06:06 UTC", "2 May 2024, 02:00 UTC", "none"),
)
ARRIVALS = [
    "docking crew-8 2024-03-05T07:28Z",
    "undocking crew-8 2024-10-23T21:05Z",
    "docking progress-ms-26 2024-02-17T06:06Z",
    "undocking progress-ms-26 2024-08-13T02:00Z",
]
EVENTS = (
    ("Event", "Day", "EDT", "UTC", "Remarks"),
    ("Soyuz MS-25 launch", "23 March 2024", "08:36:10", "12:36:10", "pad 31"),
    ("Fairing check", "23 March 2024", "08:39:00", "12:39:00", "camera only"),
    ("Soyuz MS-25 docking", "25 March 2024", "11:03", "15:03", "Prichal"),
)


def _claims(text: str, day: str = "2025-12-01"):
    reading = read_text(text, dateline=date.fromisoformat(day), catalogue=CATALOGUE)
    return judge_readings([reading], CATALOGUE).readings[0].claims


def _told(text: str, day: str = "2025-12-01") -> list[str]:
    return [
        f"{one.kind} {one.subject} {one.value}"
        for one in _claims(text, day)
        if one.kind in EVENT_KINDS
    ]


def _laid_out(rows, layout: str) -> str:
    if layout == "tabs":
        return "\n".join("\t".join(row) for row in rows)
    if layout == "bars":
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
    widths = [max(len(row[i]) for row in rows) + 3 for i in range(len(rows[0]))]
    return "\n".join(
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


@pytest.mark.parametrize("layout", ["tabs", "bars", "blanks"])
def test_a_ship_in_each_row(layout: str):
    assert _told("Visits of the year\n\n" + _laid_out(SHIPS, layout) + "\n") == ARRIVALS


@pytest.mark.parametrize("layout", ["tabs", "bars", "blanks"])
def test_an_event_in_each_row(layout: str):
    told = _told(_laid_out(EVENTS, layout))
    assert sorted(set(told)) == [
        "docking soyuz-ms-25 2024-03-25T15:03Z",
        "launch soyuz-ms-25 2024-03-23T12:36:10Z",
    ]


def test_quotes_are_parts_of_the_text():
    text = _laid_out((("Ship", "Landing (EDT)"), ("Crew-8", "2024-10-25 03:29")), "tabs")
    (claim,) = [one for one in _claims(text) if one.kind == "landing"]
    assert (claim.value, claim.quote) == ("2024-10-25T07:29Z", "2024-10-25 03:29")
    assert text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize("sign", ["\t", ": ", " | "])
def test_labels_with_values(sign: str):
    rows = (
        ("Mission type", "Crew rotation"),
        ("Launch date", "4 March 2024, 03:53:38 UTC"),
        ("Launch site", "Kennedy, LC-39A"),
        ("Landing date", "25 October 2024, 07:29 UTC"),
        ("Docking date", "5 March 2024, 07:28 UTC"),
        ("Undocking date", "23 October 2024, 21:05 UTC"),
    )
    assert _told("Crew-8\n" + "\n".join(sign.join(row) for row in rows)) == [
        "launch crew-8 2024-03-04T03:53:38Z",
        "landing crew-8 2024-10-25T07:29Z",
        "docking crew-8 2024-03-05T07:28Z",
        "undocking crew-8 2024-10-23T21:05Z",
    ]


def test_dotted_countdowns():
    text = (
        "CREW-8 COUNTDOWN\nDATE/EST......DD...HH...MM...SS...EVENT\n\n03/03/24\n"
        "10:08 p.m.....00...00...45...00...Fueling begins\n"
        "10:53 p.m.....00...00...00...00...Crew-8 launch\n\n03/05/24\n"
        "02:28 a.m.....01...03...35...00...Docking"
    )
    assert _told(text, "2024-03-01") == [
        "launch crew-8 2024-03-04T03:53Z",
        "docking crew-8 2024-03-05T07:28Z",
    ]


def test_dotted_timelines_under_days():
    text = (
        "SOYUZ MS-25 TIMELINE\nEDT...........EVENT\n\nSunday, Sept. 22\n"
        "10:00 p.m......Hatch closing\n\nMonday, Sept. 23\n"
        "12:36 a.m......Undocking\n07:05 a.m......Braking burn\n07:59 a.m......Landing"
    )
    assert _told(text, "2024-09-20") == [
        "undocking soyuz-ms-25 2024-09-23T04:36Z",
        "deorbit soyuz-ms-25 2024-09-23T11:05Z",
        "landing soyuz-ms-25 2024-09-23T11:59Z",
    ]


def test_predicted_and_flown_of_a_screen():
    text = (
        "Progress MS-26: station elements of 2024-02-14 04:07:00 UTC, 23.3 h before lift-off\n"
        "\n"
        " event             predicted [UTC]   Europe/Moscow        68 %        flown [UTC]   error\n"
        " ─────────────────────────────────────────────────────────────────────────────\n"
        " liftoff *     2024-02-15 03:25:05  02-15 06:25:05      ±1.1 s  2024-02-15 03:25:05  +0.1 s\n"
        " burn_1 dv1 *  2024-02-15 07:10:00  02-15 10:10:00      ±1.1 s\n"
        " fly_around *  2024-02-17 05:40:00  02-17 08:40:00    ±4.0 min\n"
        " contact *     2024-02-17 06:09:10  02-17 09:09:10    ±4.0 min  2024-02-17 06:06:00    +3.2\n"
        "                                                                                      min\n"
        " hatch_open    2024-02-17 08:09:10  02-17 11:09:10   ±40.2 min\n"
        "\n"
        " rule                       verdict     value   limit\n"
        " deorbit reserve is left    pass       260 kg    0 kg\n"
    )
    claims = _claims(text, "2024-02-16")
    assert {one.kind for one in claims if one.kind in EVENT_KINDS} == {"launch", "docking"}
    assert not [one for one in claims if one.verdict == "contradicts"]


def test_long_rows_are_not_joined():
    text = (
        "Soyuz MS-25 plan (UTC)\n"
        "Launch of the crewed ship from Baikonur, Site 31: 23 March 2024, 12:36\n"
        "Docking at the Prichal module of the station: 25 March 2024, 15:03\n"
        "Landing of the returning crew on the steppe in Kazakhstan: 6 April 2024, 07:17"
    )
    assert [told.split()[0] for told in _told(text, "2024-03-20")] == [
        "launch",
        "docking",
        "landing",
    ]


def test_wrapped_lines_are_joined():
    text = (
        "The Progress MS-26 cargo ship, which brought food, fuel and water to the\n"
        "Station in February, undocked from the aft port of the service module at\n"
        "02:00 UTC on 13 August 2024, and burned up over the ocean a few hours later."
    )
    assert _told(text, "2024-08-13")[0] == "undocking progress-ms-26 2024-08-13T02:00Z"
