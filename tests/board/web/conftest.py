"""A real browser over a board that listens; every page is watched for errors and for what it asks for."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
WITH_WEBGL = ("--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader")
WITHOUT_WEBGL = ("--no-sandbox", "--disable-gpu", "--disable-software-rasterizer")
# what the software renderer says of itself
NOT_OURS = ("GPU stall", "GL Driver Message", "software WebGL")


def _browser_path() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        missing = f"none of {', '.join(NAMES)} is installed"
        if os.environ.get("PORTCALL_BROWSER") == "required":
            pytest.fail(f"a browser is required: {missing}")
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """Playwright, once."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Any]:
    """A browser that draws WebGL in software."""
    found = playwright.chromium.launch(executable_path=_browser_path(), args=list(WITH_WEBGL))
    yield found
    found.close()


@pytest.fixture(scope="session")
def flat_browser(playwright) -> Iterator[Any]:
    """A browser without WebGL."""
    found = playwright.chromium.launch(executable_path=_browser_path(), args=list(WITHOUT_WEBGL))
    yield found
    found.close()


@dataclass
class Opened:
    """A page of the board, and what it said."""

    page: Any
    address: str
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def go(self, **query: object) -> None:
        """Open an address of the board and wait for its first frame."""
        self.page.goto(f"{self.address}?{urlencode(query)}")
        self.wait("window.portcallReady === true")

    def wait(self, expression: str, seconds: float = 30.0) -> None:
        """Wait until something holds in the page; asked from here, for its policy allows no eval."""
        last = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < last, f"never: {expression}"
            self.page.wait_for_timeout(50)

    def state(self, words: str) -> Any:
        """Return something of the page's state, as `utcMs` or `frame.phase`."""
        return self.page.evaluate(f"window.portcallStore.get().{words}")

    def until(self, condition: str, seconds: float = 30.0) -> None:
        """Wait until something holds of the state `s`."""
        self.wait(
            f"(() => {{ const s = window.portcallStore.get(); return Boolean({condition}); }})()",
            seconds,
        )

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)


def _watched(page: Any, address: str) -> Opened:
    opened = Opened(page, address)

    def hear(message: Any) -> None:
        if message.type == "error" and not any(word in message.text for word in NOT_OURS):
            opened.errors.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.on("request", lambda request: opened.hosts.add(urlsplit(request.url).hostname or ""))
    return opened


@pytest.fixture
def open_page(live, request) -> Iterator[Callable[..., Opened]]:
    """`open_page(width=, height=, webgl=, script=)`: a page; at the end none has gone anywhere else.

    Without WebGL unless asked for: a page is there in a quarter of the time.
    """
    made: list[tuple[Any, Opened]] = []

    def make(
        width: int = 1600, height: int = 1000, *, webgl: bool = False, script: str = ""
    ) -> Opened:
        within = request.getfixturevalue("browser" if webgl else "flat_browser")
        context = within.new_context(
            viewport={"width": width, "height": height}, timezone_id="Europe/Berlin"
        )
        context.set_default_timeout(20_000)
        if script:
            context.add_init_script(script)
        opened = _watched(context.new_page(), f"http://{live.host}:{live.port}/")
        made.append((context, opened))
        return opened

    yield make
    for context, opened in made:
        context.close()
        assert opened.hosts <= {"127.0.0.1", ""}, opened.hosts


@pytest.fixture
def opened(open_page) -> Opened:
    """The seed visit at lift-off, in a page that must stay without an error."""
    found = open_page()
    found.go(run="progress-ms-31")
    return found
