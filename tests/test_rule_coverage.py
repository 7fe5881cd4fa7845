"""Every outcome, pattern, value and threshold of the ruleset has an example in the features."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser

from service.decimal4 import SCALE, plain
from service.ruleset import catalogue
from service.ruleset.model import Condition, Fact, Outcome, Ruleset
from service.ruleset.model import Test as RuleTest

ROOT = Path(__file__).parent.parent
FEATURES = sorted((ROOT / "features").rglob("*.feature"))

FINDS = re.compile(r"test (?P<test>[A-Z]{3}-\d\d) finds (?P<code>\w+)")
PATTERN = re.compile(r"pattern (?P<pattern>PAT-\d\d) (?P<code>\w+) is found because of .+")
FACT = re.compile(r'its "(?P<title>[^"]+)" is (?P<words>.+)')

NOT_KNOWN = "not known"


def scenarios(feature: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for child in feature["children"]:
        if "rule" in child:
            yield from scenarios(child["rule"])
        elif "scenario" in child:
            yield child["scenario"]


def examples(scenario: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the steps of a scenario, once for each row of its examples."""
    steps = [step["text"] for step in scenario["steps"]]
    if not scenario["examples"]:
        yield steps
    for table in scenario["examples"]:
        names = [cell["value"] for cell in table["tableHeader"]["cells"]]
        for row in table["tableBody"]:
            cells = dict(zip(names, (cell["value"] for cell in row["cells"]), strict=True))
            yield [_filled_in(step, cells) for step in steps]


def _filled_in(step: str, cells: Mapping[str, str]) -> str:
    return re.sub("<(.+?)>", lambda match: cells[match[1]], step)


@cache
def parsed() -> dict[Path, list[Mapping[str, Any]]]:
    """Feature file to its scenarios."""
    return {
        path: list(scenarios(Parser().parse(path.read_text("utf-8"))["feature"]))
        for path in FEATURES
    }


@cache
def all_examples() -> list[list[str]]:
    return [steps for found in parsed().values() for s in found for steps in examples(s)]


@cache
def findings() -> set[tuple[str, str]]:
    """What the features say that tests find: (test, code)."""
    matches = (FINDS.fullmatch(step) for steps in all_examples() for step in steps)
    return {(m["test"], m["code"]) for m in matches if m}


@cache
def given_words() -> dict[tuple[str, str], set[str]]:
    """(test, title of a fact) to all that the examples of the test say the fact is."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for steps in all_examples():
        facts = [m for step in steps if (m := FACT.fullmatch(step))]
        for step in steps:
            if found := FINDS.fullmatch(step):
                for fact in facts:
                    said[found["test"], fact["title"]].add(fact["words"])
    return said


def conditions(ruleset: Ruleset) -> Iterator[tuple[RuleTest, Outcome, Condition]]:
    for test, outcome in ruleset.outcomes.values():
        for alternative in outcome.when:
            for condition in alternative:
                yield test, outcome, condition


def read_facts(ruleset: Ruleset) -> dict[tuple[str, str], Fact]:
    """(test, title) of every fact that an outcome reads, but for the classification.

    The kind of company says the classification, not its facts one by one.
    """
    return {
        (test.id, ruleset.facts[c.fact].title.en): ruleset.facts[c.fact]
        for test, _, c in conditions(ruleset)
        if c.fact not in ruleset.class_facts
    }


def around(fact: Fact, condition: Condition) -> set[Decimal]:
    """The last number inside and the first outside at each edge, where the fact has them."""
    step = SCALE if fact.whole else 1
    found = set()
    for interval in condition.intervals or ():
        for edge, outward in ((interval.low, -step), (interval.high, step)):
            if edge is not None:
                # Whole facts: the edge of "> 90" is 90.0001, the first number inside is 91.
                inside = edge if edge % step == 0 else edge - edge % step + (outward < 0) * step
                found |= {inside, inside + outward}
    low, high = fact.minimum, fact.maximum
    kept = (n for n in found if (low is None or n >= low) and (high is None or n <= high))
    return {Decimal(plain(n)) for n in kept}


def test_every_outcome_has_an_example() -> None:
    outcomes = {(test.id, code) for code, (test, _) in catalogue.active().outcomes.items()}
    assert sorted(outcomes - findings()) == []


def test_every_finding_of_an_example_is_one_of_its_test() -> None:
    outcomes = {(test.id, code) for code, (test, _) in catalogue.active().outcomes.items()}
    assert sorted(f for f in findings() - outcomes if f[1] != "none") == []


def test_every_pattern_has_an_example() -> None:
    found = (PATTERN.fullmatch(step) for steps in all_examples() for step in steps)
    shown = {(m["pattern"], m["code"]) for m in found if m}
    assert {(p.id, p.code) for p in catalogue.active().patterns.values()} == shown


def test_every_value_of_a_fact_has_an_example_in_each_test_that_reads_it() -> None:
    lacking = [
        (*key, title.en)
        for key, fact in read_facts(catalogue.active()).items()
        for title in fact.values.values()
        if title.en not in given_words()[key]
    ]
    assert lacking == []


def test_every_threshold_has_examples_on_both_of_its_sides() -> None:
    ruleset = catalogue.active()
    lacking = []
    for test, outcome, condition in conditions(ruleset):
        fact = ruleset.facts[condition.fact]
        if fact.kind == "number":
            said = given_words()[test.id, fact.title.en] - {NOT_KNOWN}
            missing = around(fact, condition) - {Decimal(words) for words in said}
            lacking += [(test.id, outcome.code, fact.title.en, str(n)) for n in sorted(missing)]
    assert lacking == []


def test_every_fact_has_an_example_in_which_it_is_not_known() -> None:
    facts = read_facts(catalogue.active())
    assert [key for key in facts if NOT_KNOWN not in given_words()[key]] == []


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_scenario_of_a_feature_is_run(path: Path) -> None:
    bound = [p.read_text("utf-8") for p in (ROOT / "tests" / "features").glob("test_*.py")]
    name = path.relative_to(ROOT / "features").as_posix()
    assert any(f'"{name}"' in text for text in bound), f"no test binds {name}"
    # Of two scenarios of one name only the last is run.
    names = [scenario["name"] for scenario in parsed()[path]]
    assert len(set(names)) == len(names)
