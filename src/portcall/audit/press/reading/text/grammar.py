"""A language as data: the words by role, read from the files beside this room."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from portcall.audit.press.reading.text.event_words import EventWords, Words
from portcall.audit.press.reading.text.inflection import forms_of, other_forms
from portcall.audit.press.reading.text.lexicon import Phrase, make_lexicon
from portcall.audit.press.reading.text.tokens import Token, tokenize
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Record

DATA = Path(__file__).resolve().parents[2] / "data"
SHARED = ("names.toml", "zones.toml")
NO_LANGUAGE = (*SHARED, "past_ships.toml")
LONG_WORDS = 25
SHARE_LONG = 0.16
SHARE_SHORT = 0.10
MAX_ACRONYM = 4
SAMPLE_CHARACTERS = 100_000


class Named(Record):
    """Words that name one thing."""

    words: Words
    id: str = ""
    agency_number: str = Field(default="", description="id, when the number is the agency's")
    starts: Words = Field(default=(), description="how ids of its ships begin")
    kin: Words = Field(default=(), description="ids of several ships that bear the name")
    nameless: str = Field(default="", description="id of one of a family that nothing tells")
    zone: str = ""
    pads: dict[str, str] = Field(default_factory=dict)


class ZoneWords(Record):
    """Words that name a zone; the offset where the words themselves fix one."""

    words: Words
    iana: str
    offset_h: float | None = None


class GivenName(Record):
    """Given names that tell people of one family name apart."""

    name: str
    words: Words


class Names(Record):
    """Names that languages share."""

    ship: tuple[Named, ...] = ()
    walk: tuple[Named, ...] = ()
    family: tuple[Named, ...] = ()
    company: tuple[Named, ...] = ()
    rocket: tuple[Named, ...] = ()
    site: tuple[Named, ...] = ()
    module: tuple[Named, ...] = ()
    given: tuple[GivenName, ...] = ()


class Zones(Record):
    """Zones and the places that have them."""

    zone: tuple[ZoneWords, ...]
    city: tuple[ZoneWords, ...]


class Grammar(Record):
    """One language: words by role. Every role but `function` may be empty."""

    language: str
    function: str
    foreign: str = Field(default="", description="small words of other languages, not of this one")
    month: dict[str, Words] = Field(default_factory=dict)
    weekday: dict[str, Words] = Field(default_factory=dict)
    number: dict[str, Words] = Field(default_factory=dict)
    clock: dict[str, Words] = Field(default_factory=dict)
    half: dict[str, Words] = Field(default_factory=dict)
    fraction: dict[str, Words] = Field(default_factory=dict)
    day: dict[str, Words] = Field(default_factory=dict)
    link: dict[str, Words] = Field(default_factory=dict)
    zone: dict[str, Words] = Field(default_factory=dict)
    event: tuple[EventWords, ...] = ()
    verb: dict[str, Words] = Field(
        default_factory=dict,
        description="forms by blanks: base, third person, -ing, past, participle",
    )
    mode: dict[str, Words] = Field(default_factory=dict)
    object: dict[str, Words] = Field(default_factory=dict)
    part_of_place: dict[str, Words] = Field(default_factory=dict)
    side: dict[str, Words] = Field(default_factory=dict)
    unit: dict[str, Words] = Field(default_factory=dict)
    cargo: dict[str, Words] = Field(default_factory=dict)
    people: dict[str, Words] = Field(default_factory=dict)
    blank: dict[str, Words] = Field(default_factory=dict)
    dateline: dict[str, Words] = Field(default_factory=dict)
    relative: dict[str, Words] = Field(
        default_factory=dict, description="lower case, read word by word beside other roles"
    )
    word: dict[str, str] = Field(
        default_factory=dict, description="small words by what they are asked for, lower case"
    )
    names: Names = Names()
    zones: tuple[ZoneWords, ...] = Field(default=(), description="zones by this language's names")
    cities: tuple[ZoneWords, ...] = ()


BY_KEY = (
    *(
        "month",
        "weekday",
        "number",
        "clock",
        "half",
        "fraction",
        "day",
        "link",
        "zone",
        "mode",
        "object",
    ),
    *("part_of_place", "side", "unit", "cargo", "people", "blank", "dateline"),
)


def _by_first(phrases: Words) -> dict[str, list[tuple[str, ...]]]:
    """Return phrases, word by word, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found


