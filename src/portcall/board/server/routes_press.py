"""Route of the press audit: a text about visits, with what of it holds."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from portcall.board.server.press_check import audited_text
from portcall.board.server.refusal import Refused, errors
from portcall.board.server.requests import PressWanted
from portcall.records.claims import Told

router = APIRouter(tags=["press"])


class PressView(BaseModel):
    """A text with its judged claims, as `portcall audit --json` gives it."""

    source: str
    language: str | None = Field(description="null when no grammar reads the text")
    dateline: str | None
    dateline_from: Literal["given", "in the text", "first date", "none"]
    notes: list[str]
    text: str
    claims: list[dict[str, Any]] = Field(
        description="kind, subject, value, precision, start, end, verdict, reason, correction, ..."
    )
    timeline: list[Told]
    remarks: list[str]


@router.post("/press", responses=errors(413, 415, 422, 429))
def press(wanted: PressWanted) -> PressView:
    """Say what a text claims of visits, what of it holds, and what was probably meant."""
    if not wanted.text.strip():
        raise Refused(422, "no words in it", where="text", remedy="give a text about a visit")
    return PressView.model_validate(audited_text(wanted.text, wanted.dateline))
