"""The page on the press audit names every rule, in the order in which they decide."""

from pathlib import Path

from portcall.audit.press.judging.rules import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "models" / "press-audit.md"


def test_the_page_has_the_rules_in_their_order():
    cells = [
        [cell.strip() for cell in line.split("|")[1:3]]
        for line in PAGE.read_text().splitlines()
        if line.startswith("| ")
    ]
    rules = [[one.name, one.against] for one in RULES]
    first = cells.index(rules[0])
    assert cells[first : first + len(rules)] == rules
