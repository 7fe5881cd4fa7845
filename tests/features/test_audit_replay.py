"""Steps of ``features/audit/replay.feature``."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.decide import decide
from service.decisions.rate import Rater, Rating
from service.decisions.raters import SourceRaters
from service.replay.many import replay_leaves
from service.replay.replay import replay
from service.replay.selection import by_id, certificates, leaves
from service.replay.verdict import Verdict
from service.retention.erase import erase
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Client, Decision
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

scenarios("audit/replay.feature")

FAMILY = ROOT / "fixtures" / "dossiers" / "family_condiment_maker.json"


@dataclass
class Archive:
    """The store, what was decided, and what the auditor finds."""

    store: SqliteStore
    told: str | None = None
    decisions: list[Decision] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    bytes_before: str = ""

    @property
    def verdict(self) -> Verdict:
        return self.verdicts[0]

    def digest(self) -> str:
        return hashlib.sha256(self.store.path.read_bytes()).hexdigest()

    def by_hand(self, statement: str, *values: object) -> None:
        """Change the file with its triggers dropped."""
        self.store.close()
        with closing(sqlite3.connect(self.store.path, isolation_level=None)) as db:
            triggers = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                db.execute(f"DROP TRIGGER {name}")
            assert db.execute(statement, values).rowcount

    def change(self, name: str, old: bytes, new: bytes) -> None:
        content = self.store.contents(0)[name]
        assert old in content
        packed = zlib.compress(content.replace(old, new, 1))
        self.by_hand("UPDATE contents SET data = ? WHERE name = ?", packed, name)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    yield Archive(store)
    store.close()


@cache
def rater_of(version: str) -> Rater:
    return Rater(load_ruleset(catalogue.root() / "nonfinancial" / version))


class Otherwise(Rater):
    """A service that told another grade."""

    def __init__(self, rater: Rater, told: str) -> None:
        self.__dict__.update(vars(rater))
        self.told = told

    def rate(self, body: bytes) -> Rating:
        rating = super().rate(body)
        return Rating(rating.dossier, rating.evaluation, {**rating.result, "grade": self.told})


@pytest.fixture
def raters(archive: Archive) -> SourceRaters:
    return SourceRaters(*map(rater_of, ("1.0.0", "1.1.0")))


@given(parsers.parse("a decision by the rules of version {version}"))
def decided(archive: Archive, version: str) -> None:
    rater = rater_of(version)
    if archive.told is not None:
        rater = Otherwise(rater, archive.told)
    archive.decisions.append(decide(rater, archive.store, FAMILY.read_bytes()))


@given("no rules are installed any more")
def uninstalled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.ruleset.catalogue.root", lambda: tmp_path / "none")


@given(parsers.re(r"the service was of version (?P<version>[0-9.]+)$"))
def of_version(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("service.store.appending.__version__", version)


@given(parsers.re(r"the service was of version (?P<version>.+), and told the grade (?P<grade>N.)$"))
def of_version_that_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, version: str, grade: str
) -> None:
    of_version(monkeypatch, version)
    archive.told = grade


@given(parsers.re(r"the service told the grade (?P<grade>N.)$"))
def told(archive: Archive, grade: str) -> None:
    archive.told = grade


@given("somebody improved a fact of the dossier")
def improved(archive: Archive) -> None:
    archive.change("dossier", b'"top1_supplier_pct":25', b'"top1_supplier_pct":5')


@given("somebody raised the grade that was told")
def raised(archive: Archive) -> None:
    archive.change("result", b'"grade":"N5"', b'"grade":"N4"')


@given("somebody raised the grade in the record")
def raised_in_record(archive: Archive) -> None:
    changed = archive.decisions[0].record.data.replace(b'"grade":"N5"', b'"grade":"N4"')
    archive.by_hand("UPDATE records SET data = ?", changed)


@given("somebody took the dossier out")
def taken_out(archive: Archive) -> None:
    archive.by_hand("DELETE FROM contents WHERE name = 'dossier'")


@given("somebody made a weight of the rules lower")
def lower_weight(archive: Archive) -> None:
    source = rater_of("1.1.0").ruleset.source
    old, new = b"REP: 22, SUP: 7, PRD: 9", b"REP: 21, SUP: 8, PRD: 9"
    assert old in source
    archive.by_hand("UPDATE sources SET data = ?", zlib.compress(source.replace(old, new, 1)))


@given("somebody removed it")
def removed(archive: Archive) -> None:
    archive.by_hand("DELETE FROM records WHERE leaf_index = 0")


@given("it was erased on order")
def erased(archive: Archive) -> None:
    of = archive.decisions[0].decision_id
    erase(archive.store, of, order="Order 7 of 2031", by="Li Na", client=Client())


@given("the recorded rules are gone")
def rules_gone(archive: Archive) -> None:
    archive.by_hand("DELETE FROM sources")


@when("the auditor replays it")
def replay_it(archive: Archive, raters: SourceRaters) -> None:
    kept = by_id(archive.store, archive.decisions[0].decision_id)
    assert kept is not None
    archive.verdicts = [replay(kept, raters)]


@when("the auditor replays all decisions")
def replay_all(archive: Archive, raters: SourceRaters, monkeypatch: pytest.MonkeyPatch) -> None:
    # Compiled once for all scenarios; whoever replays compiles for himself.
    monkeypatch.setattr("service.replay.many.SourceRaters", lambda: raters)
    archive.store.close()
    archive.bytes_before = archive.digest()
    store = SqliteStore(archive.store.path, read_only=True)
    chosen = list(leaves(store, certificates(store)))
    store.close()
    archive.verdicts = list(replay_leaves(archive.store.path, chosen))


@then("it is reproduced")
@then("all are reproduced")
def reproduced(archive: Archive) -> None:
    assert len(archive.verdicts) == len(archive.decisions)
    assert {verdict.verdict for verdict in archive.verdicts} == {"reproduced"}


@then("no byte of the archive has changed")
def unchanged(archive: Archive) -> None:
    assert archive.digest() == archive.bytes_before


@then(parsers.parse("it is told that the service was of version {version}"))
def told_version(archive: Archive, version: str) -> None:
    (apart,) = archive.verdict.versions
    assert (apart.of, apart.recorded) == ("pinzhi", version)


@then(parsers.parse('it diverged at the stage "{stage}"'))
def diverged(archive: Archive, stage: str) -> None:
    assert archive.verdict.verdict == "diverged"
    assert archive.verdict.differences[0].stage == stage


@then(parsers.parse('the element is "{element}"'))
def element_is(archive: Archive, element: str) -> None:
    assert archive.verdict.differences[0].element == element


@then(parsers.parse('the cause is "{cause}"'))
def cause_is(archive: Archive, cause: str) -> None:
    assert archive.verdict.cause == cause


@then(parsers.parse('further on "{element}" was recorded as {recorded} and is now {replayed}'))
def further_on(archive: Archive, element: str, recorded: str, replayed: str) -> None:
    values: dict[str, Any] = {
        d.element: (d.recorded, d.replayed) for d in archive.verdict.differences
    }
    assert values[element] == (orjson.loads(recorded), orjson.loads(replayed))


@then(parsers.parse("one diverged, because leaf {leaf:d} has no record"))
def missed(archive: Archive, leaf: int) -> None:
    (verdict,) = archive.verdicts
    assert (verdict.verdict, verdict.leaf_index) == ("diverged", leaf)
    assert "has no record" in verdict.causes[0].evidence


@then(parsers.re(r'it is incomparable, because (it was|of) "(?P<reason>\w+)"'))
def incomparable(archive: Archive, reason: str) -> None:
    assert (archive.verdict.verdict, archive.verdict.reason) == ("incomparable", reason)


@then("a certificate is named")
def certificate_named(archive: Archive) -> None:
    (certificate,) = archive.store.records(kind="erasure")
    assert certificate.record_id in (archive.verdict.detail or "")
