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
from portcall.records.stocks import GRAMS_A_KG, TRASH, resource_named

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


def event_from(
    words: Mapping[str, Any], *, where: str, called: Mapping[str, str] | None = None
) -> Event:
    """Return the event that a file or a command line means.

    Parameters
    ----------
    words : Mapping[str, Any]
        By key; times and numbers may be text.
    where : str
        File and line, for errors.
    called : Mapping[str, str], optional
        What the reader calls a key, where it is not the key itself: `{"amount_kg": "--kg"}`.

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
    names = dict(called or {})
    _require_keys(kind, words, names, where)
    data = dict(words)
    if isinstance(data.get("resource"), str):
        place = f"{where}: {names.get('resource', 'resource')}"
        if resource_named(data["resource"], where=place) == TRASH and kind == "cargo-moved":
            raise InputError("trash is no cargo", where=place, remedy="record trash-loaded")
    for stored, written in _MASSES.items():
        if written in data:
            data[stored] = _grams(data.pop(written), f"{where}: {names.get(written, written)}")
    for key in _TIMES:
        if key in data and not isinstance(data[key], datetime):
            data[key] = parse_utc(str(data[key]), where=f"{where}: {names.get(key, key)}")
    try:
        return EVENT.validate_python(data)
    except ValidationError as why:
        raise _one_line(why, KINDS[kind], names, where) from None


def _require_keys(
    kind: str, words: Mapping[str, Any], names: Mapping[str, str], where: str
) -> None:
    """Refuse keys that a kind does not have, and the lack of one that it needs."""
    known = keys_of(kind)
    for key in words:
        if key not in known:
            near = unknown_name("key", key, known)
            shown = names.get(key, key)
            remedy = f"{kind} takes none" if key in columns() else near.remedy
            raise InputError(f"unknown key '{shown}'", where=where, remedy=remedy)
    for name, field in KINDS[kind].model_fields.items():
        written = _MASSES.get(name, name)
        if field.is_required() and words.get(written) is None:
            shown = names.get(written, written)
            raise InputError(f"{kind} needs '{shown}'", where=where, remedy="add it")


def _one_line(
    why: ValidationError, model: type[LogEvent], names: Mapping[str, str], where: str
) -> InputError:
    found = refusal(why, model, "")
    # the place of a finding begins with the kind, which the reader knows
    key, dot, rest = found.where.removeprefix(": ").partition(".")[2].partition(".")
    key = _MASSES.get(key, key)
    place = f": {names.get(key, key)}{dot}{rest}" if key else ""
    what = found.what.replace("Input should", "it should")
    return InputError(what, limit=found.limit, where=f"{where}{place}", remedy=found.remedy)


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
        return {resource_named(k, where=where): _grams(v, f"{where}.{k}") for k, v in value.items()}
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
