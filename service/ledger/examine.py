"""Examines one record that is the one in its leaf: its form, its row, its contents, its search
rows. Pure: no database is asked.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
import rfc8785

from service.canonical import canonical_bytes, digest
from service.records.form import FORMAT
from service.records.rows import decision_row
from service.records.shape import misshapen
from service.store.packed import unpacked
from service.store.scan import DECISION_COLUMNS, RecordRow, Row

_MEMBERS = {
    "format",
    "kind",
    "leaf_index",
    "record_id",
    "subject",
    "recorded_at",
    "clock",
    "nonce",
    "service",
    "client",
    "body",
}
_TEXTS = ("kind", "record_id", "recorded_at", "clock", "nonce")
_COLUMNS = ("leaf_index", "record_id", "kind", "subject", "recorded_at")
_FRACTION = re.compile(rb'(?:":|[,\[])-?[0-9]+[.eE]')
"""A number that is not whole, and now and then a text that looks like one."""


class Finding(NamedTuple):
    """What is wrong: a code of :data:`service.ledger.damage.CODES`, and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SearchRows:
    """What searches find of one leaf: each is sorted; ``decision`` as ``DECISION_COLUMNS``.

    ``None`` where the table cannot be read.
    """

    decision: Sequence[Row] | None = ()
    codes: Sequence[Row] | None = ()
    identifiers: Sequence[Row] | None = ()


@dataclass(slots=True)
class Examined:
    """What one record says of itself, and what is wrong with it."""

    findings: list[Finding] = field(default_factory=list)
    recorded_at: str | None = None
    source: str | None = None
    """The digest of the ruleset's files that a decision names."""

    def add(self, code: str, message: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, message))


def examine(
    row: RecordRow, contents: Sequence[tuple[str, bytes]] | None, search: SearchRows
) -> Examined:
    """Examine the record in ``row``, whose leaf hash was found to be that of its data.

    ``contents`` are pairs of name and compressed bytes, ``None`` where they cannot be read.
    """
    examined = Examined()
    document = _document(row, examined)
    if document is None:
        return examined
    examined.recorded_at = document["recorded_at"]
    _examine_row(row, document, examined)
    read = None if contents is None else _examine_contents(document, dict(contents), examined)
    if document["kind"] == "decision":
        _examine_decision(document, read, search, examined)
    else:
        for found in (search.decision, search.codes, search.identifiers):
            if found:
                examined.add("search_unknown", "Searches find it, though it is no decision.")
                break
    return examined


def _document(row: RecordRow, examined: Examined) -> dict[str, Any] | None:
    try:
        document = orjson.loads(row.data)
        canonical = _is_canonical(row.data, document)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        examined.add("record_malformed", "The record is not JSON.")
        return None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        examined.add("record_malformed", "The record is of no format that is known.")
        return None
    if not _has_members(document):
        examined.add("record_malformed", "The record has not the members of a record.")
        return None
    wrong = misshapen(document)
    if wrong is not None:
        examined.add("record_malformed", f"{wrong!r} is not that of a record.")
        return None
    if not canonical:
        examined.add("record_malformed", "The record is not in canonical form (RFC 8785).")
    return document


def _has_members(document: dict[str, Any]) -> bool:
    """Return whether the members are those of a record, as far as they are used here."""
    if document.keys() != _MEMBERS or not all(isinstance(document[m], str) for m in _TEXTS):
        return False
    contents = document["body"].get("contents", {}) if isinstance(document["body"], dict) else None
    return isinstance(contents, dict) and all(isinstance(of, str) for of in contents.values())


def _is_canonical(data: bytes, document: Any) -> bool:
    """Return whether ``data`` is the RFC 8785 form of ``document``.

    Of ASCII text and whole numbers the quick serialiser gives the same bytes.
    """
    if data.isascii() and not _FRACTION.search(data):
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS) == data
    return canonical_bytes(document) == data


def _examine_row(row: RecordRow, document: dict[str, Any], examined: Examined) -> None:
    if document["leaf_index"] != row.leaf_index:
        place = document["leaf_index"]
        message = f"The record in this leaf says that it is the one of leaf {place}."
        examined.add("record_moved", message)
    wrong = [name for name in _COLUMNS[1:] if getattr(row, name) != document[name]]
    if wrong:
        message = f"The row has another {', '.join(wrong)} than the record."
        examined.add("row_changed", message)


def _examine_contents(
    document: dict[str, Any], stored: dict[str, bytes], examined: Examined
) -> dict[str, bytes] | None:
    """Return the contents that are those the record commits to; ``None`` if any are not."""
    commits: dict[str, str] = document["body"].get("contents", {})
    read: dict[str, bytes] = {}
    for name in sorted(commits.keys() - stored.keys()):
        examined.add("contents_missing", f"The record commits to its {name}, which is missing.")
    for name in sorted(stored.keys() - commits.keys()):
        message = f"{name!r} is stored as contents of the record, which does not name it."
        examined.add("contents_unknown", message)
    for name in sorted(commits.keys() & stored.keys()):
        try:
            read[name] = unpacked(stored[name])
        except zlib.error:
            examined.add("contents_changed", f"Its {name} cannot be decompressed.")
            continue
        if digest(read[name]) != commits[name]:
            examined.add("contents_changed", f"Its {name} has not the digest that it names.")
            del read[name]
    return read if read.keys() == commits.keys() else None


def _examine_decision(
    document: dict[str, Any],
    contents: dict[str, bytes] | None,
    search: SearchRows,
    examined: Examined,
) -> None:
    try:
        source = document["body"]["ruleset"]["source"]
        examined.source = None if source is None else str(source)
        if contents is None:
            return
        row = decision_row(
            document, orjson.loads(contents["dossier"]), orjson.loads(contents["result"])
        )
        codes = sorted((str(code),) for code in row.findings)
        identifiers = sorted((str(scheme), str(value)) for scheme, value in row.identifiers)
    except (KeyError, TypeError, AttributeError, ValueError):
        examined.add("record_malformed", "The record or its contents are not those of a decision.")
        return
    own = {"decision_id": document["record_id"], "recorded_at": document["recorded_at"]}
    expected = tuple(own.get(c) or getattr(row, c) for c in DECISION_COLUMNS)
    if search.decision is not None:
        _examine_search_row(expected, search.decision, examined)
    rows: list[tuple[str, Sequence[Row], Sequence[Row] | None]] = [
        ("findings", codes, search.codes),
        ("identifiers", identifiers, search.identifiers),
    ]
    for name, wanted, found in rows:
        if found is not None and list(wanted) != list(found):
            listed = ", ".join(_differing(wanted, found))
            examined.add("search_changed", f"Searches find other {name} than it has: {listed}.")


def _examine_search_row(
    expected: tuple[Any, ...], found: Sequence[Row], examined: Examined
) -> None:
    if not found:
        examined.add("search_missing", "Searches do not find the decision.")
        return
    pairs = zip(DECISION_COLUMNS, expected, found[0], strict=True)
    wrong = [name for name, one, other in pairs if one != other]
    if wrong:
        message = f"Searches find the decision with another {', '.join(wrong)} than it says."
        examined.add("search_changed", message)


def _differing(wanted: Sequence[Row], found: Sequence[Row]) -> Iterator[str]:
    for row in sorted(set(wanted) - set(found)):
        yield f"{row[0]} is missing"
    for row in sorted(set(found) - set(wanted)):
        yield f"{row[0]} is not its own"
