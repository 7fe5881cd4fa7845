"""The what-if page of one decision, as a committee member fills it in."""

from typing import Any

from service.decisions.rate import Rater
from service.explanation.subject import Subject
from service.store.sqlite import SqliteStore
from tests.web.deciding import decided, dossier
from tests.web.forms import fill, form_of
from tests.web.reading import Form, Page
from tests.web.signing_in import Browser

FAMILY = "family_condiment_maker"
AVERAGE = "average_manufacturer"
SUCCESSOR = {"governance.succession_plan": "documented"}
BOARD = {"governance.decision_process": "board_collective"}


class Supposing:
    """A committee member with the what-if page of one decision."""

    def __init__(
        self, store: SqliteStore, rater: Rater, browser: Browser, name: str, **changes: Any
    ) -> None:
        self.subject = Subject(rater, rater.rate(dossier(name, **changes)))
        self.browser = browser
        self.decision_id = decided(store, rater, name, **changes)
        self.address = f"/decisions/{self.decision_id}/what-if"

    def open(self, query: str = "") -> Page:
        return Page(self.browser.get(f"{self.address}{query}"))

    def form(self, query: str = "") -> Form:
        return form_of(self.open(query), "suppose")

    def suppose(self, **values: str | list[str]) -> Page:
        return Page(fill(self.browser, self.open(), "suppose", **values))


def result_of(page: Page) -> str:
    """What the page tells would follow, markup and all."""
    return page.html.partition('<section id="result"')[2].partition("</section>")[0]
