"""Decisions on the borrowers under fixtures/, recorded for pages to show."""

from typing import Any

import orjson

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT


def dossier(name: str, **changes: Any) -> bytes:
    """Return the dossier of that name under fixtures/dossiers, with members changed."""
    path = ROOT / "fixtures" / "dossiers" / f"{name}.json"
    return orjson.dumps(orjson.loads(path.read_bytes()) | changes)


def decided(
    store: SqliteStore,
    rater: Rater,
    name: str = "average_manufacturer",
    client: str = "m.chen",
    **changes: Any,
) -> str:
    """Decide on a dossier as ``client``, and return the decision's id."""
    asking = Client(client, authenticated=True)
    return decide(rater, store, dossier(name, **changes), asking).decision_id
