"""The page shows every figure and flight, misses included, the same bytes for the same input."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("page", ROOT / "tools" / "validation_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path):
    figures = [
        {
            "section": "launch",
            "name": "separation",
            "required": "528.9 s",
            "measured": "528.2 s",
            "passed": True,
        },
        {
            "section": "launch",
            "name": "cut-off",
            "required": "525 s | 3 s",
            "measured": "530 s",
            "passed": False,
            "note": "late",
        },
    ]
    (tmp_path / "launch.json").write_text(json.dumps(figures))
    (tmp_path / "speed.json").write_text(
        json.dumps({"name": "warm flight", "required": "3 s", "measured": "2 s", "passed": True})
    )
    flights = [
        {"flight": "soyuz-b", "excluded_reason": "no elements"},
        {
            "flight": "progress-a",
            "launch_error_s": -1.234,
            "hindcast": True,
            "flown_precision_s": 60,
        },
    ]
    summary = {"launch_error_s": {"median": 0.5, "worst": 1.25}, "count": 7}
    (tmp_path / "validate.json").write_text(json.dumps({"flights": flights, "summary": summary}))
    return tmp_path


def test_misses_are_shown_beside_what_was_required(tool, folder):
    text = tool.page(folder)
    assert "2 of 3 required figures are reached." in text
    assert "| cut-off | 525 s \\| 3 s | 530 s | **no** | late |" in text
    assert text.index("| cut-off") < text.index("| separation")


def test_every_flight_has_a_row_with_its_reason(tool, folder):
    text = tool.page(folder)
    assert "| progress-a | - | - | -1.23 |" in text
    assert "hindcast; flown time known to 60 s" in text
    assert "no elements" in text
    assert "| launch_error_s.worst | 1.25 |" in text


def test_the_same_figures_give_the_same_bytes(tool, folder):
    assert tool.page(folder) == tool.page(folder)


def test_a_figure_without_its_measurement_is_refused(tool, tmp_path):
    (tmp_path / "bad.json").write_text(json.dumps({"name": "x", "required": "1"}))
    with pytest.raises(SystemExit, match="measured, passed"):
        tool.page(tmp_path)
