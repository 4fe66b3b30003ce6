"""The events, verdicts, burns and masses of a record as the board lists them; figures unchanged."""

import math
from collections import Counter
from collections.abc import Sequence

from portcall.board.world.names import HOME_RULES, RULE_OF_EVENT, event_name
from portcall.board.world.phases import first_times
from portcall.records.mass import LedgerEntry
from portcall.records.scene import (
    EventMargin,
    MassEntry,
    SceneBurn,
    SceneEvent,
    SceneVerdict,
)
from portcall.records.timeline import TimelineEvent
from portcall.records.verdict import Verdict
from portcall.records.visit import VisitRecord


def scene_events(
    events: Sequence[TimelineEvent], verdicts: Sequence[Verdict]
) -> tuple[SceneEvent, ...]:
    """Return the events as bookmarks, each with an id of its own and the verdict that bears on it."""
    rules = {verdict.rule: verdict for verdict in verdicts}
    seen: Counter[str] = Counter()
    found = []
    for event in events:
        seen[event.event] += 1
        number = seen[event.event]
        rule = rules.get(RULE_OF_EVENT.get(event.event, ""))
        found.append(
            SceneEvent(
                id=event.event if number == 1 else f"{event.event}_{number}",
                # the modules of a crew ship part after the ship has parted from its rocket
                name="Modules separate"
                if event.event == "separation" and number > 1
                else event_name(event.event, event.note),
                utc=event.utc,
                sigma_s=event.sigma_s,
                basis=event.basis,
                flown_utc=event.flown_utc,
                error_s=event.error_s,
                note=event.note,
                margin=None if rule is None or number > 1 else event_margin(rule),
            )
        )
    return tuple(found)


def event_margin(verdict: Verdict) -> EventMargin:
    """Return a verdict in words.

    Examples
    --------
    >>> event_margin(
    ...     Verdict(rule="gate", verdict="pass", value=1.5, limit=100.0, unit="m", margin=98.5)
    ... ).text
    'gate: 1.5 m, limit 100 m, margin 98.5 m'
    """
    words = []
    if verdict.value is not None:
        words.append(figure_words(verdict.value, verdict.unit))
    if verdict.limit is not None:
        words.append(f"limit {figure_words(verdict.limit, verdict.unit)}")
    if verdict.margin is not None:
        words.append(f"margin {figure_words(verdict.margin, verdict.unit)}")
    if verdict.note and verdict.value is None:
        words.append(verdict.note)
    said = ", ".join(words) or verdict.verdict
    return EventMargin(text=f"{verdict.rule}: {said}", verdict=verdict.verdict)


def figure_words(value: float, unit: str) -> str:
    """Write a figure with three digits that count, or as a whole number when it is large.

    Examples
    --------
    >>> figure_words(239971.4, "m"), figure_words(0.012769, "m"), figure_words(0.0, "kg")
    ('239971 m', '0.0128 m', '0 kg')
    """
    if value == 0.0 or not math.isfinite(value):
        return f"{value:g} {unit}".strip()
    return f"{value:.0f} {unit}".strip() if abs(value) >= 1000.0 else f"{value:.3g} {unit}".strip()


def scene_verdicts(verdicts: Sequence[Verdict]) -> tuple[SceneVerdict, ...]:
    """Return the verdicts, those that fail first, then those that cannot be said."""
    order = {"fail": 0, "cannot say": 1, "pass": 2}
    ranked = sorted(verdicts, key=lambda one: order[one.verdict])
    return tuple(
        SceneVerdict(way="home" if one.rule in HOME_RULES else "up", **one.model_dump())
        for one in ranked
    )


def scene_burns(record: VisitRecord) -> tuple[SceneBurn, ...]:
    """Return every burn of a visit: the chase, the separation, the deorbit."""
    found = [
        SceneBurn(
            name=burn.name,
            start_utc=burn.utc,
            duration_s=burn.duration_s,
            delta_v_m_s=burn.delta_v_m_s,
            propellant_kg=burn.propellant_kg,
        )
        for burn in record.burns
    ]
    home = record.home
    if home is None:
        return tuple(found)
    if home.departure is not None:
        found += [
            SceneBurn(
                name=burn.name,
                start_utc=burn.start_utc,
                duration_s=burn.duration_s,
                delta_v_m_s=burn.delta_v_m_s,
                propellant_kg=burn.propellant_kg,
            )
            for burn in home.departure.burns
        ]
    deorbit = SceneBurn(
        name="deorbit",
        start_utc=home.ignition_utc,
        duration_s=home.duration_s,
        delta_v_m_s=home.delta_v_m_s,
        propellant_kg=home.propellant_kg,
    )
    return (*found, deorbit)


def scene_mass(
    entries: Sequence[LedgerEntry], events: Sequence[TimelineEvent]
) -> tuple[MassEntry, ...]:
    """Return the ship's mass after each event of the ledger; propellant is the ship's own, all of it."""
    times = first_times(tuple(events))
    return tuple(
        MassEntry(
            utc=times.get(entry.event),
            event=event_name(entry.event),
            total_kg=entry.total_kg,
            propellant_kg=entry.tanks.own_propellant_kg + entry.tanks.deorbit_reserve_kg,
        )
        for entry in entries
    )
