"""Events as reports tell them: schedules, long sentences, and words that are no event."""

import tomllib
from pathlib import Path

import pytest

from portcall.audit.press.reading.read_text import read_text
from portcall.audit.press.reading.text.grammar import languages
from portcall.catalogue.load import load_catalogue

CATALOGUE = load_catalogue()
CASES = tomllib.loads(Path(__file__).with_name("press_events_reports.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_events(case):
    reading = read_text(case["text"], dateline=case["day"], catalogue=CATALOGUE)
    told = [
        f"{claim.kind} {(claim.value or '')[11:16] or claim.value}"
        for claim in reading.claims
        if claim.precision is not None
    ]
    assert told == case["events"]


def test_no_words_of_planning_swallow_an_event():
    for language in languages():
        in_use = {item for role in language.grammar.mode.values() for item in role}
        swallowing = [words for words in in_use if language.ends_in_event(words)]
        assert swallowing == ["scrubbed launch"]  # left out when the lexicon is made
        assert language.ends_in_event("scheduled to dock")
