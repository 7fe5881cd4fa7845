"""Whatever is sent, the reader accepts it or rejects it as a dossier with faults."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.dossier.read import DossierReader
from tests.dossier.asking import SOUND, faults

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2026-11-01", "assessed", "not_applicable", "held", "CN", "borrower_stated"])
)
names = st.text(max_size=8) | st.sampled_from(
    ["value", "status", "as_of", "source", "reason", "history", "borrower", "identifiers", "age"]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of every member below ``value``."""
    items = value.items() if isinstance(value, dict) else ()
    return [
        found for name, item in items for found in [(*path, name), *places(item, (*path, name))]
    ]


@given(sent=st.binary(max_size=200))
@settings(max_examples=200)
def test_random_bytes_are_only_ever_rejected(reader: DossierReader, sent: bytes) -> None:
    assert faults(reader, sent)


@given(document=values)
@settings(max_examples=200)
def test_random_json_is_only_ever_rejected(reader: DossierReader, document: Any) -> None:
    assert faults(reader, document)


@given(place=st.sampled_from(places(SOUND)), value=values)
@settings(max_examples=300)
def test_a_random_value_anywhere_is_accepted_or_rejected(
    reader: DossierReader, place: tuple[Any, ...], value: Any
) -> None:
    document = deepcopy(SOUND)
    *above, name = place
    block = document
    for step in above:
        block = block[step]
    block[name] = value
    for fault in faults(reader, document):
        json.dumps(fault, ensure_ascii=False).encode("utf-8")
