"""The dossiers under fixtures/, each to be sent once and known again by its application."""

import json
from itertools import cycle

from tests.dossiers import ROOT

DOCUMENTS = [
    json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "fixtures" / "dossiers").glob("*.json"))
]
_TURNS = cycle(DOCUMENTS)


def dossier(application_ref: str) -> bytes:
    """Return the next fixture's dossier under ``application_ref``."""
    return json.dumps(next(_TURNS) | {"application_ref": application_ref}).encode()
