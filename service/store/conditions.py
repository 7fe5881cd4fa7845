"""What the filters of a query mean in SQL, and what finds each without reading all decisions."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.records.query import Filters

SCHEMES = ("uscc", "lei", "registry_code")
"""The schemes of identifiers that a dossier may give of its borrower."""

_LAST = 0x10FFFF
"""The last code point of Unicode."""

_BEFORE_SURROGATES, _AFTER_SURROGATES = 0xD7FF, 0xE000
"""The code points around those that no text has."""


@dataclass(frozen=True, slots=True)
class Source:
    """An index that gives the decisions of one value in the order of their leaves.

    ``tables`` and ``sql`` belong into a statement, ``leaf`` is the column to order by.
    """

    tables: str
    sql: str
    values: tuple[str, ...]
    leaf: str = "d.leaf_index"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a row ``d`` of ``decisions``; ``values`` are those of ``sql``.

    Few decisions share the value where there is a ``source``, many where there are
    ``postings``: their kind and value.
    """

    sql: str
    values: tuple[str, ...]
    source: Source | None = None
    postings: tuple[str, str] | None = None


def conditions(filters: Filters) -> list[Condition]:
    """Return what ``filters`` ask for, beside times of recording: what narrows most comes first."""
    return list(_conditions(filters))


def of_client(name: str) -> Condition:
    """Return what must hold of the decisions of the client ``name``, who proved to be it."""
    record = "SELECT CAST(r.data AS TEXT) AS text FROM records r WHERE r.leaf_index = d.leaf_index"
    # A damaged record is nobody's, and does not end the search.
    proved = "json_extract(iif(json_valid(text), text, '{}'), '$.client.authenticated')"
    sql = f"d.client = ? AND EXISTS (SELECT 1 FROM ({record}) WHERE {proved})"
    return Condition(sql, (name,), postings=("client", name))


def _conditions(filters: Filters) -> Iterator[Condition]:
    if filters.dossier_id is not None:
        yield _indexed("dossier_id", "decisions_dossier", filters.dossier_id)
    if filters.application_ref is not None:
        yield _indexed("application_ref", "decisions_application", filters.application_ref)
    if filters.identifier is not None:
        yield _identifier(filters.identifier)
    if filters.borrower is not None:
        yield _borrower(filters.borrower)
    if filters.finding is not None:
        sql = (
            "EXISTS (SELECT 1 FROM finding_codes f"
            " WHERE f.leaf_index = d.leaf_index AND f.code = ?)"
        )
        yield Condition(sql, (filters.finding,), postings=("finding", filters.finding))
    if filters.client is not None:
        yield _common("d.client", "client", filters.client)
    if filters.grade is not None:
        yield _common("d.grade", "grade", filters.grade)
    if filters.ruleset is not None:
        yield _ruleset(filters.ruleset)


def _indexed(column: str, index: str, value: str) -> Condition:
    sql = f"d.{column} = ?"
    return Condition(sql, (value,), Source(f"decisions d INDEXED BY {index}", sql, (value,)))


def _identifier(text: str) -> Condition:
    scheme, colon, value = text.partition(":")
    sql = "i.value = ?"
    values: tuple[str, ...] = (text,)
    if colon and scheme in SCHEMES:
        sql, values = "i.value = ? AND i.scheme = ?", (value, scheme)
    tables = (
        "identifiers i INDEXED BY identifiers_value"
        " CROSS JOIN decisions d ON d.leaf_index = i.leaf_index"
    )
    return Condition(
        f"EXISTS (SELECT 1 FROM identifiers i WHERE i.leaf_index = d.leaf_index AND {sql})",
        values,
        Source(tables, sql, values, "i.leaf_index"),
    )


def _borrower(text: str) -> Condition:
    if not text.endswith("*"):
        return _indexed("borrower", "decisions_borrower", text)
    first, end = prefix_range(text.removesuffix("*"))
    if end is None:
        return Condition("d.borrower >= ?", (first,))
    return Condition("d.borrower >= ? AND d.borrower < ?", (first, end))


def prefix_range(prefix: str) -> tuple[str, str | None]:
    """Return the first text that begins with ``prefix``, and the first after all that do.

    Texts are in the order of their code points, as SQLite compares them. There is no text
    after them where ``prefix`` is all U+10FFFF.
    """
    kept = prefix.rstrip(chr(_LAST))
    if not kept:
        return prefix, None
    last = ord(kept[-1])
    after = _AFTER_SURROGATES if last == _BEFORE_SURROGATES else last + 1
    return prefix, kept[:-1] + chr(after)


def _ruleset(text: str) -> Condition:
    if text.startswith("sha256:"):
        return _common("d.ruleset_digest", "ruleset digest", text)
    if "@" in text:
        named = "d.ruleset_id || '@' || d.ruleset_version"
        return _common(named, "ruleset version", text)
    return _common("d.ruleset_id", "ruleset", text)


def _common(column: str, kind: str, value: str) -> Condition:
    return Condition(f"{column} = ?", (value,), postings=(kind, value))
