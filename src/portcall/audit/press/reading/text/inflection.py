"""Other forms of the words that tell events: of "slid off" also "slides off", "sliding off"."""

from collections.abc import Iterable, Mapping, Sequence

from portcall.audit.press.reading.text.event_words import EventWords

DONE_KINDS = frozenset(
    {"launch", "insertion", "docking", "berthing", "undocking", "relocation", "re-entry"}
)
PAST = 3


def forms_of(rows: Iterable[str]) -> dict[str, int]:
    """Return every form of some verbs with its place in their rows.

    Parameters
    ----------
    rows : iterable of str
        Forms by blanks: base, third person, -ing, past, participle where it differs.
    """
    return {form: i for row in rows for i, form in enumerate(row.split())}


def other_forms(
    events: Sequence[EventWords], verbs: Mapping[str, Sequence[str]]
) -> tuple[EventWords, ...]:
    """Return the forms of what is told as done that no entry lists.

    A base form by itself may be a noun, so that it needs "to" or "will" before it; a third person by
    itself needs a ship.
    """
    known = {_plain(words) for event in events for words in event.words}
    rows = [row.split() for key in ("told", "moving") for row in verbs.get(key, ())]
    told = {form: row for row in reversed(rows) for form in row[PAST:]}
    single = {row.split()[0] for row in verbs.get("told", ())}
    made: list[EventWords] = []
    for event in events:
        if event.mode != "done" or event.weak or event.kind not in DONE_KINDS or event.needs:
            continue
        for words in event.words:
            first, _, rest = words.partition(" ")
            row = told.get(first)
            if row is None or event.at_site or (not rest and row[0] not in single):
                continue
            for i, form in enumerate(row):
                other = f"{form} {rest}".strip()
                if form != first and _plain(other) not in known:
                    known.add(_plain(other))
                    made.append(_form(event, other, i, alone=not rest))
    return tuple(made)


def _plain(words: str) -> str:
    return words.lower().replace("-", " ")


def _form(event: EventWords, words: str, place: int, *, alone: bool) -> EventWords:
    mode = {0: "noun", 1: "planned", 2: "noun"}.get(place, "done")
    needs = {0: "infinitive", 1: "present"}.get(place, "") if alone else ""
    return event.model_copy(update={"words": (words,), "mode": mode, "needs": needs})
