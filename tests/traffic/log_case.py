"""Events for the tests of the station log: single ones, and whole histories that could have happened."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.records.station_log import (
    CargoMoved,
    CrewOff,
    CrewOn,
    Docked,
    Reboosted,
    Relocated,
    Spacewalk,
    StockCounted,
    TrashLoaded,
    Undocked,
    Withdrawn,
)
from portcall.records.stocks import BOOKS, RESOURCES
from portcall.traffic.log.replay import replay

START = datetime(2025, 1, 1, tzinfo=UTC)
RECORDED = datetime(2026, 11, 1, tzinfo=UTC)
PORTS = ("zvezda-aft", "poisk-zenith", "rassvet-nadir")
SHIPS = ("progress-ms-31", "progress-ms-32", "soyuz-ms-27", "soyuz-ms-28")
PEOPLE = ("Ada Byron", "Grace Hopper", "Mary Jackson")


def at(minutes: float) -> datetime:
    """An instant, counted from the start of the case."""
    return START + timedelta(minutes=minutes)


def made(kind, id_, minutes=0.0, **words):
    """One event of a kind."""
    return kind(
        id=id_,
        author=words.pop("author", "test"),
        happened_utc=at(minutes),
        recorded_utc=words.pop("recorded_utc", RECORDED),
        **words,
    )


def docked(id_="d", minutes=0.0, **words):
    """A Progress on Zvezda aft, unless said otherwise."""
    words = {"ship": SHIPS[0], "vehicle": "progress-ms", "port": PORTS[0]} | words
    return made(Docked, id_, minutes, **words)


_SHIP, _PORT = st.sampled_from(SHIPS), st.sampled_from(PORTS)
_GRAMS = st.integers(1, 900_000)
_CARGO = st.none() | st.dictionaries(st.sampled_from(RESOURCES), st.integers(0, 900_000))
_PEOPLE = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(tuple)
_SPEED = st.floats(-2.0, 2.0)
_WORDS = (
    (Docked, {"ship": _SHIP, "port": _PORT, "berthed": st.booleans(), "cargo_g": _CARGO}),
    (Undocked, {"ship": _SHIP}),
    (Relocated, {"ship": _SHIP, "port": _PORT}),
    (
        CargoMoved,
        {
            "ship": _SHIP,
            "resource": st.sampled_from(RESOURCES),
            "amount_g": _GRAMS,
            "to": st.sampled_from(("station", "ship")),
        },
    ),
    (TrashLoaded, {"ship": _SHIP, "amount_g": _GRAMS}),
    (Reboosted, {"ship": st.none() | _SHIP, "delta_v_m_s": _SPEED}),
    (CrewOn, {"ship": _SHIP, "people": _PEOPLE}),
    (CrewOff, {"ship": _SHIP, "people": _PEOPLE}),
    (
        Spacewalk,
        {
            "airlock": st.sampled_from(("quest", "poisk")),
            "people": _PEOPLE,
            "duration_s": st.floats(60.0, 30_000.0),
        },
    ),
    (StockCounted, {"resource": st.sampled_from(BOOKS), "amount_g": st.integers(0, 900_000)}),
)


@st.composite
def reports(draw, id_: str, latest_minutes: int):
    """One report of anything at any time; whether it could have happened is not asked."""
    kind, fields = draw(st.sampled_from(_WORDS))
    words = {name: draw(values) for name, values in fields.items()}
    if kind is Docked:
        words["vehicle"] = words["ship"].rsplit("-", 1)[0]
    return made(kind, id_, draw(st.integers(0, latest_minutes)), **words)


def possible(events) -> bool:
    """Whether all of it can have happened, by the pure rules."""
    try:
        replay(events)
    except InputError:
        return False
    return True


@st.composite
def recordings(draw, most: int = 25, corrections: bool = True):
    """Events in the order of recording, some of them corrections; every one was possible when it came."""
    events = [docked("first", 0)]
    for number in range(draw(st.integers(0, most))):
        replaced = {event.replaces for event in events}
        open_ids = [event.id for event in events if event.id not in replaced]
        event = draw(reports(f"e{number}", 40))
        if corrections and draw(st.integers(0, 3)) == 0:
            target = draw(st.sampled_from(open_ids))
            event = event.model_copy(update={"replaces": target})
            if draw(st.booleans()):
                event = made(Withdrawn, f"e{number}", 60, replaces=target)
        if possible([*events, event]):
            events.append(event)
    return events
