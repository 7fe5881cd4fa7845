"""A sound dossier, and how to ask a reader about one: JSON in, facts or faults out."""

import json
from typing import Any

from service.dossier.facts import Dossier
from service.dossier.read import DossierReader
from service.errors import DossierRejected

SOUND: dict[str, Any] = {
    "dossier_id": "D-2026-001",
    "application_ref": "LOS-88121",
    "rating_date": "2026-11-01",
    "currency": "CNY",
    "evidence_defaults": {
        "source": "third_party",
        "as_of": "2026-10-20",
        "obtained_on": "2026-10-25",
        "assessor": "u1207",
    },
    "borrower": {
        "legal_name": "贝岭精密机床有限公司",
        "identifiers": {"uscc": "91350100M000100Y43"},
        "country": "CN",
        "incorporated_on": "2004-05-01",
        "industry": {"gbt4754": "C3421", "edition": "2017"},
        "ownership_type": "private",
        "business_model": "manufacturing",
        "long_development_cycle": False,
    },
    "history": {"founding_resource_status": "held", "years_operating": 22},
    "governance": {"owner_managed": True},
}


def body(document: Any) -> bytes:
    return json.dumps(document).encode()


def read(reader: DossierReader, document: Any) -> Dossier:
    return reader.read(body(document))


def faults(reader: DossierReader, sent: Any) -> list[dict[str, str]]:
    """The faults of a document or of raw bytes; none if it is accepted."""
    try:
        reader.read(sent if isinstance(sent, bytes) else body(sent))
    except DossierRejected as rejection:
        return [fault.to_json() for fault in rejection.faults]
    return []


def codes(reader: DossierReader, sent: Any) -> list[tuple[str, str]]:
    """The faults as (pointer, code)."""
    return [(fault["pointer"], fault["code"]) for fault in faults(reader, sent)]
