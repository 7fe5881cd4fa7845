"""Backup and restore, as ``features/audit/backup.feature`` states it: by the command line."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_bdd import given, parsers, scenarios, then, when

from service.cli import main
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.store.ledgers import Ledger, by_hand

scenarios("audit/backup.feature")

CHANGES = {
    "the grade of a decision was changed": "UPDATE decisions SET grade = 'N9' WHERE leaf_index = 2",
    "a record was changed": "UPDATE records SET data = CAST(data || ' ' AS BLOB)"
    " WHERE leaf_index = 2",
    "a record was deleted": "DELETE FROM records WHERE leaf_index = 2",
    "the dossier of a decision is gone": "DELETE FROM contents WHERE leaf_index = 2"
    " AND name = 'dossier'",
}


@dataclass
class Operator:
    """What the operator has, and what the last call said."""

    ledger: Ledger
    folder: Path
    first: list[str]
    answers: dict[str, bytes]
    later: list[str] = field(default_factory=list)
    said: Result | None = None

    @property
    def backup(self) -> Path:
        return self.folder / "backup"

    @property
    def checkpoint(self) -> Path:
        return self.folder / "kept.checkpoint"

    def call(self, *arguments: object) -> None:
        # No other process of the operator has the store open.
        self.ledger.store.close()
        words = ["store", *(str(argument) for argument in arguments)]
        self.said = CliRunner().invoke(main, words, catch_exceptions=False)

    def told(self) -> Result:
        assert self.said is not None
        return self.said


@pytest.fixture
def store_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINZHI_STORE", str(tmp_path / "decisions.sqlite3"))


@given("a ledger with three decisions and a signed checkpoint", target_fixture="operator")
def a_ledger(store_named: None, tmp_path: Path, rater: Rater) -> Iterator[Operator]:
    ledger = Ledger(tmp_path, rater)
    first = ledger.decide(3)
    ledger.sign()
    yield Operator(ledger, tmp_path, first, answers(ledger.path))
    ledger.store.close()


@given("a backup was taken")
@when("a backup is taken")
@when("a backup is taken under the same name")
def backed_up(operator: Operator) -> None:
    operator.call("backup", operator.backup)


@given("two more decisions")
def two_more(operator: Operator) -> None:
    operator.later = operator.ledger.decide(2)


@given("two more decisions, and a checkpoint of all that the auditor keeps")
def two_more_signed(operator: Operator) -> None:
    operator.later = operator.ledger.decide(2)
    operator.checkpoint.write_text(operator.ledger.sign().note, encoding="utf-8")


@given(parsers.re(f"in the backup (?P<change>{'|'.join(CHANGES)})"))
def changed(operator: Operator, change: str) -> None:
    by_hand(operator.backup, CHANGES[change])


@given("the machine was lost")
@when("the machine is lost")
def lost(operator: Operator) -> None:
    operator.ledger.store.close()
    operator.ledger.path.unlink()
    for end in ("-wal", "-shm"):
        Path(f"{operator.ledger.path}{end}").unlink(missing_ok=True)


@when("the backup is restored")
def restored(operator: Operator) -> None:
    operator.call("restore", operator.backup)


@when("the backup is restored with the auditor's checkpoint")
def restored_with_checkpoint(operator: Operator) -> None:
    operator.call("restore", operator.backup, "--checkpoint", operator.checkpoint)


@when("the backup is restored with the auditor's checkpoint, and the loss is accepted")
def restored_with_loss(operator: Operator) -> None:
    kept = operator.checkpoint
    operator.call("restore", operator.backup, "--checkpoint", kept, "--accept-loss")


@when("the backup is restored in the place of the store")
def replaced(operator: Operator) -> None:
    operator.call("restore", operator.backup, "--replace")


@then("the call succeeds")
def succeeded(operator: Operator) -> None:
    assert operator.told().exit_code == 0


@then(parsers.parse('the call cannot be carried out: "{why}"'))
def cannot(operator: Operator, why: str) -> None:
    assert operator.told().exit_code == 2
    assert why in operator.told().stderr


@then(parsers.parse("the restore is refused with the fault {code}"))
def refused(operator: Operator, code: str) -> None:
    assert operator.told().exit_code == 1
    assert f"[{code}]" in operator.told().stdout


@then("there is no store")
def no_store(operator: Operator) -> None:
    assert not operator.ledger.path.exists()


@then("the three decisions are read as they were answered")
def as_answered(operator: Operator) -> None:
    assert answers(operator.ledger.path) == operator.answers


@then("the restored store checks sound")
def sound(operator: Operator) -> None:
    operator.call("check")
    assert operator.told().exit_code == 0


@then("the earlier backup is as it was")
def backup_is_there(operator: Operator) -> None:
    assert answers(operator.backup) == operator.answers


@then("the two decisions that the backup lacks are named")
def named(operator: Operator) -> None:
    for decision_id in operator.later:
        assert f"decision {decision_id} (LOS-" in operator.told().output


@then("the store is as it was")
def untouched(operator: Operator) -> None:
    assert list(answers(operator.ledger.path)) == operator.first + operator.later


@then("the store that was there is kept with all its decisions")
def kept(operator: Operator) -> None:
    path = Path(f"{operator.ledger.path}.before-restore-1")
    assert list(answers(path)) == operator.first + operator.later
    assert str(path) in operator.told().stdout


def answers(path: Path) -> dict[str, bytes]:
    """Return the answer of each decision in the store at ``path``, in their order."""
    with closing(SqliteStore(path)) as store:
        ids = [record.record_id for record in store.records(kind="decision")]
        found = {decision_id: store.get(decision_id) for decision_id in ids}
        return {name: decision.body for name, decision in found.items() if decision is not None}
