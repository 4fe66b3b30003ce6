"""From texts to their audit: read, then judged, each against the facts and the others."""

from collections.abc import Sequence
from datetime import date

from portcall.catalogue.load import Catalogue
from portcall.records.claims import PressAudit

PressText = tuple[str, str, date | None]


def audit_texts(texts: Sequence[PressText], catalogue: Catalogue) -> PressAudit:
    """Read and judge some texts about station visits.

    Parameters
    ----------
    texts : sequence of (source, text, dateline)
        Where each is from, its words, and the day it was published, when that is known.
    catalogue : Catalogue
        Ships, sites, ports and facts.
    """
    from portcall.audit.press.judging.judge_readings import judge_readings  # noqa: PLC0415
    from portcall.audit.press.reading.read_text import read_text  # noqa: PLC0415

    readings = [
        read_text(text, dateline=dateline, source=source, catalogue=catalogue)
        for source, text, dateline in texts
    ]
    return judge_readings(readings, catalogue)
