"""The output that the README shows is what the command prints today."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# a printed number may differ by two units of its last digit: compilers on other processors round
# sums in another order
LAST_DIGITS_MAX = 2
# in the approach a valve opens or stays shut on the last bit of a sum, so that another processor flies
# another, equally good one: its figures, and what is left of the ship's mass, differ by parts in a hundred
ANOTHER_APPROACH = (
    "approach without errors",
    "with errors,",
    "fall lies abreast of the aim",
    "propellant is left after the burn",
    "pieces above 15 J",
    "mass ledger closes",
)


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("readme", ROOT / "tools" / "readme_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _shape_and_numbers(text):
    """The text with a mark for each number, without lines that tell how long it took."""
    lines = [
        line
        for line in text.splitlines()
        if line.strip() and not any(part in line for part in ("computed in", *ANOTHER_APPROACH))
    ]
    joined = " ".join(" ".join(lines).split())
    return _NUMBER.sub("#", joined), _NUMBER.findall(joined)


def _units_of_the_last_digit(shown, printed):
    places = len(shown.partition(".")[2])
    return abs(float(shown) - float(printed)) * 10**places


def test_the_readme_shows_what_the_seed_flight_prints(tool, tmp_path):
    text = (ROOT / "README.md").read_text()
    block = text.split(tool.BEGIN)[1].split(tool.END)[0]
    shown = re.search(r"```text\n(.*?)```", block, re.DOTALL)
    assert shown is not None, "run tools/readme_page.py"
    printed_shape, printed = _shape_and_numbers(tool.flight_output(tmp_path / "run"))
    shown_shape, numbers = _shape_and_numbers(shown.group(1))
    assert shown_shape == printed_shape
    moved = [
        pair
        for pair in zip(numbers, printed, strict=True)
        if _units_of_the_last_digit(*pair) > LAST_DIGITS_MAX
    ]
    assert not moved, "run tools/readme_page.py and say in CHANGELOG.md what moved"


def test_only_the_place_between_the_markers_changes(tool):
    page = f"one\n{tool.BEGIN}\nold\n{tool.END}\ntwo\n"
    written = tool.readme_with("new\n", page)
    assert written.startswith("one\n")
    assert written.endswith("two\n")
    assert "old" not in written
    assert tool.readme_with("new\n", written) == written


def test_numbers_are_compared_in_units_of_their_last_digit():
    assert _units_of_the_last_digit("40.2", "40.3") == pytest.approx(1)
    assert _units_of_the_last_digit("40", "43") == pytest.approx(3)
