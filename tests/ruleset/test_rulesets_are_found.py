"""The rulesets of a folder are found by id and version, in the order of their numbers."""

from pathlib import Path

import pytest

from service.ruleset import catalogue
from service.ruleset.model import Ruleset


def _install(root: Path, *places: str) -> None:
    for place in places:
        (root / place).mkdir(parents=True)
        (root / place / "ruleset.yaml").touch()


def test_the_ruleset_in_force_is_among_those_available(ruleset: Ruleset) -> None:
    folder = catalogue.root() / ruleset.id / ruleset.version
    assert folder in catalogue.available()


def test_versions_come_in_the_order_of_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "b/1.0.0", "a/1.10.0", "a/1.9.0", "a/2.0.0")
    monkeypatch.setattr(catalogue, "root", lambda: tmp_path)
    found = [folder.relative_to(tmp_path).as_posix() for folder in catalogue.available()]
    assert found == ["a/1.9.0", "a/1.10.0", "a/2.0.0", "b/1.0.0"]


def test_a_draft_that_is_not_named_by_a_version_is_not_available(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, "a/1.0.0", "a/draft", "a/1.0.0-rc1")
    (tmp_path / "a" / "1.1.0").mkdir()
    monkeypatch.setattr(catalogue, "root", lambda: tmp_path)
    assert [folder.name for folder in catalogue.available()] == ["1.0.0"]
