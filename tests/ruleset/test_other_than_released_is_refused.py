"""What was released is installed as it was released, or refused."""

import shutil
from pathlib import Path

import pytest

from service.records.policy import records_policy
from service.ruleset import catalogue
from service.ruleset.faults import RulesetRejected
from service.ruleset.load import load_ruleset
from service.ruleset.released import FILE, insist_released, released

DIGEST = "sha256:" + "5" * 64
OTHER = "sha256:" + "6" * 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(f"# A remark.\nlending 1.0.0 {DIGEST}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rulesets, to be changed where the service looks for them."""
    copy = shutil.copytree(catalogue.root(), tmp_path / "rulesets")
    monkeypatch.setattr(catalogue, "root", lambda: copy)
    return copy


def faults(refused: pytest.ExceptionInfo[RulesetRejected]) -> list[tuple[str, str]]:
    return [(fault.file, fault.code) for fault in refused.value.faults]


def test_everything_installed_was_released() -> None:
    found = {(r.id, r.version): r.digest for r in map(load_ruleset, catalogue.available())}
    policy = records_policy()
    assert released(catalogue.root()) == {**found, (policy.id, policy.version): policy.digest}


def test_what_was_released_is_taken(root: Path) -> None:
    insist_released(root, "lending", "1.0.0", DIGEST, in_force=True)
    insist_released(root, "lending", "1.0.0", DIGEST, in_force=False)


@pytest.mark.parametrize("in_force", [True, False])
def test_another_digest_than_that_released_is_refused(root: Path, in_force: bool) -> None:
    with pytest.raises(RulesetRejected, match="was released as") as refused:
        insist_released(root, "lending", "1.0.0", OTHER, in_force=in_force)
    assert faults(refused) == [(FILE, "not_as_released")]


def test_a_draft_may_be_there_but_not_in_force(root: Path) -> None:
    insist_released(root, "lending", "1.1.0", OTHER, in_force=False)
    with pytest.raises(RulesetRejected, match="never released"):
        insist_released(root, "lending", "1.1.0", OTHER, in_force=True)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "lending 1.0.0",
        f"lending 1.0.0 {DIGEST[:-1]}",
        f"lending 1.0.0 {OTHER}",
        f"lending  1.1.0 {OTHER}",
        f"../lending 1.1.0 {OTHER}",
        f"lending 1.1.0 {OTHER} more",
    ],
)
def test_a_line_that_is_no_release_or_one_again_is_refused(root: Path, line: str) -> None:
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(RulesetRejected, match="line 3") as refused:
        released(root)
    assert faults(refused) == [(FILE, "not_as_released")]


def test_where_nobody_can_say_what_was_released_nothing_is_taken(root: Path) -> None:
    (root / FILE).write_bytes(b"\xff")
    with pytest.raises(RulesetRejected, match="cannot be read"):
        insist_released(root, "lending", "1.0.0", DIGEST, in_force=False)
    (root / FILE).unlink()
    with pytest.raises(RulesetRejected, match="is missing"):
        insist_released(root, "lending", "1.0.0", DIGEST, in_force=False)


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_changed_rule_is_refused_though_the_ruleset_is_sound(copied: Path, version: str) -> None:
    file = copied / "nonfinancial" / version / "sales.yaml"
    before, weak, rest = file.read_text("utf-8").partition("finding: WEAK_CUSTOMERS")
    file.write_text(before + weak + rest.replace("W2", "W1", 1), "utf-8")
    assert load_ruleset(file.parent).version == version
    with pytest.raises(RulesetRejected, match=f"version {version} was released as"):
        catalogue.installed(file.parent)


def test_the_ruleset_in_force_is_refused_where_it_was_changed(copied: Path) -> None:
    catalogue.active.__wrapped__()
    file = copied.joinpath(*catalogue.ACTIVE) / "ruleset.yaml"
    file.write_text(file.read_text("utf-8").replace("standing", "standards", 1), "utf-8")
    with pytest.raises(RulesetRejected, match="was released as"):
        catalogue.active.__wrapped__()


def test_a_changed_policy_of_records_is_refused(copied: Path) -> None:
    records_policy.__wrapped__()
    file = copied / "records" / "1.0.0" / "records.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("max_notches_up: 1", "max_notches_up: 2"), "utf-8")
    with pytest.raises(RulesetRejected, match="was released as"):
        records_policy.__wrapped__()
