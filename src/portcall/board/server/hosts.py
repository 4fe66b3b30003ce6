"""Which names a server answers to, and which pages may ask: no DNS rebinding, no cross-site writes."""

import ipaddress
import socket
from collections.abc import Mapping

from portcall.board.server.refusal import Refused
from portcall.board.server.settings import Settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_OWN_SITE = ("same-origin", "none")


def host_name(header: str) -> str:
    """Return the name in a Host header, without its port.

    Examples
    --------
    >>> host_name("LocalHost:8765"), host_name("[::1]:8765"), host_name("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]


def known_names(settings: Settings) -> frozenset[str]:
    """Return the names that a server answers to, besides addresses in figures."""
    names = {"localhost"}
    if not settings.is_loopback:
        own = socket.gethostname().lower()
        names |= {settings.host.lower(), own, f"{own}.local", socket.getfqdn().lower()}
    return frozenset(names)


def require_host(header: str | None, settings: Settings, names: frozenset[str]) -> None:
    """Refuse a name that is not this server's: a foreign page may have pointed it here.

    Raises
    ------
    Refused
        403, or 400 without a name.
    """
    if not header:
        raise Refused(400, "the request names no host", where="Host")
    name = host_name(header)
    if name in names:
        return
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    # an address in figures cannot be pointed elsewhere
    if address is not None and (address.is_loopback or not settings.is_loopback):
        return
    raise Refused(
        403, "this server has another name", where="Host", remedy="ask it as localhost or 127.0.0.1"
    )


def require_same_site(method: str, headers: Mapping[str, str]) -> None:
    """Refuse what a page of another site asks, but for following a link to here.

    Raises
    ------
    Refused
        403.
    """
    site = headers.get("sec-fetch-site", "none")
    follows_link = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    framed = headers.get("sec-fetch-dest", "document") != "document"
    if site not in _OWN_SITE and (not follows_link or framed):
        raise Refused(403, "another site asks", where="Sec-Fetch-Site")
    if method in SAFE_METHODS:
        return
    origin = headers.get("origin")
    if origin is None:
        return
    host = headers.get("host", "").strip().lower()
    if origin.strip().lower() not in (f"http://{host}", f"https://{host}"):
        raise Refused(403, "a page of another origin writes", where="Origin")
