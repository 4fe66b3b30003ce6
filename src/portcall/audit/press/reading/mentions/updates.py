"""Updates with a day of their own: "Update, October 23: it undocks at 5:05 pm ET today"."""

from collections.abc import Mapping, Sequence
from datetime import date

from portcall.audit.press.reading.mentions.time_mentions import TimeMention
from portcall.audit.press.reading.text.marked import Marked

SIGNS = frozenset({"|", "-", ",", "(", ")"})
ENDS = frozenset({":", "-"})


def mark_updates(marked: Marked, times: Sequence[TimeMention]) -> None:
    """Mark the dates from which "today" counts in the update that they head."""
    for one in times:
        said = one.date
        if one.clock is None and said is not None and said.month is not None:
            one.heads_update = (
                said.day is not None and _is_labelled(marked, one.first) and _ends(marked, one.last)
            )


class Updates:
    """The day that times count from: that of the text, or of the update or the post they stand in."""

    def __init__(self, marked: Marked, anchor: date, posts: Mapping[int, date]) -> None:
        self._marked, self._posts = marked, posts
        self.text = self._here = anchor
        self._sentence = -1

    def day_of(self, time: TimeMention) -> date:
        """Return the day that a time counts from, asked in the order of the text."""
        sentences = self._marked.sentences
        passed = range(self._sentence + 1, time.sentence + 1)
        if any(sentences[number].new_block for number in passed):
            self._here = self.text
        self._sentence = max(self._sentence, time.sentence)
        return self._posts.get(time.sentence, self._here)

    def begin(self, time: TimeMention, day: date | None) -> None:
        """Begin the update that a date heads."""
        if time.heads_update and day is not None:
            self._here = day


def _is_labelled(marked: Marked, i: int) -> bool:
    """Return whether "Update" alone stands before a date."""
    j = i - 1
    while j >= 0 and (marked.text(j) in SIGNS or marked.item(j, "link")):
        j -= 1
    start = marked.inside[j] if j >= 0 else -1
    label = marked.item(start, "dateline") if start >= 0 else None
    alone = start == 0 or "\n" in marked.tokens[max(start, 0)].gap
    return label is not None and (alone or marked.text(start - 1) in {".", "!", "?"})


def _ends(marked: Marked, i: int) -> bool:
    """Return whether what is told follows behind a colon or a dash."""
    return marked.text(i) in ENDS and i + 1 < marked.size
