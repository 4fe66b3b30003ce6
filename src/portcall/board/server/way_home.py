"""The falls of the first run's way home: ordered once, for its footprint and the area to close."""

from portcall.board.server.desk import Desk
from portcall.board.server.orders import order_home
from portcall.board.world.home_areas import names_of_home
from portcall.core.errors import PortcallError
from portcall.records.board_view import Job


def begin_way_home(desk: Desk) -> Job | None:
    """Have the way home of the first run sampled; None where that is done, or makes no sense.

    Parameters
    ----------
    desk : Desk
        The server's.
    """
    run = desk.settings.first_run
    if run is None:
        return None
    try:
        scene = desk.shelf.scene(run).scene
        falls = scene.run.kind == "visit" and scene.run.what_if is None and bool(scene.pieces)
        if not falls or scene.areas or scene.run.flight not in desk.catalogue.names("flights"):
            return None
        if any((desk.shelf.root / name).exists() for name in names_of_home(run, scene.run.flight)):
            return None
        desk.shelf.require_room()
        return desk.jobs.submit(order_home(desk.catalogue, scene.run.flight))
    except PortcallError:  # refusals too: the board does without
        return None
