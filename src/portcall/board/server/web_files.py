"""The page's files: only those that the package holds, each with the hash by which a browser knows it."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_KINDS = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "webp": "image/webp",
    "png": "image/png",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
PAGE = "index.html"


@dataclass(frozen=True)
class WebFile:
    """One file of the page."""

    content: bytes
    media_type: str
    etag: str


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Return the files that may be asked for; the list is made once, from the package's own folder."""
    folder = files("portcall.board").joinpath("web")
    return frozenset(
        one.name for one in folder.iterdir() if one.is_file() and _kind(one.name) in _KINDS
    )


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def web_file(name: str) -> WebFile | None:
    """Return a file of the page; None for any name that is not one of them."""
    if name not in _names():
        return None
    content = files("portcall.board").joinpath("web", name).read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return WebFile(content, _KINDS[_kind(name)], etag)


def page_text() -> str:
    """Return the page, with a place for its first state."""
    return files("portcall.board").joinpath("web", PAGE).read_text(encoding="utf-8")
