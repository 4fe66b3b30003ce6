"""An event as people and files write it: times as text, masses in kg, names of keys with their unit."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from portcall.catalogue.read import refusal
from portcall.core.errors import InputError, unknown_name
from portcall.core.time import parse_utc
from portcall.records.station_log import EVENT, EVENT_SCHEMA_VERSION, KINDS, Event, LogEvent
from portcall.records.stocks import GRAMS_A_KG

_MASSES = {"amount_g": "amount_kg", "cargo_g": "cargo_kg"}
_TIMES = ("happened_utc", "recorded_utc")
_FIRST = ("kind", "happened_utc")
_LAST = ("author", "id", "recorded_utc", "replaces", "schema_version")
_MOST_KG = 10**9


def keys_of(kind: str) -> tuple[str, ...]:
    """Return the keys that an event of a kind may have, in the order of writing.

    Examples
    --------
    >>> keys_of("trash-loaded")[:4]
    ('kind', 'happened_utc', 'ship', 'amount_kg')
    """
    fields = [_MASSES.get(name, name) for name in KINDS[kind].model_fields]
    own = [name for name in fields if name not in _FIRST + _LAST]
    return (*_FIRST, *own, *_LAST)


def columns() -> tuple[str, ...]:
    """Return every key of every kind, in the order of writing."""
    own = (key for kind in KINDS for key in keys_of(kind)[len(_FIRST) : -len(_LAST)])
    return (*_FIRST, *dict.fromkeys(own), *_LAST)


def words_of(event: Event) -> dict[str, Any]:
    """Return an event as a file holds it; what is not known is left out."""
    held = event.model_dump(mode="json", exclude_none=True)
    if "amount_g" in held:
        held["amount_kg"] = held["amount_g"] / GRAMS_A_KG
    if "cargo_g" in held:
        held["cargo_kg"] = {name: grams / GRAMS_A_KG for name, grams in held["cargo_g"].items()}
    return {key: held[key] for key in keys_of(event.kind) if key in held}


def event_from(words: Mapping[str, Any], *, where: str) -> Event:
    """Return the event that a file or a command line means.

    Parameters
    ----------
    words : Mapping[str, Any]
        By key; times and numbers may be text.
    where : str
        File and line, for errors.

    Raises
    ------
    InputError
        An unknown kind, key or resource, with the nearest one; what is missing; a mass that is negative
        or no whole number of grams; an event of a newer version.
    """
    kind = words.get("kind")
    if kind not in KINDS:
        raise unknown_name("event", str(kind or ""), KINDS, where=where)
    _require_version(words, where)
    known = keys_of(kind)
    for key in words:
        if key not in known:
            raise unknown_name(f"key of {kind}", key, known, where=where)
    data = dict(words)
    for stored, written in _MASSES.items():
        if written in data:
            data[stored] = _grams(data.pop(written), f"{where}: {written}")
    for key in _TIMES:
        if isinstance(data.get(key), str):
            data[key] = parse_utc(data[key], where=f"{where}: {key}")
    model = KINDS[kind]
    for name, field in model.model_fields.items():
        if field.is_required() and data.get(name) is None:
            raise InputError(
                f"{kind} needs '{_MASSES.get(name, name)}'", where=where, remedy="add it"
            )
    try:
        return EVENT.validate_python(data)
    except ValidationError as why:
        raise _one_line(why, model, where) from None


def _one_line(why: ValidationError, model: type[LogEvent], where: str) -> InputError:
    # the place of a finding begins with the kind, which the reader knows
    found = refusal(why, model, "")
    place = found.where.removeprefix(": ").split(".", 1)[-1]
    for stored, written in _MASSES.items():
        place = place.replace(stored, written)
    return InputError(found.what, limit=found.limit, where=f"{where}: {place}", remedy=found.remedy)


def _require_version(words: Mapping[str, Any], where: str) -> None:
    version = str(words.get("schema_version", EVENT_SCHEMA_VERSION))
    if version.isdecimal() and int(version) > EVENT_SCHEMA_VERSION:
        raise InputError(
            f"an event of version {version}",
            limit=f"this portcall reads up to {EVENT_SCHEMA_VERSION}",
            where=where,
            remedy="update portcall",
        )


def _grams(value: Any, where: str) -> Any:  # text, a number, or a table of them
    if isinstance(value, Mapping):
        return {name: _grams(one, f"{where}.{name}") for name, one in value.items()}
    if value is None:
        return None
    try:
        mass_kg = Decimal(str(value).strip())
    except InvalidOperation:
        raise InputError(f"'{value}' is not a mass in kg", where=where) from None
    if not mass_kg.is_finite() or abs(mass_kg) > _MOST_KG:
        raise InputError(f"{value} kg", limit=f"{_MOST_KG} kg", where=where)
    if mass_kg < 0:
        raise InputError(f"{value} kg is negative", limit="0 kg or more", where=where)
    grams = mass_kg * GRAMS_A_KG
    if grams != grams.to_integral_value():
        raise InputError(f"{value} kg", limit="whole grams", where=where, remedy="round it")
    return int(grams)


def completed(
    many: Sequence[Mapping[str, Any]], *, author: str | None, recorded_utc: datetime
) -> Iterator[dict[str, Any]]:
    """Give what a file left out: who reports, when it was recorded, and an id that a second import repeats.

    Parameters
    ----------
    many : Sequence[Mapping[str, Any]]
        Events as the file holds them.
    author : str or None
        Who reports an event that names nobody.
    recorded_utc : datetime
        When an event that does not say is recorded.

    Yields
    ------
    dict[str, Any]
    """
    seen: Counter[str] = Counter()
    for words in many:
        full: dict[str, Any] = {"recorded_utc": recorded_utc, **words}
        if author is not None:
            full.setdefault("author", author)
        if "id" not in full:
            told = {
                key: words[key] for key in sorted(words) if key not in _LAST or key == "replaces"
            }
            text = json.dumps(told, default=str, ensure_ascii=False)
            seen[text] += 1
            digest = hashlib.sha256(f"{text}#{seen[text]}".encode()).hexdigest()
            full["id"] = f"file-{digest[:20]}"
        yield full
