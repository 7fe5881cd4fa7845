"""Notes that others published are read as they read them, and signed to the same bytes.

The keys and the text are those of the tests of golang.org/x/mod/sumdb/note; the checkpoints were
signed by sum.golang.org, the checksum database of Go.
"""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.ledger.note import (
    Head,
    NoteMalformed,
    NoteUnverified,
    Signer,
    open_note,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    sign,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTG"
    "wnWLox33WWd1RvMc+QQ=\n"
)
NOTE = TEXT + "\n" + PETER_LINE
GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_CHECKPOINTS = {
    65209736: (
        "go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n\n"
        "— sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz"
        "7l/R3cVtYspg3dxXABkGZZKdsQ8=\n"
    ),
    6476701: (
        "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n"
        "— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949r"
        "j4nPRYfvimWEPWL+o3GeoWwOoAw=\n"
    ),
}


def peter() -> Signer:
    seed = base64.b64decode(PETER_SECRET)[1:]
    return Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(seed))


def test_a_note_signed_by_go_verifies() -> None:
    note = open_note(NOTE, [PETER])
    assert note.body == TEXT
    assert [(line.name, line.key_id) for line in note.signatures] == [("PeterNeumann", "c74f20a3")]


def test_a_note_is_signed_to_the_bytes_that_go_signs_it_to() -> None:
    assert sign(TEXT, [peter()]) == NOTE


def test_a_key_has_the_public_text_that_go_gives_it() -> None:
    assert peter().vkey == PETER
    # Go's example makes EnochRoot from a seed of zeros.
    assert Signer("EnochRoot", Ed25519PrivateKey.from_private_bytes(bytes(32))).vkey == ENOCH


def test_of_two_signatures_the_one_of_an_unknown_key_is_ignored() -> None:
    both = TEXT + "\n" + PETER_LINE + ENOCH_LINE
    assert [line.name for line in open_note(both, [PETER]).signatures] == ["PeterNeumann"]
    assert [line.name for line in open_note(both, [ENOCH]).signatures] == ["EnochRoot"]
    assert len(open_note(both, [PETER, ENOCH]).signatures) == 2


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(NoteUnverified, match="None of the known keys signed"):
        open_note(NOTE, [ENOCH])
    with pytest.raises(NoteUnverified, match="None of the known keys signed"):
        open_note(NOTE, [])


def test_a_wrong_signature_of_a_known_key_is_not_made_good_by_another_keys() -> None:
    wrong = PETER_LINE[:60] + "ABCD" + PETER_LINE[60:]
    with pytest.raises(NoteUnverified, match=r"PeterNeumann \(key c74f20a3\) does not fit"):
        open_note(TEXT + "\n" + ENOCH_LINE + wrong, [PETER, ENOCH])


@pytest.mark.parametrize("size", GO_CHECKPOINTS)
def test_a_checkpoint_of_gos_checksum_database_verifies_and_is_read(size: int) -> None:
    note = open_note(GO_CHECKPOINTS[size], [GO])
    origin, leaves, root = parse_checkpoint(note.body)
    assert (origin, leaves) == ("go.sum database tree", size)
    assert base64.b64encode(root).decode() == note.body.split("\n")[2]


def test_the_example_of_the_checkpoint_format_is_read() -> None:
    note = parse_note(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    root = bytes.fromhex("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
    assert parse_checkpoint(note.body) == Head("example.com/behind-the-sofa", 20852163, root)


def test_no_part_of_a_key_and_no_changed_key_is_taken_for_a_key() -> None:
    for start in range(len(PETER)):
        for stop in range(start + 1, len(PETER) + 1):
            if (start, stop) != (0, len(PETER)):
                with pytest.raises(NoteMalformed):
                    parse_vkey(PETER[start:stop])
    for at, sign_there in enumerate(PETER):
        with pytest.raises(NoteMalformed):
            parse_vkey(PETER[:at] + chr(ord(sign_there) + 1) + PETER[at + 1 :])


@pytest.mark.parametrize(
    "vkey",
    [
        # Wrong length and unknown type, each with the key id that would fit.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_key_of_another_length_or_type_is_refused(vkey: str) -> None:
    with pytest.raises(NoteMalformed, match="not a verifier key of an Ed25519 key"):
        parse_vkey(vkey)


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        TEXT,
        TEXT + "\n",
        TEXT + PETER_LINE,
        TEXT + "\n" + PETER_LINE[:-1],
        TEXT + "\n" + PETER_LINE + "\n",
        TEXT + "\n" + PETER_LINE + ENOCH_LINE[:-1],
        TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
        "\x01" + NOTE,
        "\ud800" + NOTE,
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—"),
        NOTE.replace("AM=\n", "AN=\n"),
        NOTE.replace("AM=\n", "AM\n"),
        NOTE.replace("AM=\n", "AM= \n"),
        TEXT + "\n— PeterNeumann x08gow==\n",
        TEXT + "\n— PeterNeumann \n",
        TEXT + "\n— PeterNeumann\n",
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad Name"),
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad+Name"),
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad\u3000Name"),
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", ""),
        TEXT + "\n" + PETER_LINE * 101,
    ],
)
def test_a_malformed_note_is_refused_even_with_a_good_signature(malformed: str) -> None:
    with pytest.raises(NoteMalformed):
        open_note(malformed, [PETER])


def test_as_many_signatures_as_others_write_are_read() -> None:
    others = [f"\u2014 witness{n}.example AAAAAAAA\n" for n in range(99)]
    note = TEXT + "\n" + PETER_LINE + "".join(others)
    assert len(parse_note(note).signatures) == 100
    assert len(open_note(note, [PETER]).signatures) == 1


def test_a_note_that_a_key_signed_twice_is_refused() -> None:
    with pytest.raises(NoteMalformed, match="twice"):
        open_note(TEXT + "\n" + PETER_LINE * 2, [PETER])
