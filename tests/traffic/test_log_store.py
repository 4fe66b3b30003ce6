"""The log in its database: what is recorded stays, what is refused leaves nothing, and dates are quick."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from log_case import PEOPLE, PORTS, RECORDED, SHIPS, at, docked, made, possible, recordings, reports

from portcall.core.errors import InputError
from portcall.records.station_log import (
    CargoMoved,
    CrewOn,
    Reboosted,
    Spacewalk,
    StockCounted,
    Undocked,
    Withdrawn,
)
from portcall.traffic.log import admission as log_admission
from portcall.traffic.log.replay import in_effect, replay
from portcall.traffic.log.rows import happened
from portcall.traffic.log.store import open_log

# each example takes a database of its own
FEW = settings(max_examples=15, suppress_health_check=list(HealthCheck))


@pytest.fixture
def log(log_address):
    with open_log(log_address, create=True) as opened:
        yield opened


def test_what_was_recorded_is_there_when_opened_again(log, log_address):
    events = (docked(cargo_g={"water": 1}), made(Undocked, "u", 5, ship=SHIPS[0]))
    receipt = log.add(*events)
    assert receipt.recorded == events
    with open_log(log_address) as again:
        assert again.events() == events
        assert again.station == "iss"
        assert again.state_at(at(3)) == replay(events, at(3))
        assert not again.state_at().docked


def test_the_same_report_sent_again_changes_nothing(log):
    first = docked()
    log.add(first)
    later = first.model_copy(update={"recorded_utc": RECORDED.replace(month=12)})
    receipt = log.add(later, later)
    assert receipt.recorded == ()
    assert receipt.already == (later, later)
    assert log.events() == (first,)


def test_one_report_twice_in_a_batch_is_recorded_once(log):
    receipt = log.add(docked(), docked())
    assert (len(receipt.recorded), len(receipt.already)) == (1, 1)


def test_an_id_with_other_words_is_refused(log):
    log.add(docked())
    with pytest.raises(InputError, match="the id 'd' is that of docked progress-ms-31"):
        log.add(docked(port=PORTS[1]))
    assert len(log.events()) == 1


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (made(Undocked, "x", 1, ship=SHIPS[1]), "did you mean 'progress-ms-31'?"),
        (made(Undocked, "x", -1, ship=SHIPS[0]), "no ship is docked then"),
        (docked("x", 1, ship=SHIPS[1]), "occupied by progress-ms-31"),
        (docked("x", -1, ship=SHIPS[1]), "then docked progress-ms-31"),
        (docked("x", 1, ship=SHIPS[1], port="poisk"), "did you mean 'poisk-zenith'?"),
        (docked("x", 1, ship=SHIPS[1], port="pirs-nadir"), "unknown port 'pirs-nadir'"),
        (docked("x", 1, ship=SHIPS[1], vehicle="progres"), "did you mean 'progress-ms'?"),
        (made(Withdrawn, "x", 1, replaces="e"), "there is no event 'e' to replace"),
        (
            made(CargoMoved, "x", 1, ship=SHIPS[0], resource="water", amount_g=2),
            "which holds 0.001 kg",
        ),
        (
            made(Spacewalk, "x", 1, airlock="qest", people=PEOPLE, duration_s=1.0),
            "did you mean 'quest'?",
        ),
    ],
)
def test_a_refused_report_leaves_nothing(log, event, says):
    first = docked(cargo_g={"water": 1})
    good = made(StockCounted, "good", 2, resource="water", amount_g=7)
    log.add(first)
    with pytest.raises(InputError) as refused:
        log.add(good, event)
    assert says in str(refused.value)
    assert log.events() == (first,)
    assert log.state_at() == replay([first])


def test_a_correction_replaces_and_only_the_newest_can_be_corrected(log):
    wrong, right = docked("wrong"), docked("right", port=PORTS[1], replaces="wrong")
    log.add(wrong)
    log.add(right)
    assert log.events() == (wrong, right)
    assert log.events(in_effect=True) == (right,)
    assert log.state_at().docked[SHIPS[0]].port == PORTS[1]
    with pytest.raises(InputError, match="'wrong' was replaced before; replace 'right' instead"):
        log.add(made(Withdrawn, "w", 1, replaces="wrong"))
    log.add(made(Withdrawn, "w", 1, replaces="right"))
    assert not log.state_at().docked


def test_a_correction_that_makes_a_later_event_impossible_is_refused_unless_both_are_mended(log):
    log.add(docked("d"), made(CrewOn, "c", 3, ship=SHIPS[0], people=PEOPLE))
    away = made(Withdrawn, "w", 9, replaces="d")
    with pytest.raises(InputError, match=r"then crew-on progress-ms-31 .* cannot have been"):
        log.add(away)
    log.add(away, made(Withdrawn, "w2", 9, replaces="c"))
    assert log.state_at() == replay([])


def test_a_withdrawal_sent_again_later_is_the_same_withdrawal(log):
    log.add(docked())
    log.add(made(Withdrawn, "w", 1, replaces="d"))
    assert log.add(made(Withdrawn, "w", 2, replaces="d")).recorded == ()


def test_a_change_long_ago_is_checked_only_until_nothing_differs(log, monkeypatch):
    monkeypatch.setattr(log_admission, "SNAPSHOT_EVERY", 4)
    burns = [made(Reboosted, f"b{n}", n, delta_v_m_s=1.0) for n in range(600)]
    log.add(*burns)
    replayed = []
    read = happened

    def counted(*given, **options):
        for placed in read(*given, **options):
            replayed.append(placed)
            yield placed

    monkeypatch.setattr(log_admission, "happened", counted)
    log.add(made(Reboosted, "other", 10, delta_v_m_s=2.0, replaces="b10"))
    assert len(replayed) < 10
    assert log.state_at(at(10)).last_reboost.delta_v_m_s == 2.0
    assert log.state_at(at(11)) == replay(burns, at(11))


@FEW
@given(events=recordings(), attempts=st.lists(reports("x", 40), max_size=3))
def test_prop_the_database_says_what_the_pure_rules_say(log_address, events, attempts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_admission, "SNAPSHOT_EVERY", 3)
        with _fresh(log_address) as log:
            for event in events:
                log.add(event)
            for number, attempt in enumerate(attempts):
                event = attempt.model_copy(update={"id": f"x{number}"})
                if possible([*events, event]):
                    log.add(event)
                    events = [*events, event]
                else:
                    with pytest.raises(InputError):
                        log.add(event)
            assert log.events() == tuple(events)
            assert log.events(in_effect=True) == in_effect(events)
            for minutes in range(-1, 42, 3):
                assert log.state_at(at(minutes)) == replay(events, at(minutes))


def _fresh(address):
    """An empty log: the last example's tables are taken down."""
    from sqlalchemy import text

    from portcall.traffic.log.database import connect

    database = connect(address, create=True)
    with database.writing() as connection:
        for table in ("snapshots", "events", "meta"):
            connection.execute(text(f"DROP TABLE IF EXISTS station_log_{table}"))
        if database.engine.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION IF EXISTS station_log_only_grows"))
    database.close()
    return open_log(address, create=True)
