"""Times of the day of publication that the text tells as a plan elsewhere, or in a schedule.

Model   A time without a word of planning is planned where the text tells the same event at the same
        instant as planned, or where it stands in a row, or a part of a sentence, beside the start of a
        broadcast that is still to come.
Valid   Times of the dateline's day; later ones are plans anyway, earlier ones are not.
Source  The text itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from portcall.audit.press.reading.instants.resolve_times import Resolved

SENTENCES, TIMES = 4, 8


def with_plans(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Return the times with those marked planned that the rest of the text shows to be plans."""
    said = {_key(one) for one in resolved if one.told.planned and one.instant is not None}
    return [
        replace(one, planned=True) if _is_plan(resolved, i, said) else one
        for i, one in enumerate(resolved)
    ]


def _key(one: Resolved) -> tuple[str | None, str, str]:
    kind = one.told.event.kind if one.told.event else ""
    return one.told.subject, kind, one.value[:16]


def _is_plan(resolved: Sequence[Resolved], i: int, said: set[tuple[str | None, str, str]]) -> bool:
    one = resolved[i]
    if one.planned or one.told.planned is not None or one.instant is None or one.told.event is None:
        return False
    return _key(one) in said or (one.told.event.mode == "noun" and _beside_show(resolved, i))


def _beside_show(resolved: Sequence[Resolved], i: int) -> bool:
    """Return whether a broadcast that is still to come is in the rows, or parts, around."""
    one = resolved[i]
    for other in resolved[max(i - TIMES, 0) : i + TIMES]:
        event, apart = other.told.event, other.told.time.sentence - one.told.time.sentence
        if event is None or event.kind != "broadcast-start" or not other.planned:
            continue
        rows = one.told.time.in_row and other.told.time.in_row and abs(apart) <= SENTENCES
        if (rows or not apart) and other.told.subject == one.told.subject:
            return True
    return False
