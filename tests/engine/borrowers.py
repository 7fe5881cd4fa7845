"""Borrowers made of facts, the judge who rates them twice, and rulesets with one thing changed."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from service.decimal4 import scale
from service.dossier.facts import ABSENT, Dossier, FactState
from service.dossier.read import DossierReader
from service.engine.compile import Compiled, compile_ruleset
from service.engine.direct import DirectEvaluator
from service.engine.evaluation import Evaluation, differences
from service.engine.rete import ReteEvaluator
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.model import Fact, Ruleset, Value

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

OWN_WORD = "borrower_stated"
"""The source of what nobody but the borrower vouches for."""

_NO_DIRECTION = {
    "borrower.business_model": "manufacturing",
    "borrower.long_development_cycle": False,
    "borrower.ownership_type": "private",
    "governance.owner_managed": True,
    "production.capacity_use_pct": 85,
}
"""Values of a flawless borrower for facts of which no value is better than another."""


@dataclass(frozen=True, repr=False)
class Borrower:
    """A borrower under a ruleset, as the state of every fact of its dictionary."""

    ruleset: Ruleset
    facts: Mapping[str, FactState]

    def __repr__(self) -> str:
        clean = flawless(self.ruleset).facts
        changed = {
            fact: (s.value if s.unknown is None else s.unknown, s.source)
            for fact, s in self.facts.items()
            if s != clean[fact]
        }
        return f"<flawless but for {changed}>"

    def but(self, values: Mapping[str, object], source: str = "third_party") -> "Borrower":
        """The borrower with other values (as a person writes them) of some facts."""
        states = {f: state(self.ruleset.facts[f], v, source) for f, v in values.items()}
        return replace(self, facts={**self.facts, **states})

    def without(self, *facts: str) -> "Borrower":
        """The borrower with some facts absent."""
        return self.with_states(dict.fromkeys(facts, ABSENT))

    def on_own_word(self, *facts: str) -> "Borrower":
        """The borrower with nothing but the own word for some facts."""
        return self.with_states(
            {f: on_own_word(self.ruleset.facts[f], self.facts[f]) for f in facts}
        )

    def with_states(self, states: Mapping[str, FactState]) -> "Borrower":
        """The borrower with other states of some facts."""
        assert states.keys() <= self.facts.keys()
        return replace(self, facts={**self.facts, **states})

    def section(self, name: str) -> list[str]:
        """The ids of the facts in one block of the dossier."""
        return [fact for fact in self.facts if self.ruleset.facts[fact].section == name]

    def dossier(self) -> Dossier:
        """A worked dossier with these facts in place of its own."""
        worked = next(iter(worked_dossiers().values()))
        return replace(DossierReader(self.ruleset).read(worked), facts=self.facts)


def state(fact: Fact, value: object, source: str = "third_party") -> FactState:
    """A fresh, assessed fact; numbers as a person writes them."""
    scaled: Any = scale(Decimal(str(value))) if fact.kind == "number" else value
    found = FactState(scaled, None, source, "2026-10-20", "2026-10-25")
    return on_own_word(fact, found) if source == OWN_WORD else found


def on_own_word(fact: Fact, known: FactState) -> FactState:
    """The same fact if only the borrower vouches for it."""
    if known.value is not None and fact.negative_assurance:
        return known._replace(source=OWN_WORD, value=None, unknown="borrower_word_only")
    return known._replace(source=OWN_WORD, word_only=known.value is not None)


def flawless(ruleset: Ruleset) -> Borrower:
    """A private manufacturer with the best value of every fact, all of it well evidenced."""
    return Borrower(ruleset, {f.id: _state_of(f, best_value(f)) for f in ruleset.facts.values()})


def best_value(fact: Fact) -> Value:
    """The value (numbers scaled) than which none of the fact is better."""
    if fact.id in _NO_DIRECTION:
        return state(fact, _NO_DIRECTION[fact.id]).value or False
    if isinstance(fact.worse, tuple):
        best = fact.worse[0][0]
        return best == "true" if fact.kind == "bool" else best
    low, high = fact.minimum or 0, fact.maximum or 0
    return low if fact.worse == "higher" else high


def _state_of(fact: Fact, value: Value) -> FactState:
    return state(fact, 0 if fact.kind == "number" else value)._replace(value=value)


def worked_dossiers() -> dict[str, bytes]:
    """The worked borrowers: name to dossier, as JSON."""
    names = json.loads((FIXTURES / "reference.json").read_text("utf-8"))
    return {name: (FIXTURES / "dossiers" / f"{name}.json").read_bytes() for name in names}


def worked_borrowers(ruleset: Ruleset) -> dict[str, Borrower]:
    """The worked borrowers, read."""
    reader = DossierReader(ruleset)
    return {n: Borrower(ruleset, reader.read(d).facts) for n, d in worked_dossiers().items()}


class Judge:
    """Both evaluators of one ruleset, which must agree on every borrower they are shown."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.compiled: Compiled = compile_ruleset(ruleset)
        self.rete = ReteEvaluator(self.compiled)
        self.direct = DirectEvaluator(ruleset)

    def __call__(self, borrower: Borrower) -> Evaluation:
        """Evaluate twice, compare, return the evaluation."""
        evaluation, _ = self.rete.evaluate(borrower.facts)
        assert list(differences(evaluation, self.direct.evaluate(borrower.facts))) == []
        return evaluation


def codes(evaluation: Evaluation) -> set[str]:
    """The codes of all findings."""
    return {finding.code for finding in evaluation.findings}


def changed_ruleset(folder: Path, file: str, change: Callable[[dict[str, Any]], None]) -> Ruleset:
    """Load a copy, in ``folder``, of the ruleset in force with one file changed by ``change``."""
    copy = folder / "ruleset"
    shutil.copytree(catalogue.root().joinpath(*catalogue.ACTIVE), copy)
    content = yaml.load((copy / file).read_text("utf-8"), Loader=yaml.BaseLoader)
    change(content)
    # JSON is YAML, and every scalar a text, as the loader takes it.
    (copy / file).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return load_ruleset(copy)
