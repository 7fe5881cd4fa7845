"""A draft: a shipped ruleset copied to a folder of its own, there to be broken."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from service.ruleset import catalogue
from service.ruleset.faults import RulesetFault, RulesetRejected
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset

SHIPPED = catalogue.root().joinpath(*catalogue.ACTIVE)
"""The ruleset in force, of the newest format."""
FIRST = catalogue.root() / "nonfinancial" / "1.0.0"
"""The first ruleset, of format 1."""
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

Content = dict[str, Any]
Told = tuple[str, str, str, str]
"""Code, file, id and field of a fault."""


class Draft:
    """A copy of the ruleset ``shipped`` in ``folder``."""

    def __init__(self, folder: Path, shipped: Path = SHIPPED) -> None:
        self.folder = folder
        self._faults: tuple[RulesetFault, ...] = ()
        shutil.copytree(shipped, folder)

    @contextmanager
    def changed(self, file: str) -> Iterator[Content]:
        """Give the content of ``file`` to be changed, then write it back."""
        content = read(self.folder / file)
        yield content
        write(self.folder / file, content)

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, "utf-8")

    def load(self) -> Ruleset:
        return load_ruleset(self.folder)

    def told(self) -> list[Told]:
        """Load the draft and return what its faults name; none if it is accepted."""
        self._faults = ()
        try:
            self.load()
        except RulesetRejected as rejected:
            self._faults = rejected.faults
        return [(f.code, f.file, f.id, f.field) for f in self._faults]

    def messages(self) -> list[str]:
        """Return what the faults say that were last told."""
        return [fault.message for fault in self._faults]


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


def write(path: Path, content: Any, **options: Any) -> None:
    usual = {"allow_unicode": True, "sort_keys": False}
    text = yaml.dump(content, Dumper=_DUMPER, **(usual | options))
    path.write_text(text, "utf-8")


def entry(entries: list[Content], name: str) -> Content:
    """Return the entry called ``name``: of facts, clauses, tests, outcomes, patterns, grades."""
    named = [e for e in entries if name in (e.get("id"), e.get("finding"), e.get("grade"))]
    assert len(named) == 1, name
    return named[0]


def samples(content: Content, regime: str = "us_reg_b") -> list[Content]:
    """Return the samples of a regime of the policy."""
    listed: list[Content] = entry(content["notices"], regime)["samples"]
    return listed


def outcome(content: Content, code: str) -> Content:
    """Return an outcome of a dimension file by its finding."""
    return entry([o for test in content["tests"] for o in test["outcomes"]], code)


def told_of_policy(draft: Draft, change: Callable[[Content], Any]) -> list[Told]:
    """Change the policy of ``draft`` and return what its faults name."""
    with draft.changed("policy.yaml") as content:
        change(content)
    return draft.told()


def one_of_policy(code: str, of: str, field: str) -> list[Told]:
    """Return the only fault of a policy, as :meth:`Draft.told` names it."""
    return [(code, "policy.yaml", of, field)]
