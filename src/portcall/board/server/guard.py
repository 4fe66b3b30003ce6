"""Stands before every route: who asks, under which name, with what body; and what every answer carries."""

import logging
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portcall.board.server.body import replay, require_announced, require_readable, whole_body
from portcall.board.server.headers import add_common
from portcall.board.server.hosts import known_names, require_host, require_same_site
from portcall.board.server.limits import HEADER_CHARACTERS
from portcall.board.server.metrics import Metrics
from portcall.board.server.refusal import Refused, error_response
from portcall.board.server.settings import API, Settings
from portcall.board.server.token import in_header_or_cookie, in_query, set_cookie, without_token

log = logging.getLogger("portcall.board")
_LOOKED_AT = {
    "host", "origin", "authorization", "cookie", "content-type", "content-length",
    "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest",
}  # fmt: skip
_SHOWN = 120  # characters of a path in the log


def _headers(scope: Scope) -> dict[str, str]:
    """Return the headers that are looked at; refuse one that is doubled or endless."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").lower()
        if name not in _LOOKED_AT:
            continue
        if name in found and name != "cookie":
            raise Refused(400, "a header is given twice", where=name)
        if len(raw_value) > HEADER_CHARACTERS:
            raise Refused(400, "a header is too long", where=name)
        value = raw_value.decode("latin-1")
        found[name] = f"{found[name]}; {value}" if name in found else value
    return found


def _route(scope: Scope) -> str:
    """Return the pattern that a path was matched by: the words of a client make no new counter."""
    pattern = str(getattr(scope.get("route"), "path", "other"))
    inside = scope["path"].startswith(f"{API}/") and pattern.startswith("/")
    return API + pattern if inside and not pattern.startswith(API) else pattern


def _require_plain_path(path: str) -> None:
    """Refuse a path that could mean another place than it says."""
    parts = path.split("/")
    if any(part in {".", ".."} for part in parts) or "\\" in path or not path.isprintable():
        raise Refused(404, "no such page", where="path")


class Guard:
    """ASGI middleware that refuses what may not come in, and logs each refusal in one line.

    Parameters
    ----------
    app : ASGIApp
        What it guards.
    settings : Settings
        Who may ask.
    metrics : Metrics
        Where answers are counted.
    """

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._names = known_names(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        told = self._told(scope, send)
        try:
            headers = _headers(scope)
            early = self._require_allowed(scope, headers)
            if early is None:
                body = await whole_body(receive)
                require_readable(headers, body)
        except Refused as why:
            self._log(scope, why.status, str(why))
            self._metrics.add("portcall_refusals_total", status=why.status)
            await error_response(why.status, why)(scope, receive, told)
            return
        if early is not None:
            await early(scope, receive, told)
            return
        await self._pass_on(scope, replay(body, receive), told)

    async def _pass_on(self, scope: Scope, receive: Receive, told: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await told(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as why:  # the server stays up, whatever a route meets
            self._log(scope, 500, f"{type(why).__name__}: {why}")
            log.debug("where it came from", exc_info=True)
            if not begun:
                error = Refused(500, "the server met what it was not made for")
                await error_response(500, error)(scope, receive, told)

    def _require_allowed(self, scope: Scope, headers: dict[str, str]) -> Response | None:
        """Refuse, or return the answer to an address that carries the token."""
        settings = self._settings
        require_host(headers.get("host"), settings, self._names)
        require_same_site(scope["method"], headers)
        _require_plain_path(scope["path"])
        require_announced(headers)
        token = settings.token
        if token is None:
            return None
        query = scope["query_string"].decode("latin-1")
        if scope["method"] == "GET" and in_query(query, token):
            return _with_cookie(scope["path"], query, headers, token, settings.port)
        if not in_header_or_cookie(headers, token, settings.port):
            raise Refused(
                401,
                "the token is missing or wrong",
                where="Authorization",
                remedy="open the address that the board printed, or send 'Authorization: Bearer'",
            )
        return None

    def _told(self, scope: Scope, send: Send) -> Send:
        """Return a `send` that adds the common headers and counts the answer."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                add_common(headers)
                message["headers"] = headers.raw
                self._metrics.add(
                    "portcall_requests_total", route=_route(scope), status=message["status"]
                )
            await send(message)

        return told

    def _log(self, scope: Scope, status: int, words: str) -> None:
        client = (scope.get("client") or ("?",))[0]
        path = ascii(scope["path"])[1:-1][:_SHOWN]
        said = ascii(words)[1:-1][: 3 * _SHOWN]
        log.warning("refused %d: %s %s from %s: %s", status, scope["method"], path, client, said)


def _with_cookie(path: str, query: str, headers: dict[str, str], token: str, port: int) -> Response:
    """Return the way to the same address without the token, with a cookie that stands for it."""
    rest = without_token(query)
    target = "/" + quote(path.lstrip("/")) + (f"?{rest}" if rest else "")
    answer: Response
    if headers.get("sec-fetch-site", "none") in {"same-origin", "none"}:
        answer = RedirectResponse(target, status_code=303)
    else:
        # a strict cookie does not travel with a redirect that began on another site
        answer = HTMLResponse("<!doctype html><title>portcall</title>")
        answer.headers["refresh"] = f"0; url={target}"
    answer.headers["set-cookie"] = set_cookie(token, port)
    return answer
