"""Whatever is asked for, a search finds what reading every decision finds, in the same order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.store import search
from service.store.postings import SEGMENT, complete_segments
from service.store.sqlite import SqliteStore
from tests.store.searching import (
    BORROWERS,
    CLIENTS,
    CODES,
    GRADES,
    Known,
    erase,
    fill,
    matches,
    opened,
    pages,
)

VALUES = {
    "borrower": st.sampled_from([*BORROWERS, "北*", "北岭*", "A*", "\ud7ff*", "\U0010ffff*", "x*"]),
    "application_ref": st.sampled_from(["LOS-1", "LOS-39", "LOS-40"]),
    "dossier_id": st.sampled_from(["D-0", "D-250", "D-999"]),
    "identifier": st.sampled_from(
        ["91X", "uscc:91X", "lei:91X", "registry_code:uscc:91X", "a:1", "0"]
    ),
    "grade": st.sampled_from([*GRADES, "N9"]),
    "finding": st.sampled_from([*CODES, "OTHER"]),
    "ruleset": st.sampled_from(
        ["nonfinancial", "other", "nonfinancial@1.0.0", "sha256:n1.1.0", "none@1.0.0"]
    ),
    "client": st.sampled_from([*filter(None, CLIENTS), "los-3"]),
    "since": st.sampled_from(["2025-12-31", "2026-01-09", "2026-01-20", "2027-01-01"]),
    "until": st.sampled_from(["2025-12-31", "2026-01-12", "2026-01-21", "2027-01-01"]),
}

Filled = tuple[SqliteStore, list[Known]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Two segments with postings, of which decisions were erased, and a part of a third."""
    path: Path = tmp_path_factory.mktemp("search") / "decisions.sqlite3"
    with opened(path) as store:
        known = fill(store, 2 * SEGMENT + 90)
        gone = known[5:200:9]
        erase(store, gone)
        assert complete_segments(store.connection()) == 2
        yield store, [one for one in known if one not in gone]


def found(filled: Filled, asked: dict[str, str], limit: int) -> list[str]:
    store, known = filled
    due = [one.record.record_id for one in reversed(known) if matches(one, **asked)]
    got = list(pages(store, **asked, limit=limit))
    assert [hit.decision_id for page in got for hit in page] == due
    assert all(len(page) == limit for page in got[:-1])
    return due


@settings(max_examples=60)
@given(
    # Of more than four filters hardly a decision would be left.
    asked=st.lists(st.sampled_from(sorted(VALUES)), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})
    ),
    limit=st.sampled_from([1, 7, 50, 200]),
)
def test_what_is_found(filled: Filled, asked: dict[str, str], limit: int) -> None:
    found(filled, asked, limit)


@settings(max_examples=40)
@given(
    borrower=VALUES["borrower"],
    asked=st.fixed_dictionaries({}, optional={"grade": VALUES["grade"], "since": VALUES["since"]}),
)
def test_what_is_found_by_the_beginning_of_a_name_that_many_have(
    filled: Filled, borrower: str, asked: dict[str, str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "BROAD", 3)
        found(filled, asked | {"borrower": borrower}, 20)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"grade": "N4"},
        {"grade": "N4", "client": "los-1"},
        {"finding": "BANKRUPTCY", "ruleset": "nonfinancial@1.0.0", "grade": "NR"},
        {"identifier": "91X"},
        {"identifier": "a:1"},
        {"identifier": "registry_code:uscc:91X"},
        {"borrower": "北岭*", "finding": "PATENTS"},
        {"application_ref": "LOS-1"},
        {"dossier_id": "D-250"},
        {"client": "los-2", "since": "2026-01-09", "until": "2026-01-20"},
    ],
    ids=str,
)
def test_each_kind_of_search_finds_something(filled: Filled, asked: dict[str, str]) -> None:
    assert found(filled, asked, 50)
