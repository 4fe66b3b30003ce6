"""Where the tests of the station log keep it: the same ones on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator

import postgres_server
import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server of our own."""
    postgres_server.require()
    with postgres_server.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def log_address(request, tmp_path) -> str:
    """Where a new log may be: an empty database of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "station.sqlite")
    return request.getfixturevalue("postgres").database()
