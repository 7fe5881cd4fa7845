"""What is in the store of the browser's tests: users, decisions, hostile text, a signed ledger."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.records.policy import records_policy
from service.reviews.review import add_review
from service.store import users
from service.store.port import Client
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.accounts import Accounts
from service.users.cookie import cookie_name
from service.users.sessions import sessions_of
from service.users.trail import Trail
from tests.calling import DEVELOPMENT
from tests.dossiers import ROOT
from tests.web.deciding import decided, dossier
from tests.web.signing_in import MADE

USERS = {
    "originator": "l.wang",
    "committee": "m.chen",
    "auditor": "a.zhou",
    "policy": "p.liu",
    "admin": "root",
}


HOSTILE = "<script>window.harmed=1</script>\"'><img src=x onerror=window.harmed=1>{{7*7}}"
"""Markup that must be read as text, wherever it is shown."""

TURNED = "\u202egnp.exe\u202c \u200f\u061c\u2066right to left\u2069"
"""Marks that turn the direction of what follows."""

LONG = "北岭" + "W" * 198
"""A name of 200 characters without a place to break."""


PERSON = "k.sun"
PASSWORD = "a long walk by the river"
"""A member of the committee who signs in by hand."""


@dataclass(frozen=True)
class Seeded:
    """Decisions by the name of their dossier; ``hostile`` by what is hostile in them."""

    decisions: dict[str, str]
    hostile: dict[str, str]

    def cookie(self, store: SqliteStore, role: str) -> dict[str, str]:
        """Return the cookie of a new session of the user in ``role``."""
        token = sessions_of(store, DEVELOPMENT).open(USERS[role])
        return {"name": cookie_name(DEVELOPMENT), "value": token}


def seed(store: SqliteStore, rater: Rater) -> Seeded:
    """Make the users, decide on every dossier under fixtures/, and sign the ledger."""
    for role, name in USERS.items():
        users.add(store, User(name, role, name, None, MADE))
    Accounts(store, Trail(store)).create(PERSON, "committee", PASSWORD)
    names = sorted(path.stem for path in Path(ROOT / "fixtures" / "dossiers").glob("*.json"))
    officer = USERS["originator"]
    decisions = {name: decided(store, rater, name, officer) for name in names}
    hostile = {
        kind: decided(store, rater, "average_manufacturer", officer, **_hostile(text))
        for kind, text in (("markup", HOSTILE), ("turned", TURNED), ("long", LONG))
    }
    review = {"action": "accept", "officer": USERS["committee"]}
    client = Client(USERS["committee"], authenticated=True, user=USERS["committee"])
    reviewed = decisions["strong_private_manufacturer"]
    add_review(store, records_policy(), reviewed, orjson.dumps(review), client)
    keys = KeyFolder(store.path.parent / "keys")
    keys.create("localhost/pinzhi")
    record_keys(store, keys, client)
    make_checkpoint(store, keys)
    return Seeded(decisions, hostile)


def _hostile(text: str) -> dict[str, Any]:
    """Return members of a dossier with ``text`` wherever text is free."""
    found = orjson.loads(dossier("average_manufacturer"))
    found["borrower"]["legal_name"] = text
    for section in found.values():
        if isinstance(section, dict) and section is not found["borrower"]:
            for fact, value in section.items():
                if isinstance(value, str | int | float | bool):
                    section[fact] = {"value": value, "evidence_ref": text, "comment": text}
    found["evidence_defaults"] = orjson.loads(dossier("average_manufacturer"))["evidence_defaults"]
    found["dossier_id"] = f"D-HOSTILE-{len(text)}"
    return dict(found)
