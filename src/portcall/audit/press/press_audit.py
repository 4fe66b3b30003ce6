"""From texts to their audit: read, then judged, each against the facts and the others."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from portcall.catalogue.load import Catalogue
from portcall.records.claims import PressAudit

PressText = tuple[str, str, date | None]
Step = Callable[..., None]
Stage = Callable[[str, int], AbstractContextManager[Step]]


@contextmanager
def untold(_title: str, _total: int) -> Iterator[Step]:
    """Tell nobody how far the work is."""
    yield lambda: None


def audit_texts(
    texts: Sequence[PressText], catalogue: Catalogue, *, stage: Stage = untold
) -> PressAudit:
    """Read and judge some texts about station visits.

    Parameters
    ----------
    texts : sequence of (source, text, dateline)
        Where each is from, its words, and the day it was published, when that is known.
    catalogue : Catalogue
        Ships, sites, ports and facts.
    stage : callable
        Given what is done and in how many steps, returns what surrounds it and is called at each step.
    """
    from portcall.audit.press.judging.judge_readings import judge_readings  # noqa: PLC0415
    from portcall.audit.press.reading.read_text import read_text  # noqa: PLC0415

    readings = []
    with stage("reading texts", len(texts)) as step:
        for source, text, dateline in texts:
            readings.append(read_text(text, dateline=dateline, source=source, catalogue=catalogue))
            step()
    with stage("judging claims", sum(len(one.claims) for one in readings)) as step:
        return judge_readings(readings, catalogue, step)
