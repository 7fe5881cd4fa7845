"""The digest names what the dossier says, not how its JSON happens to be written."""

import json
from typing import Any

from service.canonical import canonical_bytes, digest
from service.dossier.read import DossierReader
from tests.dossier.asking import SOUND, body, read


def backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: backwards(item) for name, item in reversed(value.items())}
    return value


def test_the_order_of_members_does_not_count(reader: DossierReader) -> None:
    one, other = read(reader, SOUND), read(reader, backwards(SOUND))
    assert one.digest == other.digest
    assert one.facts == other.facts
    assert list(one.facts) == list(other.facts)


def test_the_spelling_of_numbers_and_blanks_does_not_count(reader: DossierReader) -> None:
    plain = body(SOUND)
    spelled = json.dumps(SOUND, indent=3).replace(
        '"years_operating": 22', '"years_operating": 2.2e1'
    )
    assert "2.2e1" in spelled
    assert reader.read(spelled.encode()).digest == reader.read(plain).digest


def test_a_value_or_its_evidence_counts(reader: DossierReader, dossier: dict[str, Any]) -> None:
    first = read(reader, dossier).digest
    dossier["history"]["years_operating"] = 22.0001
    second = read(reader, dossier).digest
    dossier["evidence_defaults"]["assessor"] = "u9"
    assert len({first, second, read(reader, dossier).digest}) == 3


def test_the_document_is_kept_as_received_and_reads_the_same_again(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"]["unrelated_revenue_share_pct"] = 12.3456
    found = read(reader, dossier)
    assert found.document == dossier
    assert found.digest == digest(canonical_bytes(dossier))
    assert reader.read(canonical_bytes(found.document)) == found


def test_the_head_of_the_dossier_is_at_hand(reader: DossierReader) -> None:
    found = read(reader, SOUND)
    assert (found.dossier_id, found.application_ref) == ("D-2026-001", "LOS-88121")
    assert found.rating_date.isoformat() == "2026-11-01"
