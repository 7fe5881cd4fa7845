"""The quick way to canonical JSON gives the bytes of the library for RFC 8785, or its errors."""

import enum
import math
from collections import OrderedDict
from datetime import date
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from service.canonical import canonical_bytes
from service.dossier.door import parse
from tests.dossiers import ROOT

# Beyond what the service writes: keys that sort otherwise in UTF-16, numbers that ECMAScript
# writes otherwise than Python, texts that are no Unicode.
EDGES = st.sampled_from(
    [
        *(0.0, -0.0, 1.0, 1e15, 1e16, 1e21, 1e-4, 9.9999e-5, 1e-6, 1e-7, 5e-324),
        *(0.1, 12.34, 999999999999999.9, 99999999999.9999, math.nan, math.inf, -math.inf),
        *(2**53 - 1, 1 - 2**53, 2**53, -(2**53), 2**64),
        *("\ud800", "\x7f", "\u2028", '\x00\x1b\b\f\n\r\t"\\/', "\U0001f600", "\ue000"),
    ]
)
TEXTS = st.text(max_size=4) | st.sampled_from(["\U0001f600", "\ue000", "ﬀ", "a", "A", "é"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | EDGES
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda held: (
        st.lists(held, max_size=4)
        | st.lists(held, max_size=3).map(tuple)
        | st.dictionaries(TEXTS, held, max_size=4)
    ),
    max_leaves=8,
)


def outcome(write: Any, value: Any) -> object:
    """The bytes, or the error, that comes of writing ``value``."""
    try:
        return write(value)
    except rfc8785.CanonicalizationError as error:
        return type(error)


@settings(max_examples=1000)
@given(JSON)
def test_any_value_gives_the_bytes_of_the_library(value: Any) -> None:
    assert outcome(canonical_bytes, value) == outcome(rfc8785.dumps, value)


@settings(max_examples=500)
@given(st.floats() | st.decimals(-(10**11), 10**11, places=4).map(float))
def test_any_number_gives_the_bytes_of_the_library(value: float) -> None:
    assert outcome(canonical_bytes, [value]) == outcome(rfc8785.dumps, [value])


class Grade(enum.StrEnum):
    """A text to the library, though a text of another class."""

    N1 = "N1"


@pytest.mark.parametrize(
    "value",
    [
        {1: "a"},
        {None: "a"},
        {"a": {True: 1}},
        {Grade.N1: 1, "N0": 2},
        {"grade": Grade.N1},
        OrderedDict(b=1, a=OrderedDict(d=1.5, c=2)),
        [date(2026, 11, 1)],
        [b"bytes"],
        {1, 2},
        [True, 1, 1.5, None],
    ],
)
def test_what_is_not_quite_json_gives_what_the_library_gives(value: Any) -> None:
    assert outcome(canonical_bytes, value) == outcome(rfc8785.dumps, value)


def test_what_is_nested_too_deep_for_one_is_written_by_the_other() -> None:
    value: Any = []
    for _ in range(300):
        value = [value]
    assert canonical_bytes(value) == b"[" * 301 + b"]" * 301


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures" / "dossiers").glob("*.json")))
def test_the_example_dossiers_give_the_bytes_of_the_library(path: Any) -> None:
    document = parse(path.read_bytes())
    assert canonical_bytes(document) == rfc8785.dumps(document)
