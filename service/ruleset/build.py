"""Turns the typed content of ruleset files into the model; faults of single entries only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from service.decimal4 import SCALE, scale
from service.ruleset.faults import RulesetFault
from service.ruleset.guidance import UNMARKED, Action, Change
from service.ruleset.model import Alternative, Clause, Condition, Fact, Outcome, Pattern, Test
from service.ruleset.resolve import OutsideDomain, condition
from service.ruleset.text import Text
from service.ruleset.unary import UnaryTest, UnaryTestError


@dataclass
class Builder:
    """Builds model objects and collects faults; ``file`` is the file being read."""

    faults: list[RulesetFault] = field(default_factory=list)
    file: str = ""

    def fault(self, code: str, of: str, where: str, message: str) -> None:
        """Record one fault of the current file."""
        self.faults.append(RulesetFault(self.file, of, where, code, message))

    def unique(self, names: Iterable[Any], of: str, where: str) -> None:
        """Record one fault for each of ``names`` that stands more than once."""
        for name, times in Counter(map(str, names)).items():
            if times > 1:
                message = f"{name} stands here {times} times"
                self.fault("duplicate_code", of or name, where, message)

    def fact(self, raw: Mapping[str, Any]) -> Fact:
        """Build one fact; its own domain must be sound."""
        kind, of = raw["kind"], raw["id"]
        titles = {v["value"]: text(v["title"]) for v in raw["values"]}
        self.unique((v["value"] for v in raw["values"]), of, "values")
        self._value_titles(of, titles)
        if kind == "bool" and set(titles) != {"true", "false"}:
            self.fault("bad_domain", of, "values", "a bool fact has the values true and false")
        if kind == "enum" and len(titles) < 2:
            self.fault("bad_domain", of, "values", "an enum fact has at least two values")
        self._numbers_only(raw)
        minimum, maximum = self._bound(raw, "min"), self._bound(raw, "max")
        if minimum is not None and maximum is not None and minimum >= maximum:
            self.fault("bad_domain", of, "max", "the greatest value must exceed the least")
        return Fact(
            id=of,
            kind=kind,
            need=raw["need"],
            title=text(raw["title"]),
            freshness=raw["freshness"],
            negative_assurance=raw["negative_assurance"],
            values=titles,
            unit=raw["unit"],
            whole=raw["whole"],
            minimum=minimum,
            maximum=maximum,
            worse=self._worse(raw, titles),
            change=Change(**raw["change"]) if "change" in raw else UNMARKED,
        )

    def _value_titles(self, of: str, titles: Mapping[str, Text]) -> None:
        for lang in ("en", "zh"):
            for title, times in Counter(t.in_language(lang) for t in titles.values()).items():
                if times > 1:
                    message = f"{times} values are called {title!r}"
                    self.fault("duplicate_title", of, f"values.title.{lang}", message)

    def _numbers_only(self, raw: Mapping[str, Any]) -> None:
        """A number has unit, min and max and lists no values; the others have none of these."""
        number = raw["kind"] == "number"
        for name in ("unit", "min", "max"):
            if (raw[name] is not None) != number:
                message = f"a number needs {name}" if number else f"only a number has {name}"
                self.fault("bad_domain", raw["id"], name, message)
        if number and raw["values"]:
            self.fault("bad_domain", raw["id"], "values", "a number lists no values")
        if raw["whole"] and not number:
            self.fault("bad_domain", raw["id"], "whole", "only a number is whole")

    def _bound(self, raw: Mapping[str, Any], name: str) -> int | None:
        if raw[name] is None:
            return None
        try:
            bound = scale(raw[name])
        except ValueError as error:
            self.fault("bad_domain", raw["id"], name, str(error))
            return None
        if raw["whole"] and bound % SCALE:
            self.fault("bad_domain", raw["id"], name, "the bounds of a whole number are whole")
        return bound

    def _worse(
        self, raw: Mapping[str, Any], titles: Mapping[str, Text]
    ) -> str | tuple[tuple[str, ...], ...]:
        worse, of = raw["worse"], raw["id"]
        number = raw["kind"] == "number"
        if isinstance(worse, str):
            if worse not in (("higher", "lower", "none") if number else ("none",)):
                allowed = "higher, lower or none" if number else "none, or groups of values"
                message = f"{worse!r} is no direction of this fact; it has {allowed}"
                self.fault("bad_domain", of, "worse", message)
            return worse
        # Without a change to make, order inside a group says nothing; the digest leaves it out.
        in_order = list if "change" in raw else sorted
        groups = tuple(tuple(in_order(group)) for group in worse)
        if number:
            self.fault("bad_domain", of, "worse", "a number gets worse higher, lower or none")
        elif () in groups or sorted(v for group in groups for v in group) != sorted(titles):
            self.fault("bad_domain", of, "worse", "the groups must hold every value once")
        return groups

    def clause(self, raw: Mapping[str, Any]) -> Clause:
        """Build one clause."""
        return Clause(**{**raw, "title": text(raw["title"])})

    def test(self, raw: Mapping[str, Any], dimension: str, facts: Mapping[str, Fact]) -> Test:
        """Build one test with its conditions resolved against ``facts``."""
        of = raw["id"]
        self.unique(raw["clauses"], of, "clauses")
        self.unique(raw["threshold"]["sources"], of, "threshold.sources")
        outcomes = [
            Outcome(
                code=o["finding"],
                severity=o["severity"],
                title=text(o["title"]),
                cap=o["cap"],
                when=self._alternatives(o["when"], o["finding"], "when", facts),
            )
            for o in raw["outcomes"]
        ]
        test = Test(
            id=of,
            dimension=dimension,
            title=text(raw["title"]),
            clauses=tuple(raw["clauses"]),
            threshold_sources=tuple(sorted(raw["threshold"]["sources"])),
            threshold_note=text(raw["threshold"]["note"]),
            applies_when=self._alternatives(raw["applies_when"], of, "applies_when", facts),
            outcomes=tuple(sorted(outcomes, key=lambda o: o.code)),
            actions=_actions(raw.get("actions", [])),
            never_sole_reason=raw.get("never_sole_reason", False),
        )
        if raw["gate"] != test.gate:
            message = "gate must be true exactly where an outcome is W3 or KO"
            self.fault("gate_mismatch", of, "gate", message)
        return test

    def _alternatives(
        self, raw: list[Mapping[str, str]], of: str, where: str, facts: Mapping[str, Fact]
    ) -> tuple[Alternative, ...]:
        before = len(self.faults)
        built: list[Alternative] = []
        for alternative in raw:
            conditions = [
                self._condition(name, alternative[name], of, where, facts)
                for name in sorted(alternative)
            ]
            built.append(tuple(c for c in conditions if c is not None))
        in_order = sorted(built, key=_spelling)
        if len(self.faults) == before:
            for one, other in pairwise(map(_spelling, in_order)):
                if one == other:
                    message = "two alternatives mean the same; one is idle or mistyped"
                    self.fault("duplicate_alternative", of, where, message)
        return tuple(in_order)

    def _condition(
        self, name: str, source: str, of: str, where: str, facts: Mapping[str, Fact]
    ) -> Condition | None:
        """Build one condition; a faulty one is met by nothing, one on no fact is left out."""
        where = f"{where}.{name}"
        if name not in facts:
            hint = nearest(name, facts)
            self.fault("unknown_fact", of, where, f"there is no fact {name}{hint}")
            return None
        try:
            return condition(facts[name], source)
        except UnaryTestError as error:
            self.fault("bad_unary_test", of, where, str(error))
        except OutsideDomain as error:
            # A domain at fault is told where it stands, not again by all who compare with it.
            if ("bad_domain", name) not in ((f.code, f.id) for f in self.faults):
                self.fault("outside_domain", of, where, str(error))
        return Condition(name, UnaryTest((), ()), source, frozenset(), None)

    def pattern(self, raw: Mapping[str, Any]) -> Pattern:
        """Build one pattern."""
        groups = tuple(tuple(sorted(group)) for group in raw["all_of_any"])
        for group in groups:
            self.unique(group, raw["id"], "all_of_any")
        if len(set(groups)) != len(groups):
            message = "two groups are the same; one is idle or mistyped"
            self.fault("duplicate_alternative", raw["id"], "all_of_any", message)
        return Pattern(
            id=raw["id"],
            code=raw["finding"],
            title=text(raw["title"]),
            all_of_any=groups,
            cap=raw["cap"],
            actions=_actions(raw["actions"]),
            suspicion=raw.get("suspicion", False),
        )


def text(raw: Mapping[str, str]) -> Text:
    """Build a bilingual text."""
    return Text(raw["en"], raw["zh"])


def _actions(raws: Iterable[Mapping[str, str]]) -> tuple[Action, ...]:
    """Build actions in their order; those of format 1, which has no kinds, are followed up."""
    return tuple(Action(raw.get("kind", "follow_up"), text(raw)) for raw in raws)


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a question after the most similar of ``names``, empty if none is similar."""
    found = get_close_matches(name, sorted(names), 1, 0.8)
    return f"; did you mean {found[0]}?" if found else ""


def _spelling(alternative: Alternative) -> list[tuple[str, str]]:
    return [(c.fact, c.test.canonical()) for c in alternative]
