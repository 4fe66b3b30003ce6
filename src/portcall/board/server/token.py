"""The token: made once, compared in constant time, exchanged for a cookie that scripts cannot read."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

TOKEN_VARIABLE = "PORTCALL_BOARD_TOKEN"  # noqa: S105  (its name, not its value)
TOKEN_LEAST = 16  # characters


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())


def cookie_name(port: int) -> str:
    """Return the cookie's name: a browser does not tell the ports of a machine apart."""
    return f"portcall_board_{port}"


def cookie_value(token: str) -> str:
    """Return what the cookie holds: who reads it does not learn the token."""
    return hmac.new(token.encode(), b"portcall board cookie", hashlib.sha256).hexdigest()


def set_cookie(token: str, port: int) -> str:
    """Return the header that hands the cookie out."""
    return f"{cookie_name(port)}={cookie_value(token)}; Path=/; HttpOnly; SameSite=Strict"


def in_header_or_cookie(headers: Mapping[str, str], token: str, port: int) -> bool:
    """Tell whether a request knows the token."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and _same(given.strip(), token):
        return True
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(cookie_name(port))
    except CookieError:
        return False
    return held is not None and _same(held.value, cookie_value(token))


def in_query(query: str, token: str) -> bool:
    """Tell whether an address carries the token."""
    given = [value for key, value in _pairs(query) if key == "token"]
    return len(given) == 1 and _same(given[0], token)


def without_token(query: str) -> str:
    """Return an address's query without the token.

    Examples
    --------
    >>> without_token("run=progress-ms-31&token=abc")
    'run=progress-ms-31'
    """
    return urlencode([(key, value) for key, value in _pairs(query) if key != "token"])


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []
