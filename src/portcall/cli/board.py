"""`portcall board`: the mission board in a browser, of one visit and of every run beside it."""

import getpass
import logging
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from portcall.cli.log import AUTHOR_VARIABLE
from portcall.core.errors import DataError, InputError, unknown_name

if TYPE_CHECKING:
    from portcall.board.server.settings import Settings

SEED_FLIGHT = "progress-ms-31"
USUAL_PORT = 8765
_WILDCARDS = ("0.0.0.0", "::", "")  # noqa: S104  (named to be recognized, not listened on)
_NO_PLAN = 1


def board(
    visit: Annotated[
        str, typer.Argument(metavar="FLIGHT|RUN", help="What to show first.")
    ] = SEED_FLIGHT,
    runs: Annotated[Path, typer.Option("--runs", help="Folder of run folders.")] = Path("runs"),
    host: Annotated[
        str, typer.Option("--host", help="Address; any but this machine's own needs a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", help="First port tried.", min=0, max=65_535)
    ] = USUAL_PORT,
    open_: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the browser; where there is one.")
    ] = None,
    token: Annotated[
        bool, typer.Option("--token", help="Make a token and print it; else PORTCALL_BOARD_TOKEN.")
    ] = False,
    db: Annotated[
        str | None, typer.Option("--db", envvar="PORTCALL_DB", help="Station log: a file or a URL.")
    ] = None,
) -> None:
    """Show a visit, the station and its traffic in the browser, live or replayed, until Ctrl-C.

    Exit codes: 1 the flight to be shown has no plan, 2 bad input, 3 missing data, 130 ended by
    Ctrl-C.
    """
    wanted = _token(host, wanted=token)
    from dataclasses import replace

    from portcall.board.server.serve import listening_socket, serve
    from portcall.board.server.settings import Settings

    settings = Settings(runs, host=host, port=port, db=db, token=wanted, author=_author(host))
    listener = listening_socket(host, port)
    try:
        run = _run_to_show(settings, visit)
        found = listener.getsockname()[1]
        settings = replace(settings, port=found, first_run=run)
        if port not in (0, found):
            print(f"portcall: port {port} is taken: this board is on {found}", file=sys.stderr)
        _log_to_stderr()
        address = _address(settings, run)
        serve(settings, listener, ready=lambda: _tell(address, wanted=open_))
    finally:
        listener.close()


def _token(host: str, *, wanted: bool) -> str | None:
    """Return the token: the one of the environment, a new one, or none on the loopback."""
    from portcall.board.server.settings import LOOPBACK
    from portcall.board.server.token import TOKEN_LEAST, TOKEN_VARIABLE, new_token

    given = os.environ.get(TOKEN_VARIABLE)
    if given is not None:
        if len(given) < TOKEN_LEAST or not given.isascii() or not given.isprintable():
            limit = f"{TOKEN_LEAST} or more printable ASCII characters"
            raise InputError(
                "the token is too short or not plain", limit=limit, where=TOKEN_VARIABLE
            )
        return given
    if wanted:
        return new_token()
    if host not in LOOPBACK:
        raise InputError(
            f"'{host}' can be reached by others, and no token is asked for",
            where="--host",
            remedy=f"add --token, or set {TOKEN_VARIABLE}",
        )
    return None


def _author(host: str) -> str | None:
    """Return who reports an event that names nobody; from elsewhere, nobody is assumed."""
    from portcall.board.server.settings import LOOPBACK

    if host not in LOOPBACK:
        return None
    try:
        return os.environ.get(AUTHOR_VARIABLE) or getpass.getuser()
    except (OSError, KeyError):  # nobody is logged in
        return None


def _run_to_show(settings: "Settings", visit: str) -> str:
    """Return the run to show first; the flight is flown when there is none of it."""
    from portcall.board.world.runs import list_runs
    from portcall.catalogue.load import load_catalogue

    catalogue = load_catalogue()
    found = list_runs(settings.runs_root, catalogue)
    if any(run.id == visit for run in found):
        return visit
    flown = [r for r in found if r.kind == "visit" and r.flight == visit and r.damaged is None]
    plain = [run for run in flown if run.what_if is None]
    if plain or flown:
        return (plain or flown)[0].id
    flights = catalogue.names("flights")
    if visit not in flights:
        known = [*flights, *(run.id for run in found)]
        raise unknown_name("flight or run", visit, known, where=str(settings.runs_root))
    _fly(settings, visit)
    return visit


def _fly(settings: "Settings", flight: str) -> None:
    """Fly a flight in a process of its own: this one stays small."""
    from rich.console import Console

    from portcall.board.server.job_process import end, start, watch

    out = settings.runs_root / flight
    title = f"there is no run of {flight} yet: flying it (the first flight ever also compiles)"
    console = Console(stderr=True)
    if not console.is_terminal:
        print(f"portcall: {title}", file=sys.stderr)
    process = start((*settings.command, "fly", flight, "--out", str(out)))
    try:
        with console.status(title):
            ended = watch(
                process,
                stop=threading.Event(),
                limit_s=settings.job_time_s,
                heard=lambda _: None,
            )
    finally:
        end(process)
    if out.is_dir():
        return
    if ended.code == _NO_PLAN:
        print(f"portcall: {ended.last_line}", file=sys.stderr)
        raise typer.Exit(_NO_PLAN)
    raise DataError(ended.why or ended.last_line or "it left no run", where=f"fly {flight}")


def _log_to_stderr() -> None:
    """Let refusals come out on stderr, one line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("portcall: %(message)s"))
    logger = logging.getLogger("portcall.board")
    logger.addHandler(handler)
    logger.propagate = False


def _address(settings: "Settings", run: str) -> str:
    """Return the address to open; with the token, if there is one."""
    name = socket.gethostname() if settings.host in _WILDCARDS else settings.host
    shown = f"[{name}]" if ":" in name else name
    key = f"&token={quote(settings.token)}" if settings.token else ""
    return f"http://{shown}:{settings.port}/?run={quote(run)}{key}"


def _tell(address: str, *, wanted: bool | None) -> None:
    """Print the address, and open it where there is a browser."""
    print(address, flush=True)
    shows = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if shows and (sys.stdout.isatty() if wanted is None else wanted):
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
