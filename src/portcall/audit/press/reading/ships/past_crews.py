"""Who flew on the ships from before the port calendar, read from the file beside this room.

Model   Family names of those who came and of those who left, by ship.
Valid   Flights to the station from 2000 to 2022. A ship is chosen by them; nothing is judged by them.
Source  As the file says.
"""

from functools import lru_cache

from portcall.audit.press.reading.text.grammar import DATA
from portcall.catalogue.read import read_record
from portcall.catalogue.record import Record


class PastCrew(Record):
    """The people of one ship; `down` is empty when those who came left on it."""

    up: tuple[str, ...]
    down: tuple[str, ...] = ()


class PastCrews(Record):
    """The whole file, by ship."""

    crew: dict[str, PastCrew]


@lru_cache(maxsize=1)
def past_crews() -> dict[str, tuple[str, ...]]:
    """Return the people of each ship, those who came first."""
    read = read_record(DATA / "past_crews.toml", PastCrews)
    return {ship: tuple(dict.fromkeys((*one.up, *one.down))) for ship, one in read.crew.items()}
