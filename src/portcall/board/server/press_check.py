"""Audits a pasted text in a process that can be ended.

Run as a program it takes the text and its day as JSON on its input and gives the audit as JSON.
"""

import json
import subprocess
import sys
import threading
from datetime import date
from typing import Any

from portcall.board.server.limits import PRESS_AUDITED, PRESS_TIME_S
from portcall.board.server.refusal import Refused

_MODULE = "portcall.board.server.press_check"
PASTED = "pasted text"
_turns = threading.BoundedSemaphore(PRESS_AUDITED)


def audited_text(text: str, dateline: date | None) -> dict[str, Any]:
    """Return the audit of a text, as `portcall audit --json` gives it.

    Raises
    ------
    Refused
        413 when it takes too long; 429 when enough others are being audited; 422 when it cannot be.
    """
    if not _turns.acquire(blocking=False):
        limit = f"{PRESS_AUDITED} at a time"
        raise Refused(429, "enough texts are being audited", limit=limit, remedy="try again")
    asked = {"text": text, "dateline": dateline.isoformat() if dateline else None}
    try:
        ended = subprocess.run(  # noqa: S603  (this interpreter, and constants)
            [sys.executable, "-m", _MODULE],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=PRESS_TIME_S,
            check=False,
        )
        answer: dict[str, Any] = json.loads(ended.stdout)
    except subprocess.TimeoutExpired:
        limit = f"{PRESS_TIME_S:g} s"
        raise Refused(413, "the text takes too long to read", limit=limit, where="text") from None
    except ValueError:
        raise Refused(422, "the text cannot be audited", where="text") from None
    finally:
        _turns.release()
    return answer


def _answer(asked: dict[str, str | None]) -> dict[str, object]:
    from portcall.audit.press.press_audit import audit_texts  # noqa: PLC0415  (in the other process)
    from portcall.catalogue.load import load_catalogue  # noqa: PLC0415
    from portcall.export.press_json import press_json  # noqa: PLC0415

    day = date.fromisoformat(asked["dateline"]) if asked["dateline"] else None
    audit = audit_texts([(PASTED, asked["text"] or "", day)], load_catalogue())
    return press_json(audit, timing=False)


if __name__ == "__main__":
    json.dump(_answer(json.load(sys.stdin)), sys.stdout)
