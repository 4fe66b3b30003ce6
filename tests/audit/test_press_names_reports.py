"""Which ship is meant where no number says so: people, counts, predecessors, days of another time."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judged_reports import judged_report


@pytest.mark.parametrize("day", ["2015-12-06", "2023-11-20", None])
def test_of_a_ship_that_is_only_guessed_rocket_and_pad_are_not_called_wrong(
    day: str | None,
) -> None:
    text = "The Cygnus flew on an Atlas V from SLC-41 at 4:44 p.m. EST toward the space station."
    places = [one for one in judged_report(text, day).claims if one.kind in {"rocket", "site"}]
    assert places
    assert {one.verdict for one in places} == {"cannot_check"}
