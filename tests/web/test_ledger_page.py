"""The auditor sees the ledger's checkpoint and keys, and verifies the ledger on a page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from service.decisions.rate import Rater
from service.ledger import part
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.store.sqlite import SqliteStore
from service.web import ledger_pages
from tests.ledger.ledgers import NOBODY, append_decisions, ledger_keys
from tests.web.auditing import Bank
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of


@pytest.fixture
def bank(tmp_path: Path, store: SqliteStore, rater: Rater) -> Bank:
    return Bank(tmp_path, store, rater)


@pytest.fixture
def signed(bank: Bank) -> Bank:
    """Of ten records the checkpoint covers nine."""
    record_keys(bank.store, bank.keys, NOBODY)
    append_decisions(bank.store, 8)
    make_checkpoint(bank.store, bank.keys)
    append_decisions(bank.store, 1, 8)
    return bank


def newest(bank: Bank) -> str:
    last = bank.store.last_checkpoint()
    assert last is not None
    return last.note


def verified(bank: Bank, **given: str) -> Page:
    answer = bank.page("/ledger").submit(bank.auditor, "/ledger/verification", **given)
    assert answer.status_code == 200, answer.text
    return Page(answer)


def test_the_page_signs_the_ledger_as_it_is_now_and_shows_what_to_keep(signed: Bank) -> None:
    page = signed.page("/ledger")

    assert "covers 10 records and so all of them" in page.text
    assert " ".join(newest(signed).split()) in page.text
    (key,) = signed.keys.vkeys()
    assert key.vkey in page.text
    assert "active: signs" in page.text


def test_a_ledger_without_keys_says_how_to_make_them(
    site_client: Callable[..., Browser],
) -> None:
    page = Page(site_client("auditor").get("/ledger"))

    assert "The ledger has no checkpoint yet" in page.text
    assert "pinzhi ledger init" in page.text


def test_a_ledger_that_is_not_what_was_signed_is_told_and_not_signed(signed: Bank) -> None:
    signed.by_hand("UPDATE nodes SET hash = zeroblob(32) WHERE level = 3")

    page = signed.page("/ledger")

    assert "The ledger is not what was signed before" in page.text
    last = signed.store.last_checkpoint()
    assert last is not None
    assert last.size == 9


def test_a_sound_ledger_is_sound(signed: Bank) -> None:
    page = verified(signed)

    assert "✓ Sound:" in page.text
    assert "Signatures were checked with the keys that the ledger itself names" in page.text


def test_it_holds_against_a_checkpoint_and_a_key_that_were_kept(signed: Bank) -> None:
    (key,) = signed.keys.vkeys()
    note = newest(signed).replace("\n", "\r\n")

    page = verified(signed, checkpoint=note, keys=key.vkey)

    assert "✓ Sound:" in page.text
    assert "1 given" in page.text
    assert "Signatures were checked with the keys that you gave." in page.text


def test_a_key_that_is_not_the_ledgers_finds_it_not_signed(signed: Bank, tmp_path: Path) -> None:
    (other,) = ledger_keys(tmp_path / "others").vkeys()

    page = verified(signed, keys=other.vkey)

    assert "✗ Not sound:" in page.text
    assert "A checkpoint is not signed by a key of the ledger" in page.text


@pytest.mark.parametrize(
    ("lang", "title", "where"),
    [
        ("en", "A record was deleted", "record 4 of the ledger"),
        ("zh", "记录被删除", "账本第4号记录"),
    ],
)
def test_what_was_tampered_with_is_named(signed: Bank, lang: str, title: str, where: str) -> None:
    signed.by_hand("DELETE FROM records WHERE leaf_index = 4")

    page = signed.page(f"/ledger/verification?lang={lang}")

    assert title in page.text
    assert where in page.text
    assert "record_missing" in page.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"checkpoint": "not a checkpoint"}, "This is no checkpoint"),
        ({"keys": "bank.example/pinzhi+00+AA"}, "no public key of the form"),
    ],
)
def test_what_is_no_checkpoint_or_key_is_told_at_its_field(
    signed: Bank, given: dict[str, str], told: str
) -> None:
    answer = signed.page("/ledger").submit(signed.auditor, "/ledger/verification", **given)

    page = Page(answer)
    assert answer.status_code == 422
    assert told in page.text
    (name,) = given
    assert page.form("/ledger/verification").fields[name] == [given[name]]


def in_parts(bank: Bank, monkeypatch: pytest.MonkeyPatch, **given: str) -> list[Page]:
    """Verify a ledger that is too large for one request, going on to its end."""
    monkeypatch.setattr(ledger_pages, "WHOLE", 5)
    monkeypatch.setattr(part.verify_part, "__defaults__", ((), 4))
    found = [verified(bank, **given)]
    for _ in range(2):
        found.append(Page(found[-1].submit(bank.auditor, "/ledger/verification")))
    assert found[-1].forms == [] or "start" not in found[-1].forms[-1].fields
    return found


def test_a_large_ledger_is_verified_part_by_part_to_its_end(
    signed: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = in_parts(signed, monkeypatch)

    assert "Records 0 to 3 are sound" in found[0].text
    assert "Done up to record 4 of 10." in found[0].text
    assert "This was the last part." in found[-1].text
    assert "pinzhi ledger verify" in found[0].text


def test_a_part_holds_what_was_given_and_goes_on_with_it(
    signed: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key,) = signed.keys.vkeys()

    found = in_parts(signed, monkeypatch, checkpoint=newest(signed), keys=key.vkey)

    assert all("with the keys that you gave" in page.text for page in found)


def test_the_part_in_which_a_record_was_changed_names_it(
    signed: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed.page("/ledger")
    signed.by_hand("DELETE FROM contents WHERE leaf_index = 6 AND name = 'result'")

    found = in_parts(signed, monkeypatch)

    assert ["Not sound" in page.text for page in found] == [False, True, False]
    assert "record 6 of the ledger" in found[1].text


def test_a_part_that_begins_nowhere_is_refused(signed: Bank) -> None:
    for start in ("-1", "x", "9" * 13, "²"):
        signed.page(f"/ledger/verification?start={start}", status=400)


@pytest.mark.parametrize("whole", [ledger_pages.WHOLE, 2])
def test_a_ledger_that_nothing_signed_covers_is_not_said_to_be_sound(
    app: Flask, store: SqliteStore, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(ledger_pages, "WHOLE", whole)
    append_decisions(store, 3)

    page = Page(browser_of(app, store, "auditor", "li.wei").get("/ledger/verification"))

    assert "? Not vouched for:" in page.text
    assert "Sound" not in page.text
    assert "Not sound" not in page.text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE nodes SET hash = zeroblob(32) WHERE level = 3",
        "DELETE FROM nodes WHERE level = 3",
        "DELETE FROM nodes WHERE position = 9",
        "UPDATE checkpoints SET size = 8",
        "UPDATE checkpoints SET size = 1000000000000",
    ],
)
@pytest.mark.parametrize("address", ["/ledger", "/ledger/verification"])
def test_a_checkpoint_that_the_ledger_does_not_extend_is_not_said_to_cover_it(
    signed: Bank, monkeypatch: pytest.MonkeyPatch, statement: str, address: str
) -> None:
    monkeypatch.setattr(ledger_pages, "WHOLE", 2)
    make_checkpoint(signed.store, signed.keys)
    signed.by_hand("DELETE FROM checkpoints WHERE size = 9")
    signed.by_hand(statement)

    page = signed.page(address)

    assert "✗" in page.text
    assert "✓" not in page.text
    assert "and so all of them" not in page.text
