"""The proof of a decision is shown step by step, as anybody could take the steps."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.audit.verifier import open_note
from service.decisions.rate import Rater
from service.ledger import proofs
from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.web.auditing import Bank
from tests.web.deciding import decided
from tests.web.reading import Page
from tests.web.signing_in import Browser


@pytest.fixture
def bank(tmp_path: Path, store: SqliteStore, rater: Rater) -> Bank:
    return Bank(tmp_path, store, rater)


def hashes(page: Page) -> list[bytes]:
    """Every hash on the page, in its order."""
    found = re.findall(r"(?<![\w+/])[A-Za-z0-9+/]{43}=", page.text)
    return [base64.b64decode(text) for text in found]


def test_every_step_can_be_taken_by_hand_from_the_record_to_the_signed_root(bank: Bank) -> None:
    decisions = [decided(bank.store, bank.rater) for _ in range(5)]

    page = bank.page(f"/decisions/{decisions[2]}/proof")

    record = bank.store.record(decisions[2])
    assert record is not None
    leaf, *rest = hashes(page)
    assert leaf == hashlib.sha256(b"\x00" + record.data).digest()
    hashed = leaf
    sides = re.findall("on the (left|right)", page.text)
    assert len(sides) == 3
    for place, side in enumerate(sides):
        sibling, joined = rest[2 * place], rest[2 * place + 1]
        pair = sibling + hashed if side == "left" else hashed + sibling
        hashed = hashlib.sha256(b"\x01" + pair).digest()
        assert joined == hashed
    last = bank.store.last_checkpoint()
    assert last is not None
    _, size, root = open_note(last.note, [key.vkey for key in bank.keys.vkeys()])
    assert hashed == root
    assert f"The decision is record 2 of the signed ledger of {size} records." in page.text
    assert "does not hold" not in page.text


def test_the_proof_as_json_is_that_of_the_api(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    page = bank.page(f"/decisions/{decision}/proof")

    text = page.html.split("<pre>")[-1].split("</pre>")[0]
    proof = json.loads(text.replace("&#34;", '"').replace("&#39;", "'"))

    assert proof["decision_id"] == decision
    assert proof["leaf_index"] == 0
    last = bank.store.last_checkpoint()
    assert last is not None
    assert proof["checkpoint"] == last.note


def test_what_the_record_commits_to_is_held_against_what_is_stored(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    bank.page(f"/decisions/{decision}/proof")
    bank.by_hand("DELETE FROM contents WHERE leaf_index = 0 AND name = 'dossier'")

    page = bank.page(f"/decisions/{decision}/proof")

    assert "✗ The proof does not hold: at least one step below fails." in page.text
    assert page.text.count("✗ does not hold") == 3


def test_the_place_of_an_erased_decision_is_proved_all_the_same(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    erase(bank.store, decision, order="Order 7", by="Li Na", client=Client())
    (certificate,) = bank.store.records(kind="erasure")

    page = bank.page(f"/decisions/{decision}/proof")

    assert "✓ The decision is record 0 of the signed ledger" in page.text
    assert certificate.record_id in page.text
    assert "Show the record" not in page.text


def test_how_to_check_it_without_the_bank_is_told_with_the_bundle_at_hand(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)

    page = bank.page(f"/decisions/{decision}/proof")

    assert "python verify.py bundle.zip --key" in page.text
    bundle = bank.auditor.get(page.links()["Download the audit bundle"])
    assert bundle.status_code == 200
    assert bundle.mimetype == "application/zip"


def test_a_key_that_was_rotated_in_signs_too_and_both_are_listed(bank: Bank) -> None:
    bank.page("/ledger")
    bank.keys.rotate()
    decision = decided(bank.store, bank.rater)

    page = bank.page(f"/decisions/{decision}/proof")

    assert page.text.count("✓ signed it, and truly") == 2


def test_a_record_that_was_changed_is_not_proved(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    bank.page(f"/decisions/{decision}/proof")
    record = bank.store.record(decision)
    assert record is not None
    changed = record.data.replace(b'"grade":"N', b'"grade":"M')
    bank.by_hand("UPDATE records SET data = ? WHERE leaf_index = 0", changed)

    answer = bank.auditor.get(f"/decisions/{decision}/proof")

    assert answer.status_code == 500
    assert "record_damaged" in Page(answer).text


def test_without_checkpoint_and_keys_there_is_no_proof_and_it_is_said_why(
    store: SqliteStore, rater: Rater, site_client: Callable[..., Browser]
) -> None:
    decision = decided(store, rater)

    answer = site_client("auditor").get(f"/decisions/{decision}/proof")

    assert answer.status_code == 409
    assert "no_checkpoint" in Page(answer).text


def test_there_is_no_proof_of_what_was_never_decided(bank: Bank) -> None:
    decided(bank.store, bank.rater)
    bank.page(f"/decisions/{'0' * 32}/proof", status=404)


def test_a_proof_that_does_not_lead_to_the_root_is_not_said_to_hold(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision, *_ = (decided(bank.store, bank.rater) for _ in range(3))

    def turned(*asked: Any) -> dict[str, Any]:
        proof = proofs.proof_of(*asked)
        assert proof is not None
        return proof | {"inclusion_path": proof["inclusion_path"][::-1]}

    monkeypatch.setattr("service.ledger.newest.proof_of", turned)

    page = bank.page(f"/decisions/{decision}/proof")

    assert "✗ The proof does not hold" in page.text
    assert page.text.count("✗ does not hold") == 1


@pytest.mark.parametrize(
    "statement", ["DELETE FROM sources", "UPDATE sources SET data = x'00'", None]
)
def test_the_files_of_the_rules_are_held_against_what_the_record_names(
    bank: Bank, statement: str | None
) -> None:
    decision = decided(bank.store, bank.rater)
    if statement is not None:
        bank.by_hand(statement)

    page = bank.page(f"/decisions/{decision}/proof")

    assert "Files of the rules" in page.text
    assert ("The proof does not hold" in page.text) is (statement is not None)
