"""The service as it is run, with decisions in its store, and a real browser in front of it.

The browser is Debian's Chromium. Whatever a test does, no page may log an error, ask any other
host for anything, or fail to load what it names.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Request, Response, sync_playwright

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.browser.borrowers import Seeded, seed
from tests.faults.servers import running

DESKTOP = (1280, 900)
PHONE = (390, 844)
PATIENCE = 10_000
"""Milliseconds that a page has to do what is expected of it."""


class Site(NamedTuple):
    """The service that runs: its address, its store, and what was decided before."""

    address: str
    store: SqliteStore
    seeded: Seeded


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, rater: Rater) -> Iterator[Site]:
    path = tmp_path_factory.mktemp("site") / "pinzhi.sqlite3"
    store = SqliteStore(path)
    seeded = seed(store, rater)
    with running(path) as server:
        yield Site(f"http://{server.host}", store, seeded)
    store.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    found = shutil.which("chromium")
    assert found, "Chromium is missing: deploy/debian-packages test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """What must not happen on a page, as it is seen to happen."""

    def __init__(self, host: str) -> None:
        self._host = host
        self.faults: list[str] = []
        self.expected: set[int] = set()
        """Statuses that a test means to be answered with, 404 say."""

    def follow(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        about_status = "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not about_status:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.faults.append(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    watching = Watch(urlsplit(site.address).netloc)
    yield watching
    assert watching.faults == []


@pytest.fixture
def open_as(site: Site, chromium: Chromium, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Return what opens a page in a browser of its own, signed in by its sign-in form's session.

    ``open_as(role, address, lang="en", size=DESKTOP, script=True)``; without a role nobody is
    signed in.
    """
    contexts = []

    def opened(
        role: str | None,
        address: str,
        *,
        lang: str = "en",
        size: tuple[int, int] = DESKTOP,
        script: bool = True,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            locale={"en": "en-GB", "zh": "zh-CN"}[lang],
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            # A phone is touched; a mouse hovers.
            has_touch=size == PHONE,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if role is not None:
            cookie = site.seeded.cookie(site.store, role)
            context.add_cookies([{**cookie, "url": site.address}])
        page = watch.follow(context.new_page())
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script that finds what keeps people from using a page."""
    return Path(__file__).with_name("axe.min.js").read_text("utf-8")
