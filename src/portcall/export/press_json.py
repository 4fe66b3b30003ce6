"""The audit of texts as JSON: claims with their verdicts, and the timeline."""

from collections.abc import Sequence

from portcall.records.claims import Claim, PressAudit, Reading

# of every claim, also when there is nothing to say
_ALWAYS = (
    "number",
    "kind",
    "subject",
    "value",
    "precision",
    "planned",
    "quote",
    "start",
    "end",
    "sure",
    "verdict",
    "reason",
    "correction",
)


def claim_json(claim: Claim) -> dict[str, object]:
    """Return a claim: what is always there, then what this kind of claim has besides."""
    full = claim.model_dump(mode="json")
    extra = {key: full[key] for key in full if key not in _ALWAYS and full[key] is not None}
    found = {key: full[key] for key in _ALWAYS} | extra
    if claim.correction is not None:
        found["correction"] = claim.correction.model_dump(mode="json", exclude_none=True)
    return found


def _text_json(reading: Reading, notes: Sequence[str]) -> dict[str, object]:
    return {
        "source": reading.source,
        "language": reading.language,
        "dateline": reading.dateline,
        "dateline_from": reading.dateline_from,
        "notes": [*notes, *reading.notes],
        "text": reading.text,
        "claims": [claim_json(claim) for claim in reading.claims],
    }


def press_json(
    audit: PressAudit, notes: Sequence[Sequence[str]] = (), *, timing: bool = True
) -> dict[str, object]:
    """Return an audit as plain data.

    Parameters
    ----------
    audit : PressAudit
        The judged texts.
    notes : Sequence[Sequence[str]]
        What was done to read each text, in their order.
    timing : bool
        Also what took how long; left out where bytes are compared.

    Returns
    -------
    dict[str, object]
        One text: its `claims` and the `timeline`. Several: `texts`, each with its `claims`, and the
        `timeline`.
    """
    given = [*notes, *([()] * (len(audit.readings) - len(notes)))]
    texts = [_text_json(one, said) for one, said in zip(audit.readings, given, strict=True)]
    shown: dict[str, object] = {**texts[0]} if len(texts) == 1 else {"texts": texts}
    shown["timeline"] = [one.model_dump(mode="json") for one in audit.timeline]
    shown["remarks"] = list(audit.notes)
    if timing and audit.timing:
        shown["timing"] = dict(audit.timing)
    return shown
