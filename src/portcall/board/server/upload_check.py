"""Reads an uploaded visit with the catalogue's own reader, in a process that can be ended.

Run as a program it takes the text on its input and gives the flight's id, or the error, as JSON.
"""

import json
import subprocess
import sys
import threading

from portcall.board.server.limits import UPLOAD_CHARACTERS, UPLOAD_TIME_S, UPLOADS_READ
from portcall.board.server.refusal import Refused

_MODULE = "portcall.board.server.upload_check"
_UNREADABLE = "the file is more than its reader can take"
_turns = threading.BoundedSemaphore(UPLOADS_READ)


def checked_upload(text: str) -> str:
    """Return the id of the flight in an uploaded file.

    Raises
    ------
    Refused
        422 with the reader's own words; 413 when it is too long or takes too long to read; 429 when
        enough others are being read.
    """
    if len(text) > UPLOAD_CHARACTERS:
        limit = f"{UPLOAD_CHARACTERS} characters"
        raise Refused(413, f"{len(text)} characters", limit=limit, where="visit_toml")
    if not _turns.acquire(blocking=False):
        limit = f"{UPLOADS_READ} at a time"
        raise Refused(429, "enough files are being read", limit=limit, remedy="try again")
    try:
        ended = subprocess.run(  # noqa: S603  (this interpreter, and constants)
            [sys.executable, "-m", _MODULE],
            input=text.encode("utf-8", errors="replace"),
            capture_output=True,
            timeout=UPLOAD_TIME_S,
            check=False,
        )
        answer = json.loads(ended.stdout)
    except subprocess.TimeoutExpired:
        limit = f"{UPLOAD_TIME_S:g} s"
        raise Refused(413, _UNREADABLE, limit=limit, where="visit_toml") from None
    except ValueError:
        raise Refused(422, _UNREADABLE, where="visit_toml") from None
    finally:
        _turns.release()
    if "id" in answer:
        return str(answer["id"])
    raise Refused(422, **answer)


def _answer(content: bytes) -> dict[str, str]:
    from portcall.catalogue.flight import Flight  # noqa: PLC0415  (only in the other process)
    from portcall.catalogue.read import parse_record  # noqa: PLC0415
    from portcall.core.errors import PortcallError  # noqa: PLC0415

    try:
        return {"id": parse_record(content, Flight, where="visit_toml").id}
    except PortcallError as why:
        return {"what": why.what, "limit": why.limit, "where": why.where, "remedy": why.remedy}


if __name__ == "__main__":
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)
