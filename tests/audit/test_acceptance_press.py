"""The press audit: what is required, beside what was measured. This opens what was sealed."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import press_score
import test_conflicts as conflicts

PRECISION_MIN, RECALL_MIN, CONFLICT_RECALL_MIN = 0.95, 0.90, 0.9
HUNDRED_TEXTS_S = 10.0
WHEN_OPENED = {
    "first-half": "seen while it was written",
    "second-half": "opened on 2026-11-22 with 0.893, 0.820, 45 of 61 slips, 2 false; seen since",
    "third-part": "opened on 2026-11-22 with 0.900, 0.808, 37 of 44 slips, 2 false; seen since",
    "fourth-part": "opened on 2026-11-23 with 0.861, 0.820, 32 of 43 slips, 4 false; seen since",
    "fifth-part": "opened on 2026-11-23 with 0.943, 0.871, 26 of 30 slips, 1 false; seen since",
}
ANSWERS = [1, 2, 3]  # something is wrong in it; it is no text; no grammar reads it
RUSSIAN = "Грузовой корабль пристыковался к станции в субботу. " * 200

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("half", WHEN_OPENED)
def test_val_labelled_texts(half: str, record_figure: Callable[..., None], monkeypatch):
    for seal in press_score.SEALS.values():
        monkeypatch.setenv(seal, "1")
    texts = press_score.texts_of(half)
    found = press_score.score(texts, press_score.readings_by(judged=True))
    sys.stdout.write("\n".join(press_score.lines_of(half, found)) + "\n")
    name = half.replace("-", " ")
    record_figure(
        f"press audit, {name}: claims with exact times",
        required=f"precision {PRECISION_MIN}, recall {RECALL_MIN}",
        measured=f"precision {found.precision:.3f} ({found.exact.claimed} claims), "
        f"recall {found.recall:.3f} ({found.exact.labels} labels)",
        passed=found.precision >= PRECISION_MIN and found.recall >= RECALL_MIN,
        note=f"{len(texts)} texts of our own wording, {WHEN_OPENED[half]}",
    )
    record_figure(
        f"press audit, {name}: planted slips found, with the right correction",
        required="every one",
        measured=f"{found.slips_found} of {found.slips}",
        passed=found.slips_found == found.slips,
        note="; ".join(row[:60] for row in found.missed_slips[:4]),
    )
    record_figure(
        f"press audit, {name}: what is right called wrong",
        required="none in clean texts",
        measured=str(len(found.false_contradictions)),
        passed=not found.false_contradictions,
        note="; ".join(row[:60] for row in found.false_contradictions[:4]),
    )
    assert found.precision >= PRECISION_MIN
    assert found.recall >= RECALL_MIN
    assert found.slips_found == found.slips
    assert not found.false_contradictions


def test_val_values_on_which_reports_disagree(record_figure: Callable[..., None]):
    known, blind = conflicts.figures(blind=False), conflicts.figures(blind=True)
    recall = known.found / known.rows
    record_figure(
        "conflicting values: wrong ones found",
        required=f"recall {CONFLICT_RECALL_MIN}",
        measured=f"{known.found} of {known.rows}; right values called wrong: {len(known.wrongly)}",
        passed=recall >= CONFLICT_RECALL_MIN and not known.wrongly,
        note=f"easy: the catalogue was chosen from these; without any record of the same event "
        f"{blind.found} of {blind.rows}, {len(blind.wrongly)} false",
    )
    assert recall >= CONFLICT_RECALL_MIN


def test_a_hundred_texts_and_monsters_in_time(record_figure: Callable[..., None], tmp_path):
    texts = (press_score.texts_of("first-half") * 2)[:100]
    audit_of = press_score.readings_by(judged=True)
    start = time.perf_counter()
    for text in texts:
        audit_of(text)
    taken_s = time.perf_counter() - start
    record_figure(
        "press audit: 100 texts read and judged",
        required="10 s",
        measured=f"{taken_s:.1f} s",
        passed=taken_s < HUNDRED_TEXTS_S,
    )
    assert taken_s < HUNDRED_TEXTS_S
    prose = "\n\n".join(text.text for text in texts)
    monsters = {
        "1 MB of prose": (prose * (1_000_000 // len(prose) + 1))[:1_000_000].encode(),
        "1 MB of random bytes": np.random.default_rng(7).bytes(1_000_000),
        "another language": RUSSIAN.encode(),
    }
    told, ends = [], []
    for name, content in monsters.items():
        file = tmp_path / "given.txt"
        file.write_bytes(content)
        start = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", "portcall", "audit", file],
            capture_output=True,
            check=False,
            timeout=600,
        )
        assert b"Traceback" not in ended.stderr
        ends.append(ended.returncode)
        told.append(f"{name}: exit {ended.returncode} in {time.perf_counter() - start:.0f} s")
    record_figure(
        "press audit: 1 MB, random bytes, another language",
        required="a clear answer, not a hang",
        measured="; ".join(told),
        passed=ends == ANSWERS,
    )
    assert ends == ANSWERS
