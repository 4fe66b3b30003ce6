"""A grammar file holds what the reader asks for, and nothing else."""

import re
from pathlib import Path

import pytest

import portcall.audit.press.reading as room
from portcall.audit.press.reading.text.grammar import languages

CODE = "".join(path.read_text("utf-8") for path in sorted(Path(room.__file__).parent.rglob("*.py")))
ASKED = frozenset(re.findall(r'is_word\([^"]*?"(\w+)"', CODE))
COUNTED = re.compile(r"rank_\d+")


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.name)
def test_every_small_word_is_asked_for_and_every_one_asked_for_is_listed(language) -> None:
    assert set(language.word) == ASKED


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.name)
def test_every_key_of_phrases_stands_in_the_reader(language) -> None:
    keys = {key for key in language.grammar.relative if not COUNTED.fullmatch(key)}
    assert not {key for key in keys if f'"{key}"' not in CODE}


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.name)
def test_small_words_are_lower_case(language) -> None:
    small = frozenset().union(*language.word.values())
    assert {word.lower() for word in small} == small
