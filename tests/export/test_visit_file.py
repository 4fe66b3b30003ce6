"""A flight file made from claims: the catalogue takes it, it is flown, and what was wrong is not in it."""

import tomllib

import pytest

from portcall.catalogue.brief import brief
from portcall.catalogue.flight import Flight
from portcall.catalogue.load import load_catalogue
from portcall.catalogue.read import parse_record
from portcall.core.errors import InputError
from portcall.core.time import parse_utc
from portcall.export.visit_file import FIRST_LINE, visit_file
from portcall.records.claims import Claim, Correction, PressAudit, Reading
from portcall.visit.insertion import insertion_of
from portcall.visit.prediction import predict
from portcall.visit.setting import setting_of

CATALOGUE = load_catalogue()
SHIP = "progress-ms-31"
LAUNCH_TOLERANCE_S = 30.0  # of the seed flight; its record is to the millisecond
FITS = Correction(value="2025-07-03T19:32Z", why="the clock time fits the day before")


def claim(kind, value=None, **more):
    """One judged claim; what it stands for is in the arguments."""
    given = {
        "number": 1,
        "subject": SHIP,
        "precision": "minute" if value and "T" in value else None,
        "quote": f"<{kind}>",
        "start": 0,
        "end": 1,
        "sure": 0.9,
        "verdict": "holds",
    }
    return Claim(kind=kind, value=value, **{**given, **more})


def audit_of(*claims, source="news/report.txt"):
    numbered = tuple(
        one.model_copy(update={"number": number}) for number, one in enumerate(claims, 1)
    )
    return PressAudit(readings=(Reading(source=source, text="x", language="en", claims=numbered),))


def made(*claims, **more):
    return visit_file(audit_of(*claims), CATALOGUE, **more)


def flight_of(visit):
    return parse_record(visit.text.encode(), Flight, where="visit.toml")


SEED = (
    claim("ship", SHIP),
    claim("rocket", "soyuz-2-1a"),
    claim("site", "baikonur"),
    claim(
        "launch",
        "2025-07-04T19:32Z",
        verdict="contradicts",
        reason="six degrees off",
        correction=FITS,
    ),
    claim("docking", "2025-07-05T21:27Z", planned=True),
    claim("port", "poisk"),
    claim("profile", "34-orbit"),
    claim("cargo", item="total", value_kg=2625.0, value=None),
)


def test_the_file_is_a_flight_with_the_corrected_time():
    flight = flight_of(made(*SEED))
    assert flight.id == SHIP
    assert flight.launch_date.isoformat() == "2025-07-03"
    assert flight.flown.launch_utc.value == "2025-07-03T19:32Z"
    assert flight.flown.launch_utc.status == "derived"
    assert FITS.why in flight.flown.launch_utc.note
    assert flight.planned.docking_utc.status == "published"
    assert flight.planned.docking_utc.source == "report.txt"
    assert (flight.site, flight.port, flight.profile) == (
        "baikonur-31-6",
        "poisk-zenith",
        "34-orbit",
    )
    assert flight.cargo.total_kg.value == 2625.0


def test_a_comment_says_what_was_corrected_and_why():
    comments = [line for line in made(*SEED).text.splitlines() if line.startswith("# ")]
    assert comments[0] == FIRST_LINE
    assert any(FITS.why in line and "six degrees off" in line for line in comments)


def test_the_file_predicts_the_launch_of_the_seed_flight():
    setting = setting_of(CATALOGUE, brief(flight_of(made(*SEED))))
    launch = predict(setting, insertion_of(setting)).launch.utc
    flown = CATALOGUE.flight(SHIP).flown.launch_utc.utc
    assert abs((launch - flown).total_seconds()) < LAUNCH_TOLERANCE_S
    # the text's own clock time is to the minute: nothing of it went into the prediction
    assert launch != parse_utc(FITS.value)


