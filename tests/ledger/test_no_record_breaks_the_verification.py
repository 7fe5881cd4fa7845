"""Whatever a record, or what belongs to it, says: it is examined, and never a failure."""

import zlib
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from service.canonical import canonical_bytes, digest
from service.ledger.damage import CODES
from service.ledger.examine import SearchRows, examine
from service.records.rows import decision_row
from service.store.scan import DECISION_COLUMNS, RecordRow
from tests.ledger.ledgers import decision_draft

AT = "2026-11-22T12:00:00.000000+00:00"

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 2**53 - 1)
    | st.floats(-1e3, 1e3)
    | st.text("aé:.1"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner, max_size=2),
    max_leaves=4,
)


def record() -> tuple[dict[str, Any], dict[str, bytes]]:
    draft = decision_draft(4)
    document = {
        "format": 1,
        "kind": "decision",
        "leaf_index": 5,
        "record_id": draft.record_id,
        "subject": None,
        "recorded_at": AT,
        "clock": AT,
        "nonce": "0" * 32,
        "service": {"name": "pinzhi", "version": "0.1.0"},
        "client": {"name": "los-2", "authenticated": False},
        "body": draft.body,
    }
    return orjson.loads(orjson.dumps(document)), dict(draft.contents)


def row_of(document: Any) -> RecordRow:
    draft = decision_draft(4)
    return RecordRow(5, draft.record_id, "decision", None, AT, canonical_bytes(document))


def search_rows() -> SearchRows:
    document, contents = record()
    row = decision_row(
        document, orjson.loads(contents["dossier"]), orjson.loads(contents["result"])
    )
    own = {"decision_id": document["record_id"], "recorded_at": AT}
    decision = tuple(own[c] if c in own else getattr(row, c) for c in DECISION_COLUMNS)
    codes = sorted((code,) for code in row.findings)
    return SearchRows([decision], codes, sorted(row.identifiers))


def packed(contents: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [(name, zlib.compress(content)) for name, content in sorted(contents.items())]


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, the whole of it first."""
    found = [path]
    inner = document.items() if isinstance(document, dict) else ()
    for key, value in inner:
        found += places(value, (*path, key))
    return found


def put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    return document | {path[0]: put(document[path[0]], path[1:], value)}


def test_a_record_as_it_should_be_has_no_faults() -> None:
    document, contents = record()
    examined = examine(row_of(document), packed(contents), search_rows())
    assert examined.findings == []
    assert examined.recorded_at == AT


@settings(max_examples=200)
@given(data=st.data(), value=ANYTHING)
def test_no_member_breaks_it(data: st.DataObject, value: Any) -> None:
    document, contents = record()
    path = data.draw(st.sampled_from(places(document)))
    examined = examine(row_of(put(document, path, value)), packed(contents), search_rows())
    assert {finding.code for finding in examined.findings} <= CODES.keys()


@settings(max_examples=100)
@given(data=st.data(), value=ANYTHING)
def test_no_dossier_or_result_breaks_it(data: st.DataObject, value: Any) -> None:
    document, contents = record()
    name = data.draw(st.sampled_from(["dossier", "result"]))
    parsed = orjson.loads(contents[name])
    path = data.draw(st.sampled_from(places(parsed)))
    contents[name] = canonical_bytes(put(parsed, path, value))
    document["body"]["contents"][name] = digest(contents[name])
    examined = examine(row_of(document), packed(contents), search_rows())
    assert {f.code for f in examined.findings} <= {"record_malformed", "search_changed"}


def test_a_record_that_is_not_canonical_is_told() -> None:
    document, contents = record()
    for data in (
        orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS),
        canonical_bytes(document).replace(b'"format":1', b'"format":1.0'),
        canonical_bytes(document | {"clock": "é"}).replace("é".encode(), b"\\u00e9"),
    ):
        row = row_of(document)._replace(data=data)
        (finding,) = examine(row, packed(contents), search_rows()).findings
        assert finding.code == "record_malformed"
        assert "not in canonical form" in finding.message
