"""Dossiers that say a word that no other text says, so that it is noticed wherever it turns up."""

import json
from collections.abc import Iterator
from typing import Any

from service.dossier.read import DossierReader
from service.errors import DossierRejected
from tests.dossiers import ROOT

FULL = ROOT / "fixtures" / "dossiers" / "state_owned.json"
CANARY = "Kanarienvogel"


def document() -> dict[str, Any]:
    """A dossier with much evidence and many remarks."""
    loaded: dict[str, Any] = json.loads(FULL.read_text(encoding="utf-8"))
    return loaded


def _texts(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all texts in a document."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, (*at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*at, number))
    elif isinstance(value, str):
        yield at


def _put(document: Any, at: tuple[Any, ...], text: str) -> str:
    for step in at[:-1]:
        document = document[step]
    before: str = document[at[-1]]
    document[at[-1]] = text
    return before


def good(reader: DossierReader) -> bytes:
    """A valid dossier with the word in every text that may be anything."""
    full = document()
    planted = 0
    for number, at in enumerate(list(_texts(full))):
        before = _put(full, at, f"{CANARY}-{number}")
        try:
            reader.read(json.dumps(full).encode())
            planted += 1
        except DossierRejected:
            _put(full, at, before)
    assert planted > 30
    return json.dumps(full).encode()


def bad() -> bytes:
    """A dossier with the word in every text, and members of that name."""
    full = document()
    for number, at in enumerate(list(_texts(full))):
        _put(full, at, f"{CANARY}-{number}")
    full[CANARY] = {CANARY: [CANARY]}
    return json.dumps(full).encode()
