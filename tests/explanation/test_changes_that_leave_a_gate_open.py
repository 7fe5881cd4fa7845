"""A change that leaves a critical outcome undecided leads to no grade, and so to no better one."""

from pathlib import Path
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.counterfactuals import counterfactuals
from service.explanation.subject import Subject
from tests.engine.borrowers import changed_ruleset, worked_borrowers

SEPARATION = "governance.owner_company_separation"
SANCTIONS = "governance.disclosure_sanctions_36m"


def with_an_outcome_of_two_facts(content: dict[str, Any]) -> None:
    """Mixed money counts as critical where the borrower was sanctioned, too."""
    (test,) = [t for t in content["tests"] if t["id"] == "GOV-22"]
    (commingled,) = [o for o in test["outcomes"] if o["finding"] == "OWNER_FUNDS_COMMINGLED"]
    mixed = {
        "finding": "OWNER_FUNDS_MIXED_SANCTIONED",
        "title": {"en": "Money mixed and sanctioned", "zh": "资金混同且受处罚"},
        "severity": "W3",
        "cap": "N6",
        "when": [{SEPARATION: '"some_mixing"', SANCTIONS: "> 0"}],
    }
    commingled.update(severity="KO", cap="N7")
    test["outcomes"] = [o for o in test["outcomes"] if o["severity"] != "W2"] + [mixed]


@pytest.fixture(scope="module")
def rater(tmp_path_factory: pytest.TempPathFactory) -> Rater:
    folder: Path = tmp_path_factory.mktemp("draft")
    return Rater(changed_ruleset(folder, "governance.yaml", with_an_outcome_of_two_facts))


def test_it_is_passed_over_for_one_that_decides(rater: Rater) -> None:
    average = worked_borrowers(rater.ruleset)["average_manufacturer"]
    borrower = average.but({SEPARATION: "commingled"}).without(SANCTIONS)
    subject = Subject(rater, rater.rate_dossier(borrower.dossier()))
    assert (subject.evaluation.grade, subject.evaluation.missing) == ("N7", ())
    assert subject.check({SEPARATION: "some_mixing"}).grade == "NR"

    answer = counterfactuals(subject)

    assert answer["sets"] == [[{"fact": SEPARATION, "from": "commingled", "to": "clean"}]]
