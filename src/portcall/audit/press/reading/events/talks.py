"""What is only talked about, or waited for: "return to Earth teleconference", "hold point arrival"."""

from collections.abc import Sequence

from portcall.audit.press.reading.events.event_mention import EventMention
from portcall.audit.press.reading.text.marked import Marked

BETWEEN_WORDS = 2


def without_talks(marked: Marked, events: Sequence[EventMention]) -> list[EventMention]:
    """Leave out the nouns before a talk that say what it is about.

    Parameters
    ----------
    marked : Marked
        The text.
    events : sequence of EventMention
        Those of one sentence in their order.
    """
    return [
        event
        for event, behind in zip(events, [*events, None][1:], strict=True)
        if behind is None or not (event.mode == "noun" and _is_topic(marked, event, behind))
    ]


def _is_topic(marked: Marked, event: EventMention, talk: EventMention) -> bool:
    gap = range(event.last, talk.first)
    if talk.kind != "said" or event.silent or len(gap) > BETWEEN_WORDS:
        return False
    return talk.mode == "noun" and all(marked.is_word(j, "before_talk") for j in gap)
