"""Words that tell an event, as a grammar file lists them."""

from typing import Literal

from pydantic import Field

from portcall.catalogue.record import Record
from portcall.records.claims import EventKind

Words = tuple[str, ...]
Needs = Literal[
    "",
    "port",
    "station",
    "stage",
    "home",
    "subject",
    "descent",
    "alone",
    "no_launch",
    "mechanism",
    "beginning",
    "governs",
    "infinitive",
    "present",
    "clock",
    "matter",
    "covered",
]


class EventWords(Record):
    """Words that tell an event."""

    kind: EventKind | Literal["hatch", "none", "said", "other"] = Field(
        description="`other` happens at a time but is no kind of claim; `none` is only a thing"
    )
    mode: Literal["done", "planned", "noun"]
    words: Words
    at_site: EventKind | None = Field(default=None, description="the kind when a pad is the object")
    needs: Needs = Field(
        default="", description="what must be told beside them; without it they tell no event"
    )
    weak: bool = Field(default=False, description="only where nothing else tells an event")
