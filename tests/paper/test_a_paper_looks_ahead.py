"""What to ask next, what would change the grade, what to require, and when to look again."""

from dataclasses import replace
from urllib.parse import parse_qsl

from service.paper.outlook import actions_of, review_of
from service.paper.pen import Pen
from tests.paper.conftest import Desk, PaperOf


def test_questions_say_what_each_answer_alone_would_give(paper: PaperOf) -> None:
    unknowns = paper("trading").unknowns
    assert unknowns.told == "2 facts are not known; no grade waits for them."
    first = unknowns.questions[0]
    assert first.why == "not assessed"
    assert [answer.kind for answer in first.answers] == [
        "If ordinary",
        "If favourable",
        "If adverse",
    ]
    assert {answer.grade for answer in first.answers} <= {"N4", "N5", "N6"}


def test_what_a_grade_waits_for_is_counted_and_the_shortest_request_is_told(
    paper: PaperOf,
) -> None:
    unknowns = paper("incomplete_dossier").unknowns
    assert unknowns.told.startswith("10 facts are not known; ")
    assert unknowns.questions[0].mandatory
    assert "turn out as said, the grade becomes N" in unknowns.request
    assert all(value for _, value in unknowns.asked)


def test_where_all_is_known_nothing_is_asked(paper: PaperOf) -> None:
    unknowns = paper("average_manufacturer").unknowns
    assert (unknowns.questions, unknowns.request) == ((), "")
    assert unknowns.told == "Every fact that the applicable tests call for is known."


def test_cards_hold_the_smallest_changes_and_try_them_on_the_what_if_page(paper: PaperOf) -> None:
    better = paper("polluting_dye_maker").better
    assert better.heading == "To reach N6 (Watch)"
    assert better.told == "2 facts must change together; there is only one way."
    (card,) = better.cards
    assert [move.fact for move in card.moves] == [
        "environment.credit_class",
        "environment.penalties_24m",
    ]
    assert all(move.before != move.after for move in card.moves)
    assert [pair.partition("=")[0] for pair in card.query.split("&")] == [
        move.fact for move in card.moves
    ]


def test_truths_are_spelled_as_dossiers_spell_them(desk: Desk) -> None:
    facts = desk.rater.ruleset.facts
    supposed = [
        parse_qsl(card.query)
        for name in ("state_owned", "strong_private_manufacturer")
        for card in desk.paper(name).worse.cards
    ]
    truths = [value for pairs in supposed for fact, value in pairs if facts[fact].kind == "bool"]
    assert truths
    assert set(truths) <= {"true", "false"}


def test_of_many_ways_the_first_are_told_and_the_rest_counted(paper: PaperOf) -> None:
    better = paper("average_manufacturer").better
    assert (
        better.told == "2 facts must change together; there are 318 ways, the least effort first."
    )
    assert len(better.cards) == 6
    assert better.more == "312 more ways are not shown."


def test_what_only_time_can_change_says_so_for_the_better_alone(desk: Desk) -> None:
    slow = [
        move
        for name in ("software_start_up", "services", "average_manufacturer", "listed_pharma")
        for card in desk.paper(name).better.cards
        for move in card.moves
        if move.slow
    ]
    facts = desk.rater.ruleset.facts
    assert slow
    assert all(facts[move.fact].change.when == "with_time" for move in slow)
    for name in ("software_start_up", "services"):
        for card in desk.paper(name).worse.cards:
            assert not any(move.slow for move in card.moves)


def test_the_best_and_the_lowest_grade_have_no_way_on(paper: PaperOf) -> None:
    assert paper("strong_private_manufacturer").better.told == (
        "There is no better grade: this is the best."
    )
    assert paper("defaulter_with_false_statements").worse.told == (
        "There is no lower grade: this is the lowest."
    )


def test_without_a_grade_there_is_none_to_change(paper: PaperOf) -> None:
    for changes in (paper("incomplete_dossier").better, paper("incomplete_dossier").worse):
        assert changes.cards == ()
        assert changes.told.startswith("There is no grade yet that could change")


def test_conditions_and_covenants_say_what_they_are_for(paper: PaperOf) -> None:
    actions = paper("family_condiment_maker").actions
    insurance = actions.conditions[0]
    assert insurance.text == "Key-person insurance assigned to the bank"
    assert [one.code for one in insurance.because] == ["KEY_PERSON_RISK", "SINGLE_MANAGER"]
    assert len(actions.covenants) == 6
    assert actions.follow_up == ()


def test_an_unknown_fact_is_to_be_established(paper: PaperOf) -> None:
    follow_up = paper("incomplete_dossier").actions.follow_up
    assert follow_up[0].text == "Establish “Current days past due”"


def test_the_next_review_has_a_day_and_what_brings_it_forward(paper: PaperOf) -> None:
    review = paper("family_condiment_maker").review
    assert review.told == "By 1 May 2027, 6 months after this rating."
    assert "BANKRUPTCY" in [one.code for one in review.at_once]
    assert paper("incomplete_dossier").review.told == (
        "No date is set: there is no grade to review."
    )


def test_a_ruleset_that_makes_no_provision_is_not_taken_for_one_that_asks_nothing(
    desk: Desk,
) -> None:
    ruleset = desk.rater.ruleset
    silent = replace(ruleset, policy=replace(ruleset.policy, review_months={}))
    explanation = desk.explanation("average_manufacturer", "en")
    pen = Pen(silent, "en")
    assert not actions_of(pen, explanation["actions"]).guided
    assert review_of(pen, explanation["next_review"]).told == (
        "The ruleset of this decision makes no provision for this."
    )
