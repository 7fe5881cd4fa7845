"""What the quick reading lets pass, the door, the inspection and the schema read alike."""

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.dossiers import random_document
from service.canonical import canonical_bytes
from service.dossier.content import inspect
from service.dossier.door import MAX_BYTES, parse
from service.dossier.faults import Faults
from service.dossier.future import check_past
from service.dossier.quick import Flawless, QuickReader
from service.dossier.schema import DossierSchema
from service.errors import DossierRejected
from service.ruleset.model import Ruleset
from tests.dossier.asking import SOUND
from tests.dossier.spoiled import FAULTY, WARNED

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "fixtures/dossiers").glob("*.json"))
BY_LATER_STAGES = ("bad_identifier", "contradiction", "not_applicable_refused")
"""Faults of what a flawless document says, found in what either reading loads."""


@pytest.fixture(scope="session")
def schema(ruleset: Ruleset) -> DossierSchema:
    return DossierSchema(ruleset)


@pytest.fixture(scope="session")
def quick(schema: DossierSchema) -> QuickReader:
    return QuickReader(schema.members)


def thorough(schema: DossierSchema, body: bytes) -> Flawless | None:
    """What the stages that find faults read; ``None`` where they find one."""
    faults = Faults()
    try:
        document = parse(body)
    except DossierRejected:
        return None
    inspect(document, faults)
    if not isinstance(document, dict):
        return None
    loaded = schema.load(document, faults)
    if "rating_date" in loaded:
        check_past(schema.members, loaded, loaded["rating_date"], faults)
    return None if faults else Flawless(document, canonical_bytes(document), loaded)


def kinds(value: Any) -> Any:
    """The types of a value and of all it holds: 1, 1.0 and true are equal to Python."""
    if isinstance(value, dict):
        return {name: kinds(item) for name, item in value.items()}
    return [kinds(item) for item in value] if isinstance(value, list | tuple) else type(value)


def assert_alike(quickly: Flawless | None, thoroughly: Flawless | None) -> None:
    if quickly is not None:
        assert thoroughly is not None
        assert quickly == thoroughly
        assert list(quickly.document) == list(thoroughly.document)
        assert kinds(quickly.document) == kinds(thoroughly.document)
        assert kinds(quickly.loaded) == kinds(thoroughly.loaded)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_is_read_quickly_and_alike(
    path: Path, quick: QuickReader, schema: DossierSchema
) -> None:
    quickly = quick.read(path.read_bytes())
    assert quickly is not None
    assert_alike(quickly, thorough(schema, path.read_bytes()))


def test_random_dossiers_are_read_quickly_and_alike(
    ruleset: Ruleset, quick: QuickReader, schema: DossierSchema
) -> None:
    random = Random(17)
    for number in range(25):
        document = random_document(ruleset, random, number)
        for body in (orjson.dumps(document), json.dumps(document).encode()):
            quickly = quick.read(body)
            assert quickly is not None
            assert_alike(quickly, thorough(schema, body))


@pytest.mark.parametrize("code", FAULTY)
def test_a_fault_of_content_or_shape_is_never_passed(
    code: str, quick: QuickReader, schema: DossierSchema
) -> None:
    quickly = quick.read(FAULTY[code])
    assert (quickly is not None) == (code in BY_LATER_STAGES)
    assert_alike(quickly, thorough(schema, FAULTY[code]))


def changed(section: str, **members: Any) -> bytes:
    document = deepcopy(SOUND)
    (document[section] if section else document).update(members)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "body",
    [
        changed("borrower", incorporated_on="0999-12-31"),
        changed("", rating_date="3000-01-01"),
        changed("", currency="CNYX"),
        changed("", currency="CNY\n"),
        changed("history", licence_status={"status": "not_assessed"}),
        pytest.param(b" " * MAX_BYTES + changed(""), id="longer than the door is wide"),
    ],
)
def test_a_fault_of_one_member_alone_is_never_passed(
    body: bytes, quick: QuickReader, schema: DossierSchema
) -> None:
    assert thorough(schema, body) is None
    assert quick.read(body) is None


