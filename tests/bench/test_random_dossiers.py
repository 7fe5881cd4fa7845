"""The random dossiers of the benchmark are repeatable, valid and as incomplete as promised."""

from bench.dossiers import random_dossiers
from service.decisions.rate import Rater
from service.ruleset.model import Ruleset


def test_a_seed_gives_the_same_dossiers_again(ruleset: Ruleset) -> None:
    first, again = (random_dossiers(ruleset, 3, seed=5) for _ in range(2))
    assert [dossier.body for dossier in first] == [dossier.body for dossier in again]


def test_another_seed_gives_other_dossiers(ruleset: Ruleset) -> None:
    assert random_dossiers(ruleset, 1, seed=5)[0].body != random_dossiers(ruleset, 1, 6)[0].body


def test_they_get_grades_from_good_to_poor(ruleset: Ruleset, rater: Rater) -> None:
    drawn = random_dossiers(ruleset, 25, seed=5)
    grades = [rater.rate(dossier.body).result["grade"] for dossier in drawn]
    assert len(set(grades)) >= 5
    # Where deceit is drawn, what the borrower stated is void and may leave a gate open.
    assert grades.count("NR") <= len(grades) // 5


def test_up_to_a_seventh_of_the_scored_facts_is_unknown(ruleset: Ruleset) -> None:
    drawn = random_dossiers(ruleset, 25, seed=5)
    scored = [fact.id for fact in ruleset.facts.values() if fact.need == "scored"]
    unknown = sum(d.facts[fact].value is None for d in drawn for fact in scored)
    assert 0.03 < unknown / (len(drawn) * len(scored)) < 0.15
