"""A pasted text comes back with its claims judged; what is too much is refused."""

from datetime import date

import pytest

from portcall.board.server import press_check
from portcall.board.server.limits import PRESS_CHARACTERS
from portcall.board.server.press_check import audited_text
from portcall.board.server.refusal import Refused

TEXT = "Progress MS-31 rose from Baikonur on July 4, 2025 at 19:32 UTC \U0001f680 on a Soyuz-2.1a."
RUSSIAN = "Грузовой корабль стартовал с космодрома и летит к станции."  # noqa: RUF001
ADDRESS = "/api/v1/press"
KEYS = {"kind", "subject", "value", "precision", "start", "end", "verdict", "reason", "correction"}


def test_a_text_comes_back_judged(board):
    answer = board.client.post(ADDRESS, json={"text": TEXT})
    assert answer.status_code == 200
    found = answer.json()
    assert found["text"] == TEXT
    for claim in found["claims"]:
        assert set(claim) >= KEYS
        assert TEXT[claim["start"] : claim["end"]] == claim["quote"]
    wrong = [claim for claim in found["claims"] if claim["verdict"] == "contradicts"]
    assert [claim["kind"] for claim in wrong] == ["launch"]
    assert wrong[0]["correction"]["value"].startswith("2025-07-03T19:32")
    assert any(told["kind"] == "launch" for told in found["timeline"])


def test_the_day_can_be_given(board):
    told = {"text": "Progress MS-31 rose today at 19:32 UTC.", "dateline": "2025-07-03"}
    assert board.client.post(ADDRESS, json=told).json()["dateline"] == "2025-07-03"


def test_another_language_is_an_answer(board):
    found = board.client.post(ADDRESS, json={"text": RUSSIAN}).json()
    assert found["language"] is None
    assert found["claims"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": " \n"}, 422),
        ({"text": "x" * (PRESS_CHARACTERS + 1)}, 422),
        ({"text": "x", "dateline": "July 3"}, 422),
        ({"text": "x", "file": "y"}, 422),
        ({}, 422),
    ],
)
def test_what_is_no_text_is_refused(board, body, status):
    answer = board.client.post(ADDRESS, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["what"]


def test_a_text_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(press_check, "PRESS_TIME_S", 0.01)
    with pytest.raises(Refused, match="too long"):
        audited_text(TEXT, date(2025, 7, 3))
    assert press_check._turns.acquire(blocking=False)  # the turn came back
    press_check._turns.release()
