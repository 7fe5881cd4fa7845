"""A strength on the borrower's word alone earns nothing; the committee is told what proof would."""

from typing import Any

from service.explanation.questions import claims
from service.ruleset.model import Ruleset
from tests.engine.borrowers import flawless, worked_borrowers
from tests.explanation.conftest import ExplainSubject


def told(found: list[dict[str, Any]]) -> dict[str, str]:
    return {claim["code"]: claim["evidenced"]["grade"] for claim in found}


def test_each_claim_says_the_grade_if_it_were_evidenced(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("services")
    claimed = [f.code for f in subject.evaluation.findings if f.claimed]

    found = claims(subject)

    assert sorted(told(found)) == sorted(claimed)
    assert subject.evaluation.grade == "N4"
    assert found[0]["evidenced"]["grade"] == "N3"
    for claim in found:
        evidenced = {f["fact"]: subject.facts[f["fact"]].value for f in claim["facts"]}
        assert all(subject.facts[fact].word_only for fact in evidenced)
        assert subject.confirm(evidenced).composite == claim["evidenced"]["composite"]


def test_those_most_worth_proving_come_first(explain_subject: ExplainSubject) -> None:
    found = claims(explain_subject("services"))
    composites = [claim["evidenced"]["composite"] for claim in found]
    assert composites == sorted(composites, reverse=True)


def test_what_is_evidenced_or_unknown_is_no_claim(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    average = worked_borrowers(ruleset)["average_manufacturer"]
    assert claims(explain_subject(flawless(ruleset).facts)) == []
    assert claims(explain_subject(average.without("reputation.tax_class").facts)) == []
