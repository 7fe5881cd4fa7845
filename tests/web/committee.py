"""The page of the human decision on one decision, as members of the committee use it."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.reviews.review import Answer, reviews_of
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import WORDS
from tests.web.deciding import decided, dossier
from tests.web.forms import fill
from tests.web.reading import Page
from tests.web.signing_in import Browser

SiteClient = Callable[..., Browser]


class Committee:
    """A decision, and its page before whoever of the committee looks at it."""

    def __init__(
        self, store: SqliteStore, rater: Rater, site_client: SiteClient, name: str, **changes: Any
    ) -> None:
        self._store, self._rater, self._site_client = store, rater, site_client
        self._dossier = dossier(name, **changes)
        self.decision_id = decided(store, rater, name, **changes)

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"/decisions/{self.decision_id}/review"

    def browser(self, officer: str = "li.na", role: str = "committee") -> Browser:
        return self._site_client(role, officer)

    def open(self, officer: str = "li.na", query: str = "", role: str = "committee") -> Page:
        return Page(self.browser(officer, role).get(self.address + query))

    def send(self, action: str, officer: str = "li.na", **values: Any) -> TestResponse:
        """Open the page, fill the form of ``action`` in with what it needs, and send it."""
        browser = self.browser(officer)
        page = Page(browser.get(self.address))
        return fill(browser, page, action, **{**WORDS[action], **values})

    def done(self, action: str, officer: str = "li.na", **values: Any) -> str:
        """Send, and be sent on to the page that tells of it; return its address."""
        answer = self.send(action, officer, **values)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def correct(self) -> str:
        """Decide on the dossier again, as a correction; return the newer decision's id."""
        asking = Client("m.chen", authenticated=True)
        newer = decide(self._rater, self._store, self._dossier, asking, self.decision_id)
        return newer.decision_id

    def history(self) -> Answer:
        history = reviews_of(self._store, self.decision_id)
        assert history is not None
        return history

    def reviews(self) -> list[Answer]:
        """The reviews that are recorded, oldest first."""
        found: list[Answer] = self.history()["reviews"]
        return found
