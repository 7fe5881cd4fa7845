"""Signed checkpoints: what was signed is read back, and nothing else passes for it."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.audit import verifier
from service.ledger.note import (
    Head,
    NameRefused,
    NoteMalformed,
    NoteUnverified,
    Signer,
    checkpoint_body,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_vkey,
    sign,
    vkey,
)

ORIGIN = "bank.example/pinzhi"
ROOT = hashlib.sha256(b"a root").digest()


def signer(number: int, name: str = ORIGIN) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


OLD, NEW, WITNESS = signer(1), signer(2), signer(3, "witness.example")
BODY = checkpoint_body(ORIGIN, 1042, ROOT)
NOTE = sign(BODY, [NEW, OLD])

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: text + "\n")
bodies = st.lists(texts, min_size=1, max_size=4).map("".join)


@settings(max_examples=60)
@given(bodies)
def test_what_was_signed_is_read_back(body: str) -> None:
    assert open_note(sign(body, [NEW, OLD]), [OLD.vkey]).body == body


@settings(max_examples=60)
@given(st.integers(0, len(NOTE) - 1), st.characters(exclude_categories=["Cs"]))
def test_no_sign_of_a_note_can_be_another(at: int, other: str) -> None:
    assume(NOTE[at] != other)
    changed = NOTE[:at] + other + NOTE[at + 1 :]
    try:
        note = open_note(changed, [OLD.vkey, NEW.vkey])
    except (NoteMalformed, NoteUnverified):
        return
    # A changed name or key id makes one signature that of an unknown key: the other one holds.
    assert note.body == BODY
    assert len(note.signatures) == 1


@settings(max_examples=60)
@given(st.integers(0, len(BODY) - 2), st.text(max_size=3))
def test_no_text_can_be_slipped_into_a_note(at: int, slipped: str) -> None:
    assume(slipped)
    with pytest.raises((NoteMalformed, NoteUnverified)):
        open_note(NOTE[: at + 1] + slipped + NOTE[at + 1 :], [OLD.vkey, NEW.vkey])


def test_while_keys_overlap_who_knows_either_key_can_read_a_checkpoint() -> None:
    head = Head(ORIGIN, 1042, ROOT)
    assert open_checkpoint(NOTE, [OLD.vkey]) == head
    assert open_checkpoint(NOTE, [NEW.vkey]) == head
    assert open_checkpoint(NOTE, [OLD.vkey, NEW.vkey]) == head
    assert [line.key_id for line in open_note(NOTE, [OLD.vkey, NEW.vkey]).signatures] == [
        NEW.key_id,
        OLD.key_id,
    ]


def test_the_verifier_of_bundles_reads_the_same_in_a_checkpoint() -> None:
    for vkeys in ([OLD.vkey], [NEW.vkey], [WITNESS.vkey, OLD.vkey, NEW.vkey]):
        assert verifier.open_note(NOTE, vkeys) == (ORIGIN, 1042, ROOT)
    with pytest.raises(ValueError, match="none of the keys signed it"):
        verifier.open_note(NOTE, [WITNESS.vkey])


@settings(max_examples=60)
@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_every_checkpoint_is_read_alike_by_both_readers(size: int, root: bytes) -> None:
    note = sign(checkpoint_body(ORIGIN, size, root), [NEW])
    assert open_checkpoint(note, [NEW.vkey]) == (ORIGIN, size, root)
    assert verifier.open_note(note, [NEW.vkey]) == (ORIGIN, size, root)


def test_a_key_of_the_same_name_and_another_key_is_unknown() -> None:
    with pytest.raises(NoteUnverified, match="None of the known keys"):
        open_note(NOTE, [signer(4).vkey])


def test_a_witness_cannot_speak_for_the_ledger() -> None:
    with pytest.raises(NoteUnverified, match=r"not signed in the name of bank\.example/pinzhi"):
        open_checkpoint(sign(BODY, [WITNESS]), [WITNESS.vkey])
    assert open_checkpoint(sign(BODY, [WITNESS, NEW]), [WITNESS.vkey, NEW.vkey]).size == 1042


def test_a_checkpoint_is_three_lines() -> None:
    assert checkpoint_body(ORIGIN, 0, hashlib.sha256().digest()) == (
        "bank.example/pinzhi\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    )


def test_lines_that_others_add_to_a_checkpoint_are_passed_over() -> None:
    assert parse_checkpoint(BODY + "Timestamp: 1\nmore\n") == (ORIGIN, 1042, ROOT)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n",
        "bank.example/pinzhi\n1042\n",
        BODY[:-1],
        BODY + "\n",
        "\n" + BODY,
        BODY + "\nmore\n",
        BODY.replace("1042", "01042"),
        BODY.replace("1042", "-1"),
        BODY.replace("1042", "+1"),
        BODY.replace("1042", "1_042"),
        BODY.replace("1042", " 1042"),
        BODY.replace("1042", "１０４２"),
        BODY.replace("1042", "9" * 5000),
        BODY.replace("=\n", "\n"),
        BODY.replace("=\n", "==\n"),
        "bank.example/pinzhi\n1042\nAAAA\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(body: str) -> None:
    with pytest.raises(NoteMalformed):
        parse_checkpoint(body)


@pytest.mark.parametrize(
    "name",
    ["", "a b", "a+b", "a\nb", "a\tb", "a\x00b", "a\u00a0b", "a\u3000b", "a\u2028b", "a\ud800b"],
)
def test_a_name_that_a_signature_line_could_not_hold_is_refused(name: str) -> None:
    with pytest.raises(NameRefused):
        vkey(name, NEW.key.public)
    with pytest.raises(NameRefused):
        checkpoint_body(name, 1, ROOT)
    with pytest.raises(NameRefused):
        signer(2, name)


@pytest.mark.parametrize("body", ["no newline", "", "a\rb\n", "a\x00\n", "a\tb\n", "\ud800\n"])
def test_a_text_that_no_note_could_hold_is_not_signed(body: str) -> None:
    with pytest.raises(NoteMalformed):
        sign(body, [NEW])


def test_a_note_is_not_left_unsigned() -> None:
    with pytest.raises(ValueError, match="one key at least"):
        sign(BODY, [])


@pytest.mark.parametrize(("size", "root"), [(-1, ROOT), (10**18, ROOT), (1, ROOT[:-1])])
def test_a_checkpoint_is_of_a_size_and_a_sha_256_root(size: int, root: bytes) -> None:
    with pytest.raises(ValueError, match=r"A (ledger|root)"):
        checkpoint_body(ORIGIN, size, root)


def test_a_public_key_is_read_back_from_its_text() -> None:
    assert parse_vkey(NEW.vkey) == NEW.key
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        vkey(ORIGIN, NEW.key.public[:-1])


def test_a_signer_does_not_show_its_private_key() -> None:
    assert NEW.private.private_bytes_raw().hex() not in repr(NEW)
    assert repr(NEW) == "Signer(name='bank.example/pinzhi')"
