"""The bare ``if``s find what our evaluators find, wherever all facts of a test are known."""

from bench.dossiers import Measured
from bench.floor import floor, values_of
from service.engine.direct import DirectEvaluator
from service.ruleset.model import Ruleset


def test_tests_with_known_facts_have_the_same_findings(
    ruleset: Ruleset, dossiers: list[Measured]
) -> None:
    evaluator = DirectEvaluator(ruleset)
    find = floor(ruleset)
    for dossier in dossiers:
        values = values_of(dossier.facts)
        evaluation = evaluator.evaluate(dossier.facts)
        decided = {
            test.id
            for test in ruleset.tests.values()
            if all(values[fact] is not None for fact in test.facts)
        }
        if evaluation.deceit:
            continue  # the evaluator then strikes out what the borrower stated
        found = [code for code in find(values) if ruleset.outcomes[code][0].id in decided]
        assert found == [f.code for f in evaluation.findings if f.test in decided], dossier.name


def test_nothing_is_found_where_nothing_is_known(ruleset: Ruleset) -> None:
    assert floor(ruleset)(dict.fromkeys(ruleset.facts)) == []
