"""The rule engine and plain Python reach the same conclusions, whatever the facts."""

from hypothesis import given, settings

from service.engine.evaluation import differences
from tests.engine.borrowers import Borrower
from tests.engine.strategies import anyhow, judge, mostly_clean


def disagreements(borrower: Borrower) -> list[str]:
    decided, _ = judge().rete.evaluate(borrower.facts)
    return list(differences(decided, judge().direct.evaluate(borrower.facts)))


@settings(max_examples=500)
@given(mostly_clean())
def test_they_agree_on_mostly_clean_borrowers(borrower: Borrower) -> None:
    assert disagreements(borrower) == []


@settings(max_examples=500)
@given(anyhow())
def test_they_agree_on_any_borrower(borrower: Borrower) -> None:
    assert disagreements(borrower) == []


@given(anyhow())
def test_no_finding_is_made_twice(borrower: Borrower) -> None:
    found = judge().direct.evaluate(borrower.facts).findings

    assert len({finding.test for finding in found}) == len(found)
