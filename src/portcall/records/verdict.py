"""One flight rule, held against a record."""

from typing import Literal

from portcall.records.base import FrozenRecord


class Verdict(FrozenRecord):
    """One flight rule, held against the record."""

    rule: str
    verdict: Literal["pass", "fail", "cannot say"]
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    margin: float | None = None
    note: str = ""
