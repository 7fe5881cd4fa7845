"""One sentence says what made the grade what it is, and the scale shows where it stands."""

import pytest

from tests.paper.conftest import DOSSIERS, Desk, PaperOf


def test_a_single_cap_is_named_with_what_the_composite_would_give(paper: PaperOf) -> None:
    assert paper("foreign_invested").verdict.binding == (
        "“Group dependence: the stand-alone grade is not separable from the group” holds the"
        " grade at N3; the composite of 442 alone would give N2."
    )


def test_several_caps_are_named_together(paper: PaperOf) -> None:
    told = paper("listed_pharma").verdict.binding
    assert told.startswith("“Doubt about reliability of disclosure")
    assert told.endswith("each hold the grade at N6; the composite of 365 alone would give N4.")


def test_a_cap_at_the_grade_of_the_composite_is_said_to_be_so(paper: PaperOf) -> None:
    told = paper("software_start_up").verdict.binding
    assert told.endswith("holds the grade at N5; the composite of 311 alone would give the same.")


def test_without_a_cap_the_way_to_the_next_grade_is_told(paper: PaperOf) -> None:
    assert paper("average_manufacturer").verdict.binding == (
        "No cap binds; the composite of 375 gives N4, and N3 begins at 385."
    )


def test_nothing_holds_the_best_grade_down(paper: PaperOf) -> None:
    assert paper("strong_private_manufacturer").verdict.binding == (
        "Nothing holds the grade down; the composite of 500 gives N1, the best there is."
    )


def test_without_a_grade_what_is_missing_is_named_and_the_rest_counted(paper: PaperOf) -> None:
    assert paper("incomplete_dossier").verdict.binding == (
        "There is no grade because 5 things that must be known are not: “Ultimate beneficial"
        " owner identified”, “Worst current five-tier class, all lenders”, “Current days past"
        " due, all lenders”, and 2 more."
    )


def test_it_is_said_in_chinese_too(paper: PaperOf) -> None:
    assert paper("trading", "zh").verdict.binding == (
        "“法人治理结构评级为弱或差”和“两头受压：付款早、收款迟”使等级限于N5；"
        "仅按综合分355，等级本为N4。"
    )


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_sentence_is_one(paper: PaperOf, name: str) -> None:
    for lang, stop in (("en", ". "), ("zh", "。")):
        told = paper(name, lang).verdict.binding
        assert stop not in told[:-1]
        assert told[-1] in ".。"


def test_a_grade_has_its_word_its_meaning_and_the_label(paper: PaperOf) -> None:
    verdict = paper("family_condiment_maker").verdict
    assert (verdict.grade.code, verdict.grade.word) == ("N5", "Acceptable with conditions")
    assert verdict.grade.meaning == "one structural weakness"
    assert verdict.label == "ordinal non-financial assessment, not a probability of default"


def test_the_scale_marks_every_grade_that_the_rating_has(paper: PaperOf) -> None:
    scale = paper("incomplete_dossier").verdict.scale
    assert {step.grade.code: step.marks for step in scale if step.marks} == {
        "N1": ("best case",),
        "N3": ("before caps",),
        "N5": ("indicative",),
        "NR": ("proposed",),
    }
    assert [step.grade.code for step in scale if step.reached] == ["NR"]


def test_a_borrower_not_rated_is_not_refused(paper: PaperOf) -> None:
    verdict = paper("incomplete_dossier").verdict
    assert verdict.indicative is not None
    assert verdict.notes == (
        "The application is incomplete; it is not refused. N5 is indicative and must not be"
        " used as a grade.",
    )


def test_deceit_is_told_before_all_else(paper: PaperOf) -> None:
    (note,) = paper("defaulter_with_false_statements").verdict.notes
    assert note.startswith("Because of “Deliberately false statements found”")


def test_the_best_case_says_whether_asking_can_help(desk: Desk) -> None:
    told = {name: desk.paper(name).verdict.best_case_told for name in ("services", "trading")}
    assert told["trading"] == "No missing information could improve the grade."
    assert told["services"].endswith("the grade could reach N3.")
