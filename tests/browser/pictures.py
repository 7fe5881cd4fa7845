"""Takes the pictures of the pages under docs/img: ``python -m tests.browser.pictures``."""

import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from service.decisions.rate import Rater
from service.ruleset import catalogue
from service.store.sqlite import SqliteStore
from tests.browser.borrowers import Seeded, seed
from tests.dossiers import ROOT
from tests.faults.servers import Server, running

FOLDER: Final = ROOT / "docs" / "img"


class Picture(NamedTuple):
    """What is taken: ``begin`` is the element at its top, ``size`` in CSS pixels."""

    role: str
    lang: str
    address: str
    size: tuple[int, int]
    begin: str = "body"


_DYE: Final = "/decisions/{polluting_dye_maker}"
_DESK: Final = (1180, 900)

PICTURES: Final = {
    "decision-en": Picture("committee", "en", _DYE, (1180, 1250)),
    "changes-en": Picture("committee", "en", _DYE, _DESK, "#changes"),
    "decision-phone-zh": Picture("committee", "zh", _DYE, (390, 844)),
    "what-if-zh": Picture(
        "committee",
        "zh",
        f"{_DYE}/what-if?environment.credit_class=yellow&environment.penalties_24m=1",
        _DESK,
    ),
    "proof-en": Picture("auditor", "en", "/decisions/{average_manufacturer}/proof", _DESK),
    "portfolio-en": Picture("auditor", "en", "/portfolio", (1180, 1000)),
    "dossier-en": Picture("originator", "en", "/dossier", _DESK),
}
"""Name of the file to what is on it; the dossiers that are named are those under fixtures/."""


def take(browser: Browser, server: Server, store: SqliteStore, seeded: Seeded, name: str) -> bytes:
    """Return one of :data:`PICTURES` as PNG."""
    picture = PICTURES[name]
    width, height = picture.size
    address = picture.address.format(**seeded.decisions)
    context = browser.new_context(
        base_url=f"http://{server.host}",
        locale={"en": "en-GB", "zh": "zh-CN"}[picture.lang],
        viewport={"width": width, "height": height},
    )
    cookie = seeded.cookie(store, picture.role)
    context.add_cookies([{**cookie, "url": f"http://{server.host}"}])
    page = context.new_page()
    page.goto(address)
    page.locator(picture.begin).first.evaluate("e => e.scrollIntoView()")
    taken = page.screenshot()
    context.close()
    return taken


def main() -> None:
    """Take all of them anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pinzhi.sqlite3"
        store = SqliteStore(path)
        seeded = seed(store, Rater(catalogue.active()))
        with running(path) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            for name in PICTURES:
                png = take(browser, server, store, seeded, name)
                (FOLDER / f"{name}.png").write_bytes(png)
            browser.close()
        store.close()


if __name__ == "__main__":
    main()
