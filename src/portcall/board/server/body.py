"""Reads a request's body whole before anything looks at it: bounded in bytes and in time."""

import asyncio
import json
import re
from collections.abc import Mapping

from starlette.types import Message, Receive

from portcall.board.server.limits import BODY_BYTES, BODY_TIME_S
from portcall.board.server.refusal import Refused

_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


async def whole_body(receive: Receive) -> bytes:
    """Return the body.

    Raises
    ------
    Refused
        413 when it is too large, 408 when it is too slow, 400 when the sender left.
    """
    body: bytes = b""
    try:
        async with asyncio.timeout(BODY_TIME_S):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "the sender left before the end")
                body += bytes(message.get("body", b""))
                if len(body) > BODY_BYTES:
                    raise _too_large()
                if not message.get("more_body", False):
                    return body
    except TimeoutError:
        raise Refused(
            408, "the body came too slowly", limit=f"{BODY_TIME_S:g} s", where="body"
        ) from None


def require_readable(headers: Mapping[str, str], body: bytes) -> None:
    """Refuse a body that is no JSON by its own word, or that holds halves of characters.

    Raises
    ------
    Refused
        415 or 400.
    """
    if not body:
        return
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(
            415, "the body is no JSON", where="Content-Type", remedy="send application/json"
        )
    if not _HALF_CHARACTER.search(body):
        return
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refused(400, "half of a character", where="body", remedy="send whole text") from None
    except (ValueError, RecursionError):
        return  # who reads it says what is wrong


def require_announced(headers: Mapping[str, str]) -> None:
    """Refuse a body that is said to be too large, before it is sent."""
    said = headers.get("content-length", "")
    if said.isdecimal() and (len(said) > 18 or int(said) > BODY_BYTES):
        raise _too_large()


def _too_large() -> Refused:
    return Refused(413, "the body is too large", limit=f"{BODY_BYTES} bytes", where="body")


def replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body once, then what really comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again
