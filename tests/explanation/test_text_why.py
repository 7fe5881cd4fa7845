"""Why and why not as text: what stands, what does not and what decides, condition by condition."""

import pytest
from hypothesis import given, settings

from service.explanation.text.why import why_text
from service.explanation.why import known_codes, why
from service.language.catalogue import LANGUAGES
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, worked_borrowers
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject


def lines_of(explain_subject: ExplainSubject, name: str, code: str, lang: str = "en") -> list[str]:
    return why_text(RULESET, why(explain_subject(name), code), lang)


def test_a_finding_that_stands_shows_the_fact_and_the_condition_it_meets(
    explain_subject: ExplainSubject,
) -> None:
    code = "PAST_DUE_OVER_90"
    lines = lines_of(explain_subject, "defaulter_with_false_statements", code)

    assert lines[0] == "Payments more than 90 days past due [PAST_DUE_OVER_90]"
    assert lines[1] == "  It stands: it is the finding of its test."
    assert "  Clauses: RP-5.1-b." in lines
    assert lines[-2:] == [
        "    Alternative 1: holds.",
        "      Current days past due: 124 days (third party, 20 October 2026) "
        "[reputation.current_dpd]; the condition above 90 days holds",
    ]


def test_a_finding_that_does_not_stand_shows_the_condition_that_decides(
    explain_subject: ExplainSubject,
) -> None:
    lines = lines_of(explain_subject, "average_manufacturer", "PAST_DUE_OVER_90")

    assert lines[1] == "  It does not stand."
    assert lines[-2] == "    Alternative 1: does not hold."
    assert lines[-1].endswith("the condition above 90 days does not hold, which decides")


def test_conditions_on_values_are_told_by_the_titles_of_the_values(
    explain_subject: ExplainSubject,
) -> None:
    english = lines_of(explain_subject, "polluting_dye_maker", "ENV_RED")
    chinese = lines_of(explain_subject, "polluting_dye_maker", "ENV_RED", "zh")

    assert english[-1].endswith("the condition “red” or “black” holds")
    assert chinese[-1].endswith("条件 “红牌（不良）”或“黑牌（严重不良）” 成立")


@pytest.mark.parametrize(
    ("test", "english", "chinese"),
    [
        ("PAST_DUE_31_90", "above 30 days, up to 90 days", "高于30天且不超过90天"),
        ("PAST_DUE_1_30", "from 1 day to 30 days", "1天至30天"),
        ("START_UP", "below 2 years", "低于2年"),
        ("LONG_OPERATING_HISTORY", "10 years or more", "10年及以上"),
        ("RPT_HIGH_UNPROVEN", "“basis unclear” or “not at arm's length”", None),
    ],
)
def test_conditions_are_told_in_words(
    explain_subject: ExplainSubject, test: str, english: str | None, chinese: str | None
) -> None:
    for lang, words in (("en", english), ("zh", chinese)):
        if words is not None:
            lines = lines_of(explain_subject, "average_manufacturer", test, lang)
            assert [line for line in lines if words in line]


def test_a_finding_left_open_names_the_facts_that_would_settle_it(
    explain_subject: ExplainSubject,
) -> None:
    lines = lines_of(explain_subject, "incomplete_dossier", "PAST_DUE_OVER_90")

    assert lines[1] == "  It could not be judged: a fact that decides it is not known."
    settle = "Facts that would settle it: Current days past due [reputation.current_dpd]."
    assert f"  {settle}" in lines


