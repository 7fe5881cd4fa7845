"""Evidence and its age, as ``features/evidence.feature`` states them."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, scenarios, then

from service.dossier.dates import add_months
from service.ruleset.model import Ruleset
from tests.features.borrowers import Borrower, listed

scenarios("evidence.feature")


@given(parsers.parse("an ordinary clean borrower, rated on {day}"), target_fixture="borrower")
def ordinary_rated_on(ruleset: Ruleset, average: dict[str, Any], day: str) -> Borrower:
    borrower = Borrower(ruleset, average)
    borrower.document["rating_date"] = day
    borrower.document["evidence_defaults"] |= {"as_of": day, "obtained_on": day}
    # Seven years old on that day too, as its dossier states.
    born = add_months(date.fromisoformat(day), -84)
    borrower.document["borrower"]["incorporated_on"] = born.isoformat()
    return borrower


@given(parsers.parse("its evidence was established on {day}, where nothing else is said"))
def default_date(borrower: Borrower, day: str) -> None:
    borrower.document["evidence_defaults"] |= {"as_of": day, "obtained_on": day}


@given("its dossier names no source")
def no_source(borrower: Borrower) -> None:
    del borrower.document["evidence_defaults"]


@given("nothing more is said")
def nothing_more() -> None:
    """Leave the envelope as it is."""


@given(parsers.re(r'its "(?P<title>[^"]+)" has the (?P<kind>\w+) "(?P<words>[^"]+)"'))
def with_reference(borrower: Borrower, title: str, kind: str, words: str) -> None:
    member = {"reference": "evidence_ref", "comment": "comment"}[kind]
    borrower.envelope(title)[member] = words


@then(parsers.parse("the claimed strengths are {codes}"))
def claimed_strengths(borrower: Borrower, codes: str) -> None:
    claimed = [f for f in borrower.result["findings"] if f["claimed"]]
    assert [f["code"] for f in claimed] == listed(codes)
    assert [f["points"] for f in claimed] == [0] * len(claimed)


@then("its grade is not NR")
def is_graded(borrower: Borrower) -> None:
    assert borrower.result["grade"] != "NR"
