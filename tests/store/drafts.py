"""Decisions as small as they can be, to put into a store."""

from service.canonical import digest
from service.records.rows import decision_row
from service.store.port import Client, Draft

DOSSIER = {
    "borrower": {"legal_name": "北岭精工", "identifiers": {"uscc": "91X", "lei": "5299"}},
    "note": "\u0000",
}


def drafted(record_id: str = "0f3c", grade: str = "N4", padding: int = 0) -> Draft:
    """A decision as small as one can be, of as many bytes more as ``padding`` says."""
    contents = {
        "dossier": '{"legal_name":"北岭精工","note":"\\u0000"}'.encode(),
        "facts": b"{}",
        "result": f'{{"decision_id":"{record_id}","grade":"{grade}"}}'.encode(),
    }
    # Bytes that do not compress to nothing.
    contents["result"] += b"".join(
        digest(bytes([n % 256, n // 256])).encode() for n in range(padding // 71)
    )
    body = {
        "dossier_id": "D-2026-001",
        "application_ref": "LOS-88121",
        "rating_date": "2026-11-01",
        "grade": grade,
        "corrects": None,
        "retention": {"class": "cn_loan_file"},
        "ruleset": {
            "id": "nonfinancial",
            "version": "1.0.0",
            "digest": "sha256:11",
            "source": digest(b"{}"),
        },
        "contents": {name: digest(content) for name, content in contents.items()},
    }
    row = decision_row(
        {"body": body, "client": {"name": "los-2"}},
        DOSSIER,
        {"findings": [{"code": "REP-01-W1"}], "patterns": []},
    )
    return Draft("decision", record_id, None, Client("los-2"), body, contents, b"{}", row)
