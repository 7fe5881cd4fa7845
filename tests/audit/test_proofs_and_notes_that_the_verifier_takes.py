"""The verifier's own Merkle tree and notes, against published vectors and a plain recursion."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.audit.verifier import (
    hash_leaf,
    open_note,
    open_vkey,
    verify_consistency,
    verify_inclusion,
)
from service.ledger.note import Signer, checkpoint_body, sign
from tests.audit import plain_tree

# The leaves and roots that the implementations of certificate transparency test with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

# From C2SP signed-note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

# A key of a kind that is not Ed25519, with the ID it would have.
_KEY = b"\x02" + bytes(32)
_ID = hashlib.sha256(b"a\n" + _KEY).hexdigest()[:8]
ANOTHER_KIND = f"a+{_ID}+{base64.b64encode(_KEY).decode()}"

SIGNER = Signer("bank.example/pinzhi", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer("bank.example/pinzhi", Ed25519PrivateKey.from_private_bytes(bytes(32)))
WITNESS = Signer("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
ROOT = hashlib.sha256(b"root").digest()
BODY = checkpoint_body(SIGNER.name, 17, ROOT)
NOTE = sign(BODY, [SIGNER])


def root(leaves: list[bytes]) -> bytes:
    return plain_tree.root([hash_leaf(leaf) for leaf in leaves])


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    return plain_tree.path(index, [hash_leaf(leaf) for leaf in leaves])


def test_the_recursion_has_the_published_roots() -> None:
    assert {size: root(LEAVES[:size]).hex() for size in ROOTS} == ROOTS


def test_inclusion_is_accepted_where_the_recursion_proves_it_and_nowhere_else() -> None:
    for size in range(1, 18):
        leaves = [bytes([n]) for n in range(size)]
        for index in range(size):
            proof, leaf = path(index, leaves), hash_leaf(leaves[index])
            assert verify_inclusion(index, size, leaf, proof, root(leaves))
            for other in (-1, *range(size + 2)):
                assert verify_inclusion(other, size, leaf, proof, root(leaves)) == (other == index)
            wrong = bytes(32)
            assert not verify_inclusion(index, size, leaf, [*proof, wrong], root(leaves))
            assert not verify_inclusion(index, size, wrong, proof, root(leaves))
            assert not verify_inclusion(index, size, leaf, proof, wrong)
            if proof:
                assert not verify_inclusion(index, size, leaf, proof[:-1], root(leaves))
                assert not verify_inclusion(index, size, leaf, [*proof[:-1], wrong], root(leaves))
                shifted = [proof[0] + b"", *proof[1:]]
                shifted[0] = shifted[0][:31]
                assert not verify_inclusion(index, size, leaf, shifted, root(leaves))


def test_consistency_is_accepted_where_the_recursion_proves_it_and_nowhere_else() -> None:
    for second in range(1, 18):
        leaves = [bytes([n]) for n in range(second)]
        for first in range(1, second + 1):
            proof = plain_tree.consistency(first, [hash_leaf(leaf) for leaf in leaves])
            roots = root(leaves[:first]), root(leaves)
            assert verify_consistency(first, second, *roots, proof)
            wrong = bytes(32)
            assert not verify_consistency(first, second, wrong, roots[1], proof)
            assert not verify_consistency(first, second, roots[0], wrong, proof)
            assert not verify_consistency(first, second, *roots, [*proof, wrong])
            assert not verify_consistency(first, second, *roots, [*proof, b""])
            assert not verify_consistency(second + 1, second, *roots, proof)
            if proof:
                assert not verify_consistency(first, second, *roots, proof[:-1])
                assert not verify_consistency(first, second, *roots, [])


def test_hashes_that_are_cut_elsewhere_prove_nothing() -> None:
    """What is hashed is the same, only the line between the two hashes is not where it was."""
    one, other = hash_leaf(b"one"), hash_leaf(b"other")
    joined = hashlib.sha256(b"\x01" + one + other).digest()
    assert verify_inclusion(0, 2, one, [other], joined)
    assert not verify_inclusion(0, 2, one + other[:1], [other[1:]], joined)
    assert not verify_inclusion(1, 2, one[31:] + other, [one[:31]], joined)
    assert verify_consistency(1, 2, one, joined, [other])
    assert not verify_consistency(1, 2, one + other[:1], joined, [other[1:]])


def test_a_path_that_goes_on_above_the_root_proves_nothing() -> None:
    one, more = hash_leaf(b"one"), hash_leaf(b"more")
    above = hashlib.sha256(b"\x01" + more + one).digest()
    assert not verify_inclusion(0, 1, one, [more], above)


def test_every_tree_extends_the_empty_one() -> None:
    empty = hashlib.sha256(b"").digest()
    assert verify_consistency(0, 0, empty, empty, [])
    assert verify_consistency(0, 5, empty, ROOT, [])
    assert not verify_consistency(0, 5, ROOT, ROOT, [])
    assert not verify_consistency(0, 5, empty, ROOT, [ROOT])
    assert not verify_consistency(-1, 5, empty, ROOT, [])


def test_the_published_key_is_read() -> None:
    name, key_id, _ = open_vkey(PETER)
    assert (name, key_id.hex()) == ("PeterNeumann", "c74f20a3")


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        PETER[:-1],
        PETER + "\n",
        " " + PETER,
        PETER.replace("c74f", "c74e"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("Peter", "Pete"),
        PETER.replace("ARpc", "Arpc"),
        "PeterNeumann+c74f20a3",
        ANOTHER_KIND,
    ],
)
def test_a_key_in_any_other_form_is_refused(vkey: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        open_vkey(vkey)


def test_a_signed_checkpoint_is_opened() -> None:
    assert open_note(NOTE, [PETER, SIGNER.vkey]) == (SIGNER.name, 17, ROOT)


def test_signatures_of_others_are_passed_over() -> None:
    note = sign(BODY, [WITNESS, SIGNER, OTHER])
    assert open_note(note, [SIGNER.vkey]) == (SIGNER.name, 17, ROOT)


def test_a_witness_alone_cannot_speak_for_the_ledger() -> None:
    with pytest.raises(ValueError, match="none of the keys"):
        open_note(sign(BODY, [WITNESS, OTHER]), [WITNESS.vkey, SIGNER.vkey])


def test_a_false_signature_of_a_known_key_is_refused_beside_a_good_one() -> None:
    false = sign(checkpoint_body(SIGNER.name, 18, ROOT), [OTHER]).splitlines()[-1]
    with pytest.raises(ValueError, match="is false"):
        open_note(f"{NOTE}{false}\n", [SIGNER.vkey, OTHER.vkey])


def signed(body: str) -> str:
    return sign(body, [SIGNER])


SIGNATURE = NOTE.splitlines()[-1]
UNPADDED = base64.b64encode(ROOT).decode().rstrip("=")


@pytest.mark.parametrize(
    "note",
    [
        "",
        BODY,
        NOTE[:-1],
        NOTE + "\n",
        NOTE + "more\n",
        NOTE + SIGNATURE + "\n",
        "\n" + NOTE,
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("\u2014 ", "- "),
        NOTE.replace("\u2014 ", "\u2014  "),
        NOTE.replace("\n17\n", "\n18\n"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("=\n\n", "\n\n"),
        signed(BODY.replace("\n17\n", "\n017\n")),
        signed(BODY.replace("\n17\n", "\n+17\n")),
        signed(BODY.replace("\n17\n", "\n-1\n")),
        signed(BODY.replace("\n17\n", "\n１７\n")),
        signed(BODY.replace("\n17\n", "\n1" + "0" * 19 + "\n")),
        signed(BODY + "extension\n"),
        signed(f"{SIGNER.name}\n17\n{UNPADDED}\n"),
        signed(f"{SIGNER.name}\n17\n{UNPADDED[:-1]}B=\n"),
        signed(f"{SIGNER.name}\n17\n{base64.b64encode(ROOT[:31]).decode()}\n"),
        signed(f"{SIGNER.name}\n17\n"),
        signed("other.example/ledger\n17\n" + BODY.split("\n", 2)[2]),
    ],
)
def test_a_checkpoint_in_any_other_form_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        open_note(note, [SIGNER.vkey])


def test_every_flipped_bit_of_a_checkpoint_is_found() -> None:
    data = NOTE.encode()
    for at in range(len(data)):
        for bit in range(8):
            changed = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            with pytest.raises(ValueError, match=r"."):
                open_note(changed.decode(), [SIGNER.vkey])
