"""A bank's store with a ledger that is signed, as auditors meet it."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flask import Flask

from service.api.app import create_app
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT
from tests.ledger.ledgers import ORIGIN, drop_triggers
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of


def said(page: Page) -> str:
    """Return the text of ``page``, signs of punctuation joined to the word before them."""
    return re.sub(r" ([:;：；])", r"\1", page.text)


class Bank:
    """The service with keys of its ledger, and the browser of the auditor."""

    def __init__(self, folder: Path, store: SqliteStore, rater: Rater) -> None:
        self.store = store
        self.rater = rater
        self.keys = KeyFolder(folder / "keys")
        self.keys.create(ORIGIN)
        self.app: Flask = create_app(store, rater, replace(DEVELOPMENT, keys=self.keys.path))
        self.auditor: Browser = browser_of(self.app, store, "auditor", "li.wei")

    def page(self, address: str, status: int = 200) -> Page:
        """Return the page that the auditor sees."""
        answer = self.auditor.get(address)
        assert answer.status_code == status, answer.text
        return Page(answer)

    def by_hand(self, statement: str, *values: object) -> None:
        """Change the file behind the service's back, its triggers put back at the end."""
        with closing(sqlite3.connect(self.store.path, isolation_level=None)) as db:
            triggers = drop_triggers(db)
            assert db.execute(statement, values).rowcount
            for trigger in triggers:
                db.execute(trigger)
