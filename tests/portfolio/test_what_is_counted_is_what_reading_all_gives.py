"""Populations and their findings are those that reading every decision gives, from any state."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.portfolio.counted import Contents, Population
from service.portfolio.periods import Period
from service.store.portfolio import contents, forget, keep, population, to_keep
from service.store.sqlite import SqliteStore
from tests.portfolio.stores import Known, add, erase, fill, opened
from tests.store.ledgers import by_hand

COUNT = 1200
"""Records: two segments of 512, and a rest whose segment is not complete."""

PERIODS = (
    Period("2026-01-01", "2026-12-31"),
    Period("2026-01-04", "2026-01-30"),
    Period("2026-02-10", "2026-02-10"),
    Period("2025-01-01", "2025-12-31"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteStore, list[Known]]]:
    with opened(tmp_path_factory.mktemp("portfolio") / "store.sqlite3") as store:
        yield store, fill(store, COUNT)


def counting(known: Iterable[Known], period: Period, version: str | None = None) -> list[Known]:
    """The decisions that count, found by looking at each."""
    known = list(known)
    corrected = {one.corrects for one in known}
    return [
        one
        for one in known
        if period.since <= one.day <= period.until
        and version in (None, one.version)
        and one.record.record_id not in corrected
    ]


def said(latest: Iterable[Known], kind: str) -> dict[str, int]:
    found = Counter(value for one in latest for of, value in one.said if of == kind)
    if kind == "found":
        found += Counter(value for one in latest for of, value in one.said if of == "pattern")
    return dict(found)


def found_in(store: SqliteStore, population: Population) -> Contents:
    return contents(store, [rated.leaf_index for rated in population.latest.values()])


@pytest.mark.parametrize("version", [None, "1.0.0", "1.1.0"])
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_each_borrower_counts_once_by_its_latest_decision(
    filled: tuple[SqliteStore, list[Known]], period: Period, version: str | None
) -> None:
    store, known = filled
    ruleset = None if version is None else f"nonfinancial@{version}"
    due = counting(known, period, version)
    latest = {one.borrower: one for one in due}

    found = population(store, period, ruleset)

    assert found.decisions == len(due)
    assert {key[1]: rated.grade for key, rated in found.latest.items()} == {
        borrower: one.grade for borrower, one in latest.items()
    }
    assert {key[0] for key in found.latest} <= {"uscc"}
    assert sum(found.distribution(("N2",)).values()) == len(latest)


def test_a_borrower_is_told_by_its_code_else_by_another_identifier_else_by_its_name(
    tmp_path: Path,
) -> None:
    every = (("lei", "5299"), ("registry_code", "33"), ("uscc", "91X"))
    with opened(tmp_path / "store.sqlite3") as store:
        add(store, "A", "N2", identifiers=every)
        add(store, "B", "N5", identifiers=(("uscc", "91X"),))
        add(store, "C", "N5", identifiers=every[:2])
        add(store, "D", "N5", identifiers=every[1:2])
        add(store, "E", "N5", identifiers=())
        add(store, "E", "N2", identifiers=())

        found = population(store, PERIODS[0])

    assert {key: rated.grade for key, rated in found.latest.items()} == {
        ("uscc", "91X"): "N5",
        ("lei", "5299"): "N5",
        ("registry_code", "33"): "N5",
        ("name", "E Ltd"): "N2",
    }


def test_corrected_decisions_are_told_and_not_counted(
    filled: tuple[SqliteStore, list[Known]],
) -> None:
    store, known = filled
    found = population(store, PERIODS[0])
    assert found.corrected == len({one.corrects for one in known} - {None}) > 0
    assert found.decisions + found.corrected == len(known)


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_findings_and_unknown_facts_are_those_of_the_results(
    filled: tuple[SqliteStore, list[Known]], period: Period
) -> None:
    store, known = filled
    latest = {one.borrower: one for one in counting(known, period)}.values()
    keep(store, to_keep(store))

    found = found_in(store, population(store, period))

    assert (found.read, found.unread, found.waiting) == (len(latest), 0, 0)
    for kind in ("found", "assumed", "claimed", "unknown"):
        assert getattr(found, kind) == said(latest, kind), kind


def test_what_nobody_has_read_yet_waits_and_is_in_no_count(tmp_path: Path) -> None:
    with opened(tmp_path / "store.sqlite3") as store:
        known = fill(store, COUNT)
        everybody = population(store, PERIODS[0])
        newest = [one for one in known if one.record.leaf_index >= 1024]
        latest = {rated.leaf_index for rated in everybody.latest.values()}
        at_hand = [one for one in newest if one.record.leaf_index in latest]

        found = found_in(store, everybody)

        assert to_keep(store) == [1, 0]
        assert (found.read, found.waiting) == (len(at_hand), len(latest) - len(at_hand))
        assert found.unknown == said(at_hand, "unknown")
        keep(store, [1])
        assert to_keep(store) == [0]
        keep(store, [0])
        assert found_in(store, everybody).waiting == 0


def test_what_is_counted_first_or_again_is_the_same(tmp_path: Path) -> None:
    with opened(tmp_path / "store.sqlite3") as store:
        fill(store, COUNT)
        everybody = population(store, PERIODS[0])
        keep(store, to_keep(store))
        once = found_in(store, everybody)
        keep(store, [0, 1])
        assert found_in(store, everybody) == once
        forget(store)
        assert to_keep(store) == [1, 0]
        keep(store, to_keep(store))
        assert found_in(store, everybody) == once


@pytest.mark.parametrize("kept", [False, True])
def test_of_an_erased_decision_nothing_is_counted_or_kept(tmp_path: Path, kept: bool) -> None:
    with opened(tmp_path / "store.sqlite3") as store:
        alone = add(store, "91ALONE", "N10", said=frozenset({("found", "ONLY_HERE")}))
        known = fill(store, 520)
        if kept:
            keep(store, to_keep(store))
        erase(store, alone)
        if kept:
            rows = store.connection().execute("SELECT value FROM portfolio WHERE kind = 'found'")
            assert "ONLY_HERE" not in {value for (value,) in rows}
        keep(store, to_keep(store))

        everybody = population(store, PERIODS[0])

        assert ("uscc", "91ALONE") not in everybody.latest
        assert everybody.decisions == len(counting(known, PERIODS[0]))
        assert "ONLY_HERE" not in found_in(store, everybody).found


class _Late(SqliteStore):
    """A store in which something happens between reading a segment and writing what it says."""

    def __init__(self, path: Path, meanwhile: Callable[[], None]) -> None:
        super().__init__(path)
        self._meanwhile = meanwhile

    @contextmanager
    def turn(self) -> Iterator[None]:
        self._meanwhile()
        with super().turn():
            yield


def test_who_reads_while_a_decision_is_erased_keeps_nothing_of_it(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with opened(path) as store:
        alone = add(store, "91ALONE", said=frozenset({("found", "ONLY_HERE")}))
        fill(store, 520)
        late = _Late(path, lambda: erase(store, alone))
        keep(late, [0])
        late.close()
        assert to_keep(store) == [0]
        keep(store, [0])
        assert "ONLY_HERE" not in found_in(store, population(store, PERIODS[0])).found


def test_results_that_are_lost_or_damaged_are_told_and_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with opened(path) as store:
        for borrower in ("91A", "91B", "91C"):
            add(store, borrower, said=frozenset({("unknown", "sales.claims")}))
    by_hand(
        path,
        "DELETE FROM contents WHERE leaf_index = 0 AND name = 'result'",
        "UPDATE contents SET data = x'00' WHERE leaf_index = 1 AND name = 'result'",
    )
    with opened(path) as store:
        found = found_in(store, population(store, PERIODS[0]))
    assert (found.read, found.unread, found.unknown) == (1, 2, {"sales.claims": 1})
