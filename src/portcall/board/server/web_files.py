"""The page's files: only those that the package holds, each with the hash by which a browser knows it."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

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
MODULES = "__MODULES__"
_NO_MODULES = {"early.js", "vendor.js", "vendor_entry.js"}  # a script, one that leads, a source


@dataclass(frozen=True)
class WebFile:
    """One file of the page."""

    content: bytes
    media_type: str
    etag: str


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Return the files that may be asked for; the list is made once, from the package's own folder."""
    return frozenset(
        one.name for one in _folder().iterdir() if one.is_file() and _kind(one.name) in _KINDS
    )


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(str(files("portcall.board").joinpath("web")))


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def web_file(name: str) -> WebFile | None:
    """Return a file of the page; None for any name that is not one of them."""
    if name not in _names():
        return None
    path = _folder() / name
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _changed_ns: int) -> WebFile:
    """Return a file; read again only when it has changed."""
    content = path.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return WebFile(content, _KINDS[_kind(path.name)], etag)


@lru_cache(maxsize=1)
def _preloads() -> str:
    """Return a link for each module: asked for at once, not one after the other as they are imported."""
    modules = sorted(name for name in _names() if _kind(name) == "js" and name not in _NO_MODULES)
    return "\n".join(f'<link rel="modulepreload" href="static/{name}">' for name in modules)


def page_text() -> str:
    """Return the page, with a place for its first state."""
    text = (_folder() / PAGE).read_text(encoding="utf-8")
    return text.replace(MODULES, _preloads())