def test_the_source_can_be_named():
    flight = flight_of(made(*SEED, attributed="https://example.org/news"))
    assert flight.planned.docking_utc.source == "https://example.org/news"


def test_a_wrong_time_without_a_correction_stays_out():
    wrong = claim("undocking", "2025-07-01T10:00Z", verdict="contradicts", reason="before launch")
    visit = made(*SEED, wrong)
    assert flight_of(visit).flown.undocking_utc is None
    assert "before launch" in visit.text


def test_the_most_precise_time_is_taken_then_the_surest():
    day = claim("docking", "2025-07-05", precision="day")
    unsure = claim("docking", "2025-07-05T21:30Z", verdict="cannot_check", reason="not on record")
    sure = claim("docking", "2025-07-05T21:25Z")
    assert flight_of(made(*SEED, day, unsure, sure)).flown.docking_utc.value == "2025-07-05T21:25Z"
    taken = flight_of(made(*SEED, day, unsure)).flown.docking_utc
    assert taken.value == "2025-07-05T21:30Z"
    assert "not on record" in taken.note


def test_a_ship_that_nobody_recorded_says_what_it_lacks():
    new = "progress-ms-58"
    visit = made(claim("ship", new, subject=new), claim("port", "poisk", subject=new))
    assert visit.missing == ("launch_date",)
    assert "launch_date" in visit.sentence
    assert '# launch_date = ""' in visit.text
    with pytest.raises(InputError, match="launch_date"):
        flight_of(visit)


def test_a_ship_that_nobody_recorded_takes_what_its_class_does():
    new = "progress-ms-58"
    launch = claim("launch", "2025-07-10T12:00Z", subject=new, planned=True, verdict="cannot_check")
    docking = claim(
        "docking", "2025-07-12T14:00Z", subject=new, planned=True, verdict="cannot_check"
    )
    flight = flight_of(made(launch, docking))
    assert (flight.vehicle, flight.launcher) == ("progress-ms", "soyuz-2-1a")
    assert flight.sources["launcher"].note.startswith("not said whole in the text")
    assert flight.profile == "34-orbit"
    (elements,) = flight.known_before.elements
    assert 0.0 < elements.age_h(parse_utc("2025-07-10T12:00Z")) < 14 * 24


def test_a_rocket_that_the_catalogue_lacks_is_said():
    visit = made(
        claim("ship", "nauka", subject="nauka"), claim("rocket", "proton-m", subject="nauka")
    )
    assert "no 'proton-m'" in visit.text
    assert "vehicle" in visit.missing


def test_no_ship_no_flight():
    visit = made(claim("blank", "launch", subject=None))
    assert visit.ship is None
    assert tomllib.loads(visit.text) == {}


def test_a_corrected_ship_is_the_one_in_the_file():
    meant = Correction(value=SHIP, why="MS-30 flew in February")
    visit = made(
        claim(
            "ship",
            "progress-ms-30",
            subject="progress-ms-30",
            verdict="contradicts",
            correction=meant,
        ),
        claim("launch", "2025-07-03T19:32Z", subject="progress-ms-30"),
    )
    assert flight_of(visit).id == SHIP
    assert meant.why in visit.text


def test_hostile_words_stay_words():
    evil = 'x"\n[flown]\nlaunch_utc = 1 \u2028 \x7f \\'
    late = claim(
        "launch",
        "2025-07-04T19:32Z",
        verdict="contradicts",
        reason=evil,
        quote=evil,
        correction=FITS,
    )
    visit = visit_file(audit_of(claim("ship", SHIP), late, source=evil), CATALOGUE)
    assert flight_of(visit).flown.launch_utc.value == FITS.value


def test_dates_in_no_order_are_said_not_flown():
    early = claim("undocking", "2025-06-01T10:00Z", verdict="cannot_check")
    visit = made(*SEED, early)
    assert visit.missing
    assert "order" in visit.sentence
