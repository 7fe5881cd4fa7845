"""Dimensions and caps lead from 300 to the grade, and every number on the way adds up."""

import pytest

from service.paper.plates import plates_of
from tests.paper.conftest import DOSSIERS, Desk, PaperOf

each_dossier = pytest.mark.parametrize("name", DOSSIERS)


@each_dossier
def test_contributions_lead_from_300_to_the_composite(desk: Desk, name: str) -> None:
    way = desk.paper(name).way
    assert len(way.dimensions) == 11
    assert way.start + sum(d.contribution for d in way.dimensions) == way.composite
    assert sum(d.product for d in way.dimensions) == way.composite
    assert sum(d.weight for d in way.dimensions) == 100
    assert way.composite == desk.result(name)["composite"]


@each_dossier
def test_the_caps_come_lowest_first_and_those_that_bind_lead(desk: Desk, name: str) -> None:
    way = desk.paper(name).way
    ranks = desk.rater.ruleset.policy.ranks
    found = [ranks[cap.grade] for cap in way.caps]
    assert found == sorted(found, reverse=True)
    assert all(cap.grade == way.grade for cap in way.caps if cap.binding)
    assert len(way.caps) == len(desk.result(name)["caps"])


def test_a_dimension_says_what_it_adds_with_a_sign_beside_it(paper: PaperOf) -> None:
    dimensions = {d.code: d for d in paper("family_condiment_maker").way.dimensions}
    governance = dimensions["GOV"]
    assert (governance.word, governance.weight, governance.rating) == ("Weak", 12, 2)
    assert (governance.net, governance.contribution_told, governance.sign) == ("−8", "−12", "▼")
    assert (dimensions["HIS"].contribution_told, dimensions["HIS"].sign) == ("+12", "▲")
    assert (dimensions["SUP"].contribution_told, dimensions["SUP"].sign) == ("0", "=")


def test_the_sum_is_told_in_a_sentence(paper: PaperOf) -> None:
    assert paper("family_condiment_maker").way.sum_told == (
        "A borrower rated Adequate in all dimensions has a composite of 300. What is better adds"
        " +104, what is worse −12: that makes 392, which is N3 (Good) before caps."
    )


def test_a_dimension_without_weight_is_said_to_count_for_nothing(paper: PaperOf) -> None:
    production = {d.code: d for d in paper("trading").way.dimensions}["PRD"]
    assert (production.counts, production.product) == (False, 0)


def test_the_drawings_have_the_words_of_the_paper(desk: Desk) -> None:
    for lang, word in (("en", "Weak"), ("zh", "弱")):
        plates = plates_of(desk.result("family_condiment_maker"), desk.rater.ruleset, lang)
        governance = desk.rater.ruleset.dimensions["GOV"].in_language(lang)
        for drawn in (plates.dimensions, plates.waterfall):
            assert word in drawn.wide
            assert governance in drawn.wide
        assert "N5" in plates.graph.wide
        assert len(plates.whole_graph.table.rows) >= len(plates.graph.table.rows)
