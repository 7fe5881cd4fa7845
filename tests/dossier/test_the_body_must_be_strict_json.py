"""What is not JSON of a reasonable size and depth is refused before anything is read."""

import pytest

from service.dossier.read import DossierReader
from tests.dossier.asking import SOUND, body, codes, faults


@pytest.mark.parametrize(
    "sent", [b"", b"   ", b"{", b"{'a': 1}", b'{"a": 1,}', b'{"a": 01}', b"{} {}"]
)
def test_text_that_is_not_json_is_refused(reader: DossierReader, sent: bytes) -> None:
    assert codes(reader, sent) == [("", "not_json")]


def test_the_fault_of_json_names_line_and_column(reader: DossierReader) -> None:
    [fault] = faults(reader, b'{"dossier_id": "D-1",\n  "currency" "CNY"}')
    assert "line 2, column 14" in fault["message"]


def test_a_raw_line_break_inside_a_text_is_not_json(reader: DossierReader) -> None:
    assert codes(reader, b'{"dossier_id": "D\n1"}') == [("", "not_json")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "latin-1"])
def test_other_encodings_than_utf8_are_refused(reader: DossierReader, encoding: str) -> None:
    text = '{"dossier_id": "贝岭"}' if encoding != "latin-1" else '{"dossier_id": "Müller"}'
    assert codes(reader, text.encode(encoding)) == [("", "not_utf8")]


def test_a_byte_order_mark_is_refused(reader: DossierReader) -> None:
    assert codes(reader, b"\xef\xbb\xbf" + body(SOUND)) == [("", "byte_order_mark")]


def test_a_body_of_exactly_one_mebibyte_is_read(reader: DossierReader) -> None:
    sent = body(SOUND)
    assert codes(reader, sent + b" " * (2**20 - len(sent))) == []


def test_a_body_of_one_byte_more_is_refused(reader: DossierReader) -> None:
    sent = body(SOUND)
    assert codes(reader, sent + b" " * (2**20 - len(sent) + 1)) == [("", "body_too_large")]


@pytest.mark.parametrize(
    "sent", [b"[]", b"[{}]", b'"dossier"', b"1", b"0.5", b"true", b"null"], ids=repr
)
def test_a_dossier_is_an_object(reader: DossierReader, sent: bytes) -> None:
    assert codes(reader, sent) == [("", "wrong_type")]


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_a_nesting_bomb_is_refused_unparsed(reader: DossierReader, opening: bytes) -> None:
    assert codes(reader, opening * 100_000) == [("", "too_deep")]


def test_a_nesting_bomb_behind_a_text_full_of_quotes_is_found(reader: DossierReader) -> None:
    sent = b'{"a": "' + b'\\"' * 1000 + b'", "b": ' + b"[" * 40 + b"]" * 40 + b"}"
    assert codes(reader, sent) == [("", "too_deep")]


def test_nesting_of_32_is_not_too_deep(reader: DossierReader) -> None:
    sent = b'{"a": ' + b"[" * 31 + b"]" * 31 + b"}"
    assert ("/a", "unknown_member") in codes(reader, sent)


def test_brackets_inside_texts_do_not_nest(reader: DossierReader) -> None:
    document = {**SOUND, "borrower": {**SOUND["borrower"], "legal_name": "[{" * 50 + '"\\['}}
    assert codes(reader, document) == []


def test_every_repeated_member_is_found(reader: DossierReader) -> None:
    sent = body(SOUND).replace(b'"country"', b'"country": "CN", "country"')
    sent = sent.replace(b'"currency"', b'"currency": "CNY", "currency": "CNY", "currency"')
    assert codes(reader, sent) == [
        ("/borrower/country", "duplicate_member"),
        ("/currency", "duplicate_member"),
    ]


def test_members_that_differ_only_in_escaping_are_repeated(reader: DossierReader) -> None:
    sent = body(SOUND).replace(b'"currency"', b'"\\u0063urrency": "CNY", "currency"')
    assert codes(reader, sent) == [("/currency", "duplicate_member")]
