"""What holds of facts holds of dossiers: leaving a member out never helps."""

import json

import pytest

from service.decisions.rate import Rater
from tests.engine.borrowers import worked_dossiers
from tests.engine.strategies import RANK, RULESET


@pytest.mark.parametrize("name", worked_dossiers())
def test_leaving_any_fact_out_of_a_worked_dossier_never_helps(name: str, rater: Rater) -> None:
    whole = worked_dossiers()[name]
    before = rater.rate(whole).result
    for fact in RULESET.facts.values():
        document = json.loads(whole)
        document[fact.section].pop(fact.name, None)

        after = rater.rate(json.dumps(document).encode()).result

        assert RANK[after["grade"]] >= RANK[before["grade"]], fact.id
        assert after["grade"] == "NR" or after["composite"] <= before["composite"], fact.id


@pytest.mark.parametrize("name", worked_dossiers())
def test_leaving_a_whole_block_out_of_a_worked_dossier_never_helps(name: str, rater: Rater) -> None:
    whole = worked_dossiers()[name]
    before = rater.rate(whole).result
    for section in RULESET.section_titles:
        if section != "borrower":
            document = json.loads(whole)
            del document[section]

            after = rater.rate(json.dumps(document).encode()).result

            assert RANK[after["grade"]] >= RANK[before["grade"]], section
