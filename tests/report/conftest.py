"""A visit as `fly` makes it, its report, and the page's text with the place of every figure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from portcall.audit.flown import with_flown
from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.docking.run.run_record import samples_of
from portcall.report.ascent_profile import ascent_profile
from portcall.report.page import report_html
from portcall.visit.approach_spread import spread_of
from portcall.visit.home import come_home
from portcall.visit.home_risk import Sampling
from portcall.visit.home_setting import HomeWishes, home_setting_of
from portcall.visit.known_elements import Policy
from portcall.visit.setting import setting_of
from portcall.visit.tracks import tracks_of
from portcall.visit.visit import make_visit
from portcall.visit.visit_home import brought_home

MOSCOW = ZoneInfo("Europe/Moscow")
VOID = {"meta", "br", "img", "link", "hr"}
MARKS = ("data-path", "data-from")
NOT_SHOWN = {"style", "script", "title"}
OF_A_PICTURE = {"svg"}
WORDS = {"code"}


@dataclass
class Piece:
    """A piece of text with the attributes of what marks it, and the tags around it."""

    text: str
    mark: dict[str, str]
    around: tuple[str, ...]


@dataclass
class Page(HTMLParser):
    """The page's pieces of text, its tags with attributes, its pictures' labels."""

    pieces: list[Piece] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self._open = []

    def handle_starttag(self, tag, attributes):
        found = {key: value or "" for key, value in attributes}
        self.tags.append((tag, found))
        if tag not in VOID:
            self._open.append((tag, found))

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, {key: value or "" for key, value in attributes}))

    def handle_endtag(self, tag):
        assert self._open[-1][0] == tag, f"{tag} closes {self._open[-1][0]}"
        self._open.pop()

    def handle_data(self, data):
        marked = next((a for _, a in reversed(self._open) if any(m in a for m in MARKS)), {})
        self.pieces.append(Piece(data, marked, tuple(tag for tag, _ in self._open)))

    @classmethod
    def of(cls, page):
        read = cls()
        read.feed(page.decode())
        read.close()
        assert not read._open
        return read

    @property
    def shown(self):
        """The text of the page itself, pictures and scripts left out."""
        unseen = NOT_SHOWN | OF_A_PICTURE
        return [piece for piece in self.pieces if not unseen & set(piece.around)]


BARE = {"tracks": (), "approaches": (), "samples": (), "ascent": None}


@dataclass(frozen=True)
class Told:
    """A visit with everything that a report takes."""

    record: object
    given: dict

    def page(self, record=None, **changed):
        return report_html(record or self.record, **{**self.given, **changed})

    def bare(self, record=None):
        """The page without the figures that take paths: quick, and all that its words say."""
        return self.page(record, **BARE)


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue()


def told_of(catalogue, name):
    """Fly a visit as the command does, but for the folder."""
    flight = catalogue.flight(name)
    setting = setting_of(catalogue, brief(flight), policy=Policy())
    visit = make_visit(catalogue, setting)
    whole, home = brought_home(catalogue, visit)
    record = with_flown(whole, flight)
    docking, flown = visit.docking
    spread, approaches = spread_of(docking, record.docking, threads=1)
    return Told(
        record.model_copy(update={"docking": spread}),
        {
            "catalogue": catalogue,
            "flight": flight,
            "tracks": tracks_of(visit, visit.flight.chase.path, home),
            "approaches": approaches,
            "samples": samples_of(docking.scenario, flown),
            "ascent": ascent_profile(visit.point.ascent),
            "zones": (MOSCOW,),
            "tool_version": "0",
            "command": f"portcall fly {name} --tz Europe/Moscow",
        },
    )


@pytest.fixture(scope="session")
def cargo(catalogue):
    return told_of(catalogue, "progress-ms-31")


@pytest.fixture(scope="session")
def crew(catalogue):
    return told_of(catalogue, "soyuz-ms-28")


@pytest.fixture(scope="session")
def sampled(catalogue, cargo):
    """The cargo ship with sampled falls: footprint, area, risk."""
    setting = home_setting_of(
        catalogue, brief(catalogue.flight("progress-ms-31")), HomeWishes(), policy=Policy()
    )
    home = come_home(catalogue, setting, sampling=Sampling(40, 1))
    return Told(cargo.record.model_copy(update={"home": home.record}), cargo.given)


@pytest.fixture(scope="session")
def cargo_page(cargo):
    return cargo.page()


@pytest.fixture(scope="session")
def crew_page(crew):
    return crew.page()


@pytest.fixture(scope="session")
def sampled_page(sampled):
    return sampled.bare()


@pytest.fixture(scope="session")
def read_page():
    return Page.of