class Language:
    """A grammar ready to read with: its lexicon and the words by which it is known."""

    def __init__(self, grammar: Grammar, names: Names, zones: Zones) -> None:
        self.grammar = grammar
        self.name = grammar.language
        self.names = _joined(names, grammar.names)
        self.events = (*grammar.event, *other_forms(grammar.event, grammar.verb))
        self.moving = forms_of(grammar.verb.get("moving", ()))
        self.zones = (*zones.zone, *grammar.zones)
        self.cities = (*zones.city, *grammar.cities)
        self.function = frozenset(grammar.function.split())
        self.foreign = frozenset(grammar.foreign.split())
        self.word = {key: frozenset(words.split()) for key, words in grammar.word.items()}
        self._told_events = frozenset(
            _lower_words(words)
            for event in grammar.event
            if event.kind != "none" and not event.weak
            for words in event.words
        )
        self.lexicon = make_lexicon(self._phrases())
        self.relative = {key: _by_first(words) for key, words in grammar.relative.items()}
        self.known = self.function | {
            token.lower
            for several in (
                *(event.words for event in grammar.event),
                *grammar.month.values(),
                *grammar.mode.values(),
                *grammar.cargo.values(),
                *grammar.unit.values(),
                *grammar.side.values(),
                grammar.object.get("orbit", ()),
            )
            for words in several
            for token in _one_word(words)
            if len(token.lower) > 3
        }

    def _phrases(self) -> list[Phrase]:
        found = [
            Phrase(words, role, key)
            for role in BY_KEY
            for key, several in getattr(self.grammar, role).items()
            for words in several
            if role != "mode" or not self.ends_in_event(words)
        ]
        for i, event in enumerate(self.events):
            found += [Phrase(words, "event", str(i)) for words in event.words]
        for role in ("ship", "walk", "family", "company", "rocket", "site", "module"):
            for i, named in enumerate(getattr(self.names, role)):
                found += [Phrase(words, role, str(i)) for words in named.words]
        for i, given in enumerate(self.names.given):
            found += [Phrase(words, "given", str(i)) for words in given.words]
        for i, zone in enumerate(self.zones):
            found += [Phrase(words, "zone_name", str(i)) for words in zone.words]
        for i, city in enumerate(self.cities):
            found += [Phrase(words, "city", str(i)) for words in city.words]
        return found

    def ends_in_event(self, words: str) -> bool:
        """Return whether words of planning would swallow an event: "scheduled to dock"."""
        last = _lower_words(words)
        return any(last[i:] in self._told_events for i in range(1, len(last)))

    def share(self, words: Sequence[str]) -> float:
        """Return which share of words it knows, less that of other languages' small words."""
        known = sum((word in self.known) - 2 * (word in self.foreign) for word in words)
        return known / max(len(words), 1)


def _lower_words(words: str) -> tuple[str, ...]:
    return tuple(token.lower for token in tokenize(words))


def _one_word(words: str) -> Sequence[Token]:
    """Return the token of an entry of one word; longer ones hold words of many languages."""
    tokens = tokenize(words)
    return tokens if len(tokens) == 1 else ()


def _joined(names: Names, more: Names) -> Names:
    return Names(**{key: (*getattr(names, key), *getattr(more, key)) for key in Names.model_fields})


def load_language(path: Path) -> Language:
    """Read one grammar file, with the names and zones that languages share."""
    names, zones = (DATA / name for name in SHARED)
    return Language(
        read_record(path, Grammar), read_record(names, Names), read_record(zones, Zones)
    )


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """Return every language that has a file."""
    return tuple(
        load_language(path) for path in sorted(DATA.glob("*.toml")) if path.name not in NO_LANGUAGE
    )


def _is_acronym(token: Token) -> bool:
    """Return whether capitals name a thing in every language: "ET" is no French word."""
    return token.text.isupper() and 1 < len(token.text) <= MAX_ACRONYM


def choose_language(text: str, among: Sequence[Language]) -> Language | None:
    """Return the language whose words the text uses most, or none when it uses few of any."""
    spelled = [one for one in tokenize(text[:SAMPLE_CHARACTERS]) if one.text[:1].isalpha()]
    shouted = sum(one.text.isupper() for one in spelled) > len(spelled) / 2
    words = [one.lower for one in spelled if shouted or not _is_acronym(one)]
    if not words or not among:
        return None
    best = max(among, key=lambda language: language.share(words))
    needed = SHARE_LONG if len(words) >= LONG_WORDS else SHARE_SHORT
    return best if best.share(words) >= needed else None
