"""Words beside a claim that say what it is about, by language."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from portcall.audit.press.judging.case import Case
from portcall.records.claims import Claim

NEXT = 32  # characters on each side that a duration is told within
LASTING = 90  # characters before "for six months" in which its verb may stand
LASTS = re.compile(r"\bfor (?:\w+ ){0,2}$")
BESIDE = 60  # characters on each side that belong to a claim


class Words(BaseModel):
    """One language's cues."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    journey: tuple[str, ...]
    stay: tuple[str, ...]
    mission: tuple[str, ...]
    outside: tuple[str, ...]
    whole_crew: tuple[str, ...]
    same_ship: tuple[str, ...]
    other_ship: tuple[str, ...]
    other_flight: tuple[str, ...]
    at_most: tuple[str, ...]
    other_people: tuple[str, ...]
    intended: tuple[str, ...]
    home: tuple[str, ...]
    ton: tuple[str, ...]
    metric: tuple[str, ...]
    burn: tuple[str, ...]
    after_launch: tuple[str, ...]
    is_back: tuple[str, ...]
    other_way: tuple[str, ...]
    more_than: tuple[str, ...]
    nearly: tuple[str, ...]
    about: tuple[str, ...]
    journey_too: tuple[str, ...]
    stay_too: tuple[str, ...]
    mission_too: tuple[str, ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Words]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return {name: Words.model_validate(table) for name, table in tomllib.loads(text).items()}


def words_for(case: Case) -> Words:
    """Return the cues of a text's language; the English ones when it has none of its own."""
    tables = _tables()
    return tables.get(case.reading.language or "en") or tables["en"]


def around(case: Case, claim: Claim) -> str:
    """Return the words of a claim with those beside it, within its sentence, in lower case."""
    text = case.reading.text
    before = text[max(0, claim.start - BESIDE) : claim.start]
    after = text[claim.end : claim.end + BESIDE]
    return (
        before.rpartition(". ")[2] + text[claim.start : claim.end] + after.partition(". ")[0]
    ).lower()


def close_by(text: str, claim: Claim, cues: tuple[str, ...]) -> bool:
    """Return whether a cue stands in a claim or next to it, no comma between.

    An adjective goes on over its comma: "a two-day, in-orbit journey". What lasts "for six months" is told
    by the verb before it, which may stand further off.
    """
    ahead = text[max(0, claim.start - LASTING) : claim.start]
    reach = LASTING if LASTS.search(ahead) else NEXT
    before = re.split(r"[,;().]", ahead[-reach:])[-1]
    behind = text[claim.end : claim.end + NEXT]
    if "-" in claim.quote:
        behind = behind.removeprefix(",")
    after = re.split(r"[,;:().]", behind)[0]
    near = f"{before}{text[claim.start : claim.end]}{after}".lower()
    return any(cue in near for cue in cues)


def says(case: Case, claim: Claim, cues: tuple[str, ...]) -> bool:
    """Return whether any cue stands in or beside a claim."""
    near = around(case, claim)
    return any(cue in near for cue in cues)