@pytest.mark.parametrize("code", WARNED)
def test_what_only_earns_a_warning_is_passed(code: str, quick: QuickReader) -> None:
    assert quick.read(WARNED[code]) is not None


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "-0",
        "0.0",
        "-0.0",
        "22",
        "22.0",
        "22.00",
        "22.5",
        "22.50",
        "22.0001",
        "22.00010",
        "22.00001",
        "0.3",
        "0.30000000000000004",
        "22.00000000000000000001",
        "12500000000000000000001e-22",
        "1e1",
        "1E1",
        "2.2e1",
        "0.22e2",
        "220e-1",
        "22.5e-0",
        "2e0",
        "2.5E+1",
        pytest.param("2e" + "0" * 63, id="2e00..."),
        pytest.param("2.5E+" + "0" * 62 + "1", id="2.5E+00...1"),
        "0e400",
        pytest.param("0e" + "9" * 30, id="0e99..."),
        pytest.param("-0.0E" + "9" * 30, id="-0.0E99..."),
        "99999999999.9999",
        "99999999999.99995",
        "123456789012",
        "9007199254740993",
        "18446744073709551616",
        "1e999",
        "1e-9",
        "-1",
        "-0.5",
        "true",
        "false",
        "null",
        '"22"',
        "[22]",
        "{}",
        '{"value":22.0}',
        '{"value":22.5}',
        '{"value":1e1}',
        "NaN",
        "Infinity",
        "-Infinity",
        "022",
        "+22",
        "22.",
        ".5",
        "0x16",
    ],
)
def test_numbers_are_read_alike_however_they_are_written(
    number: str, quick: QuickReader, schema: DossierSchema
) -> None:
    for member in ("history.years_operating", "history.unrelated_revenue_share_pct"):
        document = deepcopy(SOUND)
        document["history"][member.partition(".")[2]] = "HERE"
        body = json.dumps(document).replace('"HERE"', number).encode()
        assert_alike(quick.read(body), thorough(schema, body))


@pytest.mark.parametrize(
    "name",
    [
        '"quoted" and \\ more \\" still',
        "ends in a backslash \\",
        '":":":',
        "{[,]}",
        "1.23456 and 1e5 are text here",
        "贝岭精密机床有限公司",
        "\u00e9\u0301",
        "line\nbreak",
        "\U0001f600",
    ],
)
def test_texts_are_read_alike_whatever_they_hold(
    name: str, quick: QuickReader, schema: DossierSchema
) -> None:
    document = deepcopy(SOUND)
    document["borrower"]["legal_name"] = name
    for body in (orjson.dumps(document), json.dumps(document).encode()):
        assert_alike(quick.read(body), thorough(schema, body))


@pytest.mark.parametrize(
    "repeated",
    [
        '"currency": "USD"',
        '"\\u0063urrency": "USD"',
        '"dossier_id": "D-1"',
        '"application_ref": "a\\u003ab"',
        '"application_ref": "a\\u003Ab"',
    ],
)
def test_a_member_named_twice_is_never_passed(repeated: str, quick: QuickReader) -> None:
    body = json.dumps(SOUND)
    assert quick.read(body.encode()) is not None
    for placed in (f"{{{repeated}, {body[1:]}", f"{body[:-1]}, {repeated}}}"):
        assert quick.read(placed.encode()) is None


def with_number(number: str) -> bytes:
    document = deepcopy(SOUND)
    document["history"]["unrelated_revenue_share_pct"] = "HERE"
    return json.dumps(document).replace('"HERE"', number).encode()


@settings(max_examples=60)
@given(
    st.from_regex(
        r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,22})?([eE][+-]?[0-9]{1,2})?", fullmatch=True
    ).filter(str.isascii)
)
def test_any_number_is_read_alike_or_left_to_the_door(
    quick: QuickReader, schema: DossierSchema, number: str
) -> None:
    assert_alike(quick.read(with_number(number)), thorough(schema, with_number(number)))


@settings(max_examples=60)
@given(st.integers(0, 1_000_000), st.integers(0, 25), st.booleans())
def test_a_number_within_its_range_is_read_alike_in_every_spelling(
    quick: QuickReader, schema: DossierSchema, scaled: int, zeros: int, nearly: bool
) -> None:
    digits = f"{scaled}{'0' * zeros}{'1' if nearly else ''}"
    places = 4 + zeros + nearly
    padded = digits.rjust(places + 1, "0")
    for number in (f"{digits}e-{places}", f"{padded[:-places]}.{padded[-places:]}"):
        assert_alike(quick.read(with_number(number)), thorough(schema, with_number(number)))


MEMBERS = st.sampled_from(
    [(s, n) for s, block in SOUND.items() if isinstance(block, dict) for n in block]
    + [("history", "status"), ("borrower", "former_names"), ("upstream", "support")]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 40)
    | st.decimals(-3, 40, places=5).map(float)
    | st.text(max_size=4)
    | st.sampled_from(["held", "CN", "private", "2004-05-01", "2027-01-01", "2026-13-01"])
    | st.sampled_from(["assessed", "not_assessed", "borrower_stated", "court"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["value", "status", "as_of", "source", "reason", "name", "until"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


@settings(max_examples=60)
@given(st.lists(st.tuples(MEMBERS, VALUES), min_size=1, max_size=2))
def test_whatever_passes_is_read_alike(
    quick: QuickReader, schema: DossierSchema, changes: list[tuple[tuple[str, str], Any]]
) -> None:
    document = deepcopy(SOUND)
    for (section, name), value in changes:
        document.setdefault(section, {})[name] = value
    body = json.dumps(document).encode()
    assert_alike(quick.read(body), thorough(schema, body))
