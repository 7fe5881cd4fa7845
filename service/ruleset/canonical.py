"""The meaning of a ruleset as canonical data: what its digest covers."""

from typing import Any

from service.ruleset.guidance import Action
from service.ruleset.model import Alternative, Fact, Pattern, Policy, Test
from service.ruleset.text import Text
from service.ruleset.unary import Interval


def meaning(
    head: dict[str, Any],
    facts: dict[str, Fact],
    tests: dict[str, Test],
    patterns: dict[str, Pattern],
    rest: dict[str, Any],
    policy: Policy,
) -> dict[str, Any]:
    """Return a JSON value that is equal for rulesets of equal meaning.

    Order of files, entries and conditions, spacing, quoting and comments do not show in it;
    titles and sources do, because results carry them. What only a later format can say does
    not show in format 1, whose digests stay what they were.
    """
    meant = {
        **head,
        **rest,
        "facts": {f.id: _fact(f) for f in facts.values()},
        "tests": {t.id: _test(t) for t in tests.values()},
        "patterns": {p.id: _pattern(p) for p in patterns.values()},
        "policy": _policy(policy),
    }
    if head["format"] > 1:
        for fact in facts.values():
            meant["facts"][fact.id]["change"] = fact.change._asdict()
        for test in tests.values():
            meant["tests"][test.id] |= {
                "actions": [_action(a) for a in test.actions],
                "never_sole_reason": test.never_sole_reason,
            }
        for pattern in patterns.values():
            meant["patterns"][pattern.id] |= {
                "actions": [_action(a) for a in pattern.actions],
                "suspicion": pattern.suspicion,
            }
        meant["policy"] |= _guidance(policy)
    return meant


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "title": _text(fact.title),
        "kind": fact.kind,
        "need": fact.need,
        "freshness": fact.freshness,
        "negative_assurance": fact.negative_assurance,
        "values": {value: _text(title) for value, title in fact.values.items()},
        "unit": fact.unit,
        "whole": fact.whole,
        "minimum": fact.minimum,
        "maximum": fact.maximum,
        "worse": fact.worse,
    }


def _when(alternatives: tuple[Alternative, ...]) -> list[dict[str, str]]:
    return [{c.fact: c.test.canonical() for c in alternative} for alternative in alternatives]


def _test(test: Test) -> dict[str, Any]:
    return {
        "dimension": test.dimension,
        "title": _text(test.title),
        "clauses": sorted(test.clauses),
        "threshold": {
            "sources": list(test.threshold_sources),
            "note": _text(test.threshold_note),
        },
        "applies_when": _when(test.applies_when),
        "outcomes": {
            o.code: {
                "severity": o.severity,
                "title": _text(o.title),
                "cap": o.cap,
                "when": _when(o.when),
            }
            for o in test.outcomes
        },
    }


def _pattern(pattern: Pattern) -> dict[str, Any]:
    return {
        "finding": pattern.code,
        "title": _text(pattern.title),
        "all_of_any": sorted(list(group) for group in pattern.all_of_any),
        "cap": pattern.cap,
        "actions": [_text(a.text) for a in pattern.actions],
    }


def _action(action: Action) -> dict[str, str]:
    return {"kind": action.kind, **_text(action.text)}


def _interval(interval: Interval) -> list[int | None]:
    return [interval.low, interval.high]


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "points": dict(policy.points),
        "severity_titles": {k: _text(v) for k, v in policy.severity_titles.items()},
        "strength_cap": policy.strength_cap,
        "ratings": {b.label: _interval(b.interval) for b in policy.ratings},
        "rating_titles": {str(k): _text(v) for k, v in policy.rating_titles.items()},
        "rating_limits": [list(limit) for limit in policy.rating_limits],
        "dimensions": list(policy.dimensions),
        "weights": {model: dict(row) for model, row in policy.weights.items()},
        "bands": {b.label: _interval(b.interval) for b in policy.bands},
        "dimension_caps": {
            c.id: {
                "reason": c.reason,
                "dimensions": list(c.dimensions),
                "rating": _interval(c.rating),
                "count": _interval(c.count),
                "cap": c.cap,
                "title": _text(c.title),
            }
            for c in policy.dimension_caps
        },
        "deceit": {
            "findings": list(policy.deceit_findings),
            "void_sources": list(policy.void_sources),
        },
        "word_only_sources": list(policy.word_only_sources),
        "freshness": {name: list(period) for name, period in policy.freshness.items()},
        "grades": [[g, _text(word), _text(sense)] for g, (word, sense) in policy.grades.items()],
    }


def _guidance(policy: Policy) -> dict[str, Any]:
    return {
        "reviews": dict(policy.review_months),
        "adverse_from": policy.adverse_from,
        "notices": {
            regime.id: {
                "title": _text(regime.title),
                "source": _text(regime.source),
                "most_reasons": regime.most_reasons,
                "samples": [
                    {"id": s.id, "title": _text(s.title), "findings": list(s.findings)}
                    for s in regime.samples
                ],
                "incomplete": regime.incomplete,
            }
            for regime in policy.notice_regimes.values()
        },
    }