def test_an_assumed_finding_says_that_it_is_assumed(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    start_up = worked_borrowers(ruleset)["software_start_up"]
    silent = explain_subject(start_up.without("management.handled_downturn").facts)

    lines = why_text(ruleset, why(silent, "UNTESTED_MANAGEMENT"), "en")

    assert "  It is assumed: what is not known does not rule it out." in lines


def test_a_test_that_does_not_apply_shows_why(explain_subject: ExplainSubject) -> None:
    lines = lines_of(explain_subject, "average_manufacturer", "NO_DISCLOSURE_MECHANISM")

    assert lines[1] == "  It was not judged: its test does not apply to this borrower."
    place = lines.index("  The test applies where any of these alternatives holds:")
    assert lines[place + 1] == "    Alternative 1: does not hold."
    assert "Ownership type: privately owned" in lines[place + 2]


def test_a_pattern_shows_what_forms_it_and_what_stands_for_what(
    explain_subject: ExplainSubject,
) -> None:
    lines = lines_of(explain_subject, "polluting_dye_maker", "PAT-13")

    assert lines[1] == "  The pattern is formed."
    assert lines[2].startswith("  Pattern PAT-13 caps the grade at N6")
    (standing,) = [line.strip() for line in lines if "because a graver finding" in line]
    assert standing.startswith("Stands: Environmental credit class yellow [ENV_YELLOW]")
    assert standing.endswith("Environmental credit class red or black [ENV_RED]")


def test_a_pattern_that_is_not_formed_shows_the_part_that_is_missing(
    explain_subject: ExplainSubject,
) -> None:
    lines = lines_of(explain_subject, "average_manufacturer", "PAT-04")

    assert lines[1] == "  The pattern is not formed."
    assert lines[2].startswith("  Where it is formed, pattern PAT-04 caps the grade at N9")
    assert "  Where it is formed, it is a suspicion, not an established fact." in lines
    assert any(line.startswith("  Part 1, which is not met, asks for any of: ") for line in lines)


def test_a_cap_shows_its_dimensions_and_findings(explain_subject: ExplainSubject) -> None:
    lines = lines_of(explain_subject, "family_condiment_maker", "GOV weak")

    assert lines[0] == "Governance rated Weak or Poor [GOV weak]"
    assert lines[1] == "  The cap applies."
    assert lines[2].endswith("and this cap binds.")
    assert lines[3].endswith("[GOV] is rated 2 (Weak).")
    assert "No succession plan [NO_SUCCESSION]" in lines[4]


def test_a_dimension_and_the_composite_add_up_line_by_line(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("family_condiment_maker")

    dimension = why_text(RULESET, why(subject, "GOV"), "en")
    composite = why_text(RULESET, why(subject, "composite"), "en")

    terms = [int(line.partition(":")[0]) for line in dimension if line.strip()[0] in "+-"]
    net = subject.evaluation.dimensions["GOV"].net
    assert sum(terms) == net
    assert f"  Net {net:+d}, rated 2 (Weak)." in dimension
    products = [int(line.rpartition(" ")[2]) for line in composite if " times rating " in line]
    assert len(products) == 11
    assert f"  Sum: {sum(products)}." in composite
    assert composite[-1].startswith("  The base grade is N3 (Good): the composite lies from 385")


@settings(max_examples=6)
@given(borrower=borrowers())
def test_every_code_can_be_told_in_both_languages_with_every_fact(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    for code in known_codes(RULESET):
        answer = why(subject, code)
        for lang in LANGUAGES:
            text = "\n".join(why_text(RULESET, answer, lang))
            assert (
                answer["title_zh" if lang == "zh" else "title"] in text
                if "title" in answer
                else text
            )
            alternatives = answer.get("alternatives", []) + answer.get("applicability", [])
            conditions = [c for alternative in alternatives for c in alternative["conditions"]]
            facts = {c["fact"]["fact"] for c in conditions} | set(answer.get("missing_facts", []))
            assert [fact for fact in facts if f"[{fact}]" not in text] == []
            assert [c for c in answer.get("clauses", []) if c not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_test_tells_of_each_of_its_outcomes(explain_subject: ExplainSubject, lang: str) -> None:
    text = "\n".join(lines_of(explain_subject, "average_manufacturer", "REP-02", lang))

    assert [o.code for o in RULESET.tests["REP-02"].outcomes if f"[{o.code}]" not in text] == []
