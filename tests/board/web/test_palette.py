"""Colors of the drawn views: text reads on what it lies on, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[3] / "src" / "portcall" / "board" / "web" / "palette.js"
WORDS = (
    "text", "faint", "chaser", "station", "other", "port", "ok", "warn", "bad", "idle", "corridor",
    "keepOut", "ground", "area", "footprint", "piece",
)  # fmt: skip
LINES = ("spread", "predicted", "coast")


def theme(name: str) -> dict[str, str]:
    found = re.search(
        rf"const {name} = \{{(.*?)\n\}};", SOURCE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    return dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', found[1]))


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["DARK", "LIGHT"])
def test_words_and_lines_stand_out(name):
    colors = theme(name)
    assert {role for role in WORDS if contrast(colors[role], colors["panel"]) < 4.5} == set()
    assert {role for role in LINES if contrast(colors[role], colors["panel"]) < 3.0} == set()
    on_map = ("chaser", "station", "other", "ground", "area", "footprint", "piece")
    assert {role for role in on_map if contrast(colors[role], colors["land"]) < 4.5} == set()
    assert {role for role in on_map if contrast(colors[role], colors["sea"]) < 4.5} == set()


def test_themes_have_the_same_roles():
    assert set(theme("DARK")) == set(theme("LIGHT"))
