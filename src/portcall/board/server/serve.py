"""Serves the board until it is interrupted, and ends quickly whoever watches."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from portcall.board.server.app import create_app
from portcall.board.server.desk import Desk
from portcall.board.server.first_state import first_state
from portcall.board.server.settings import Settings
from portcall.board.server.way_home import begin_way_home
from portcall.core.errors import InputError

_PORTS_TRIED = 50
_GRACE_S = 1


class _Server(uvicorn.Server):
    """A server whose streams end as soon as it is told to stop."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Let the streams end, then stop as every server does."""
        self._desk.stage.stop()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End jobs and connections side by side."""
        await asyncio.gather(asyncio.to_thread(self._desk.close), super().shutdown(sockets))


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address, or on the next port of it that is free.

    Parameters
    ----------
    host : str
        Name or address.
    port : int
        The first port tried; 0 for any.

    Raises
    ------
    InputError
        No such address here, or no port is free.
    """
    last = min(port + (_PORTS_TRIED if port else 1), 65_536)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise InputError(f"no such address '{host}'", where="--host") from None
    for number in range(port, last):
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address[0], number, *address[2:]))
            listener.listen(128)
        except OSError as why:
            listener.close()
            if why.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise InputError(
                    f"cannot listen on {host}: {why.strerror}", where="--host"
                ) from None
        else:
            return listener
    limit = f"{port} to {last - 1}"
    raise InputError("no port is free", limit=limit, where="--port", remedy="name another")


def server_of(settings: Settings) -> tuple[uvicorn.Server, Desk]:
    """Return a server that only needs a socket, and its desk."""
    app = create_app(settings)
    desk: Desk = app.state.desk
    # what it would say of clients that go away concerns nobody
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL + 1)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=10,
        limit_concurrency=None,
    )
    return _Server(config, desk), desk


def serve(settings: Settings, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    settings : Settings
        With the port that the socket really has.
    listener : socket.socket
        As `listening_socket` gives it.
    ready : callable
        Called just before requests are answered.

    Raises
    ------
    KeyboardInterrupt
        By Ctrl-C, when everything has ended.
    """
    server, desk = server_of(settings)
    first_state(desk, None)  # read once before anybody waits for it
    ready()
    begin_way_home(desk)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        raise KeyboardInterrupt("the board has ended; nothing was left half-written") from None
    finally:
        desk.close()
