"""Whatever a result or a schema shows has an English and a Chinese name."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from service.ruleset.model import SEVERITIES, Ruleset
from service.ruleset.text import Text
from tests.ruleset.drafts import SHIPPED, read

CHINESE = re.compile(r"[\u3400-\u9fff]")
LATIN_PUNCTUATION = re.compile(r"(?<=[\u3400-\u9fff])[,:;()?!]|[,:;()?!](?=[\u3400-\u9fff])")


def named(ruleset: Ruleset) -> Iterator[tuple[str, Text]]:
    yield "the ruleset", ruleset.title
    yield from ruleset.section_titles.items()
    yield from ruleset.dimensions.items()
    for fact in ruleset.facts.values():
        yield fact.id, fact.title
        yield from ((f"{fact.id}={value}", title) for value, title in fact.values.items())
    for test in ruleset.tests.values():
        yield test.id, test.title
        yield f"{test.id} threshold", test.threshold_note
        yield from ((outcome.code, outcome.title) for outcome in test.outcomes)
        yield from ((f"{test.id} action", action.text) for action in test.actions)
    for pattern in ruleset.patterns.values():
        yield pattern.id, pattern.title
        yield from ((f"{pattern.id} action", action.text) for action in pattern.actions)
    yield from ((clause.id, clause.title) for clause in ruleset.clauses.values())
    policy = ruleset.policy
    for grade, (word, meaning) in policy.grades.items():
        yield grade, word
        yield f"{grade} meaning", meaning
    yield from ((f"rating {rating}", title) for rating, title in policy.rating_titles.items())
    yield from policy.severity_titles.items()
    yield from ((cap.id, cap.title) for cap in policy.dimension_caps)
    for regime in policy.notice_regimes.values():
        yield regime.id, regime.title
        yield f"{regime.id} source", regime.source
        yield from ((f"{regime.id} {sample.id}", sample.title) for sample in regime.samples)
    for period in read(SHIPPED / "policy.yaml")["freshness"]:
        yield f"freshness {period['id']}", Text(**period["title"])


def test_all_that_is_shown_is_in_the_list(ruleset: Ruleset) -> None:
    texts = sum(map(_texts, (read(path) for path in SHIPPED.glob("*.yaml"))))
    assert len(list(named(ruleset))) == texts


def _texts(content: Any) -> int:
    if isinstance(content, dict):
        return 1 if {"en", "zh"} <= set(content) else sum(map(_texts, content.values()))
    return sum(map(_texts, content)) if isinstance(content, list) else 0


def test_every_dimension_fact_value_grade_rating_and_severity_is_named(ruleset: Ruleset) -> None:
    policy = ruleset.policy
    assert set(ruleset.dimensions) == set(policy.dimensions)
    assert set(policy.rating_titles) == {1, 2, 3, 4, 5}
    assert set(policy.severity_titles) == set(SEVERITIES)
    for fact in ruleset.facts.values():
        named_values = {"enum": set(fact.domain()), "bool": {"true", "false"}, "number": set()}
        assert set(fact.values) == named_values[fact.kind], fact.id


def test_english_names_hold_no_chinese(ruleset: Ruleset) -> None:
    assert [name for name, text in named(ruleset) if not text.en or CHINESE.search(text.en)] == []


def test_chinese_names_are_chinese(ruleset: Ruleset) -> None:
    assert [name for name, text in named(ruleset) if not CHINESE.search(text.zh)] == []


def test_chinese_names_use_chinese_punctuation(ruleset: Ruleset) -> None:
    assert [name for name, text in named(ruleset) if LATIN_PUNCTUATION.search(text.zh)] == []


def test_no_name_begins_or_ends_with_a_space(ruleset: Ruleset) -> None:
    strayed = [n for n, t in named(ruleset) if t.en != t.en.strip() or t.zh != t.zh.strip()]
    assert strayed == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_two_findings_patterns_facts_or_tests_share_a_name(ruleset: Ruleset, lang: str) -> None:
    findings = [o.title for _, o in ruleset.outcomes.values()]
    findings += [p.title for p in ruleset.patterns.values()]
    facts = [f.title for f in ruleset.facts.values()]
    tests = [t.title for t in ruleset.tests.values()]
    for titles in (findings, facts, tests):
        counted = Counter(title.in_language(lang) for title in titles)
        assert [title for title, times in counted.items() if times > 1] == []


_WORDS = {"once": "1", "one": "1", "two": "2"} | dict(zip("一二三四五", "12345", strict=True))


def _numbers(title: str) -> set[str]:
    words = re.sub("|".join(_WORDS), lambda found: _WORDS[found[0]], title.lower())
    return set(re.findall(r"\d+(?:\.\d+)?", words))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_findings_name_tells_its_thresholds(ruleset: Ruleset, lang: str) -> None:
    untold = []
    for _, outcome in ruleset.outcomes.values():
        shown = _numbers(outcome.title.in_language(lang))
        for condition in (c for alternative in outcome.when for c in alternative):
            fact = ruleset.facts[condition.fact]
            for bound in re.findall(r"\d+(?:\.\d+)?", condition.text) if fact.unit else []:
                # Over 30 days is told as 31 days; at least 1 is told without a number.
                told = {bound, str(int(bound) + 1)} if fact.whole else {bound}
                if bound not in ("0", "1") and shown.isdisjoint(told):
                    untold.append((outcome.code, bound))
    assert untold == []
