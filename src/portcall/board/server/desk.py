"""Everything that a route may need, made once a server."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from portcall.board.server.jobs import JobDesk
from portcall.board.server.metrics import Metrics
from portcall.board.server.settings import Settings
from portcall.board.server.shelf import Shelf
from portcall.board.server.stage import Stage
from portcall.catalogue.load import Catalogue, load_catalogue


@dataclass(frozen=True)
class Desk:
    """What the routes share."""

    settings: Settings
    catalogue: Catalogue
    shelf: Shelf
    jobs: JobDesk
    stage: Stage
    metrics: Metrics

    def close(self) -> None:
        """End streams, plays and jobs."""
        self.stage.stop()
        self.jobs.close()


def desk_for(settings: Settings) -> Desk:
    """Return the desk of a server."""
    catalogue, metrics = load_catalogue(), Metrics()
    shelf = Shelf(settings.runs_root, catalogue)
    return Desk(
        settings=settings,
        catalogue=catalogue,
        shelf=shelf,
        jobs=JobDesk(settings, shelf),
        stage=Stage(shelf, metrics),
        metrics=metrics,
    )


def _desk(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101  (create_app puts it there)
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
