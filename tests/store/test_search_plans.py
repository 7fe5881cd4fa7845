"""Every search is answered from indexes: no table is read through, nothing is sorted."""

from collections.abc import Iterator

import pytest

from service.store import search
from service.store.postings import SEGMENT
from service.store.search import find
from service.store.sqlite import SqliteStore
from tests.store.searching import asked, fill, opened

ONE = {
    "dossier_id": "D-7",
    "application_ref": "LOS-7",
    "identifier": "91X",
    "borrower": "北岭精工",
    "finding": "BANKRUPTCY",
    "client": "los-1",
    "grade": "N4",
    "ruleset": "nonfinancial@1.0.0",
    "since": "2026-01-02",
    "until": "2026-01-12",
}

MORE: list[dict[str, str]] = [
    {},
    {"identifier": "uscc:91X"},
    {"borrower": "北岭*"},
    {"ruleset": "nonfinancial"},
    {"ruleset": "sha256:n1.0.0"},
    {"grade": "N4", "client": "los-1"},
    {"grade": "N4", "finding": "BANKRUPTCY"},
    {"client": "los-1", "finding": "BANKRUPTCY"},
    {"grade": "N4", "ruleset": "nonfinancial"},
    {"finding": "BANKRUPTCY", "client": "los-1", "grade": "N4", "ruleset": "nonfinancial@1.0.0"},
    {"grade": "N4", "since": "2026-01-02", "until": "2026-01-12"},
    {"borrower": "北岭精工", "grade": "N4"},
    {"borrower": "北岭*", "grade": "N4", "finding": "BANKRUPTCY"},
    {"application_ref": "LOS-7", "finding": "BANKRUPTCY"},
    {"identifier": "91X", "since": "2026-01-02"},
    ONE,
]

STEPS = {
    "dossier_id": "SEARCH d USING INDEX decisions_dossier (dossier_id=? AND rowid>? AND rowid<?)",
    "application_ref": (
        "SEARCH d USING INDEX decisions_application (application_ref=? AND rowid>? AND rowid<?)"
    ),
    "identifier": (
        "SEARCH i USING COVERING INDEX identifiers_value"
        " (value=? AND leaf_index>? AND leaf_index<?)"
    ),
    "borrower": "SEARCH d USING INDEX decisions_borrower (borrower=? AND rowid>? AND rowid<?)",
    "finding": "SEARCH p0 USING PRIMARY KEY (kind=? AND value=? AND segment>? AND segment<?)",
    "client": "SEARCH p0 USING PRIMARY KEY (kind=? AND value=? AND segment>? AND segment<?)",
    "grade": "SEARCH p0 USING PRIMARY KEY (kind=? AND value=? AND segment>? AND segment<?)",
    "ruleset": "SEARCH p0 USING PRIMARY KEY (kind=? AND value=? AND segment>? AND segment<?)",
    "since": "SEARCH decisions USING INTEGER PRIMARY KEY (rowid>?)",
    "until": "SEARCH decisions USING INTEGER PRIMARY KEY (rowid>?)",
}
"""What leads to the decisions of each filter, in the words of EXPLAIN QUERY PLAN."""


@pytest.fixture(scope="module", params=["without statistics", "with statistics"])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteStore]:
    with opened(tmp_path_factory.mktemp("plans") / "decisions.sqlite3") as store:
        fill(store, 2 * SEGMENT + 10)
        if request.param == "with statistics":
            # An operator may have SQLite gather them; it then chooses indexes by them.
            store.connection().execute("ANALYZE")
        yield store


def plan(store: SqliteStore, given: dict[str, str]) -> list[str]:
    """The steps of every statement that a search really runs."""
    connection = store.connection().conn
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    find(store, asked(**given, limit=200))
    connection.set_trace_callback(None)
    queries = dict.fromkeys(text for text in statements if text.startswith("SELECT"))
    assert queries
    return [
        step for text in queries for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {text}")
    ]


@pytest.mark.parametrize("given", [*({name: ONE[name]} for name in ONE), *MORE], ids=str)
@pytest.mark.parametrize("broad", [3, 10_000], ids=["of a name many have", "of a name few have"])
def test_no_step_reads_a_table_through_or_sorts(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], broad: int
) -> None:
    monkeypatch.setattr(search, "BROAD", broad)
    for step in plan(store, given):
        # Of all decisions, newest first, only a page is read.
        assert step.startswith(("SEARCH", "CORRELATED SCALAR SUBQUERY", "LIST SUBQUERY")), step


@pytest.mark.parametrize("name", STEPS)
def test_each_filter_has_an_index_that_leads_to_its_decisions(
    store: SqliteStore, name: str
) -> None:
    assert STEPS[name] in plan(store, {name: ONE[name]})


def test_two_values_that_many_share_are_intersected_before_a_decision_is_read(
    store: SqliteStore,
) -> None:
    steps = plan(store, {"grade": "N4", "finding": "BANKRUPTCY"})
    first = steps.index(STEPS["grade"])
    assert steps[first + 1] == "SEARCH p1 USING PRIMARY KEY (kind=? AND value=? AND segment=?)"


def test_the_limit_of_a_prefix_is_found_in_the_index_of_names(store: SqliteStore) -> None:
    step = "SEARCH d USING COVERING INDEX decisions_borrower (borrower>? AND borrower<?)"
    assert step in plan(store, {"borrower": "北岭*"})


@pytest.mark.parametrize("table", ["finding_codes", "identifiers"])
def test_the_rows_of_one_decision_are_found_without_reading_those_of_others(
    store: SqliteStore, table: str
) -> None:
    delete = f"EXPLAIN QUERY PLAN DELETE FROM {table} WHERE leaf_index = 7"
    ((*_, step),) = store.connection().execute(delete)
    assert step == f"SEARCH {table} USING PRIMARY KEY (leaf_index=?)"
