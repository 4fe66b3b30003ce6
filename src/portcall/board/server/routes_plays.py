"""Routes of plays: begin, change, end, and the stream of what is shown."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Path
from starlette.responses import StreamingResponse

from portcall.board.server.desk import Desk, TheDesk
from portcall.board.server.limits import SILENCE_S
from portcall.board.server.refusal import Documented, Refused, errors, errors_beside_text
from portcall.board.server.requests import Deleted, PlayChange, PlayWanted
from portcall.board.server.viewer import Viewer
from portcall.records.board_view import Play

router = APIRouter(tags=["plays"])
Number = Annotated[str, Path(description="id of a play", max_length=64)]
_STREAM: Documented = {
    200: {
        "description": "Server-sent events: `state` ten times a second, `numbered` with an id, `gone`.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
_OPENING = b": portcall board\nretry: 1000\n\n"
_STILL_HERE = b": still here\n\n"


@router.post("/plays", status_code=201, responses=errors(404, 415, 422, 429))
def begin(wanted: PlayWanted, desk: TheDesk) -> Play:
    """Begin to play a run."""
    return desk.stage.play(wanted.run, wanted.utc, wanted.rate)


@router.get("/plays/{number}", responses=errors(404, 422))
def play(number: Number, desk: TheDesk) -> Play:
    """Tell where a play stands."""
    return desk.stage.record(number)


@router.patch("/plays/{number}", responses=errors(404, 415, 422))
def change(number: Number, wanted: PlayChange, desk: TheDesk) -> Play:
    """Jump, change the rate, pause or go on."""
    return desk.stage.change(number, utc=wanted.utc, rate=wanted.rate, paused=wanted.paused)


@router.delete("/plays/{number}", responses=errors(404, 422))
def end(number: Number, desk: TheDesk) -> Deleted:
    """End a play; whoever watches is told."""
    desk.stage.drop(number)
    return Deleted(deleted=number)


@router.get(
    "/plays/{number}/stream",
    response_class=StreamingResponse,
    responses={**_STREAM, **errors_beside_text(404, 422, 429)},
)
async def stream(
    number: Number,
    desk: TheDesk,
    last_event_id: Annotated[str, Header(description="the last numbered event had")] = "",
) -> StreamingResponse:
    """Stream a play: frames may be lost to a slow client, numbered events never."""
    viewer = desk.stage.watch(number, _seen(last_event_id))
    return StreamingResponse(_messages(desk, viewer), media_type="text/event-stream")


def _seen(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not text.isascii() or len(text) > 15:
        raise Refused(422, "it is no number of an event", where="Last-Event-ID")
    return int(text)


async def _messages(desk: Desk, viewer: Viewer) -> AsyncIterator[bytes]:
    """Give what comes into a viewer's mailbox, until it ends or the client goes."""
    frames = events = 0
    try:
        yield _OPENING
        while True:
            woken = await viewer.wait(SILENCE_S)
            messages, is_over = viewer.take()
            desk.metrics.add("portcall_frames_sent_total", viewer.frames_sent - frames)
            desk.metrics.add("portcall_events_sent_total", viewer.events_sent - events)
            frames, events = viewer.frames_sent, viewer.events_sent
            if messages:
                yield b"".join(messages)
            elif not woken:
                yield _STILL_HERE
            if is_over:
                return
    except asyncio.CancelledError:  # the client has gone
        return
    finally:
        desk.stage.leave(viewer)
