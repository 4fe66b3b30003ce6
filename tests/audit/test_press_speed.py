"""The work of an audit grows as its text does: calls are counted, not seconds."""

import sys
from itertools import count
from types import FrameType
from typing import Any

import pytest

from portcall.audit.press.judging.judge_readings import judge_readings
from portcall.audit.press.reading.read_text import read_text
from portcall.audit.press.reading.text import grammar
from portcall.catalogue.load import Catalogue, load_catalogue

MOST_TIMES = 2.5  # of the calls, for a text twice as long
STORY = (
    "Progress MS-31 lifted off from Baikonur at 19:32 UTC on July 3, 2025. It docked to Poisk at "
    "21:27 UTC on Saturday, July 5, with 2,625 kg of cargo. Soyuz MS-27, with Sergey Ryzhikov, Alexey "
    "Zubritsky and Jonny Kim, is to undock at 4:57 a.m. EST (0857 GMT) on December {d}, 20{y}, three "
    "hours before the landing."
)
LONG = {
    "a story": STORY + "\n",
    "one line": STORY.replace(". ", ", ") + ", ",
    "clock times": "The Progress MS-31 ship docked at {h}:{m} UTC. ",
    "clock times alone": "{h}:{m}, ",
    "plans": "Crew-11 will undock at {h}:{m} GMT. ",
    "ships": "Progress MS-{m} docked at 12:{m} UTC on July 5, 2025. ",
    "ships alone": "Progress MS-{d}, Cygnus NG-{y}, ",
    "moves": "Soyuz MS-27 moved to Prichal on May {d}, 20{y}. ",
    "lengths": "Soyuz MS-27 landed {d} hours after undocking at 1:{m} UTC. ",
    "blanks": "Soyuz MS-27 docked at [TBD] UTC. ",
    "people": "The crew of Soyuz MS-27, Sergey Ryzhikov and Jonny Kim, docked. ",
    "loads": "Progress MS-31 docked with {m} kg of fuel and food. ",
    "ports": "Progress MS-31 docked to Zvezda aft on July 5, 2025, ",
    "brackets": "([{{\"' \n",
    "newlines": "Docking\n12:31 UTC\n\n",
    "tables": "Launch | July {d}, 2025 | 19:{m} UTC\n",
    "digits": "9",
    "letters": "a",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _text(name: str, characters: int) -> str:
    text = "Progress MS-31 docked at 21:27 UTC on July 5, 2025. The ship has docked. "
    parts = (
        LONG[name].format(h=i % 24, m=f"{i % 60:02d}", d=i % 28 + 1, y=10 + i % 20) for i in count()
    )
    while len(text) < characters:
        text += next(parts)
    return text


def _calls(text: str, catalogue: Catalogue) -> int:
    """Return how many functions an audit of a text calls."""
    calls = 0

    def counted(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        judge_readings([read_text(text, catalogue=catalogue)], catalogue)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", LONG)
def test_twice_the_text_is_twice_the_work(name: str, catalogue: Catalogue) -> None:
    _calls(_text(name, 2_000), catalogue)  # what is read once for all texts
    once, twice = (_calls(_text(name, characters), catalogue) for characters in (3_000, 6_000))
    assert once > 1_000
    assert twice <= MOST_TIMES * once


def test_a_language_is_made_ready_without_comparing_all_its_words(monkeypatch) -> None:
    tokenized = []
    tokenize = grammar.tokenize
    monkeypatch.setattr(grammar, "tokenize", lambda text: tokenized.append(text) or tokenize(text))
    language = grammar.load_language(grammar.DATA / "en.toml")
    words = sum(len(event.words) for event in language.events)
    assert len(tokenized) < 4 * words
