"""What a letter to the borrower has to say: adverse results, incomplete dossiers, and neither."""

import re
from dataclasses import replace
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.notice import UnknownRegime, notice
from service.explanation.reasons import ReasonsDoNotHold, reasons
from service.explanation.subject import Subject
from service.ruleset.model import Policy, Ruleset
from service.ruleset.text import Text
from tests.engine.borrowers import flawless, worked_borrowers, worked_dossiers
from tests.explanation.conftest import ExplainSubject

HAN = re.compile(r"[\u3400-\u9fff]")


def under(subject: Subject, policy: Policy) -> Subject:
    """The same rating, told by another policy."""
    rater = Rater(replace(subject.ruleset, policy=policy), subject.rater.checker)
    return Subject(rater, subject.rating)


def most(subject: Subject, number: int) -> Subject:
    """The same rating where no more than ``number`` reasons may be told."""
    policy = subject.ruleset.policy
    regimes = {i: replace(r, most_reasons=number) for i, r in policy.notice_regimes.items()}
    return under(subject, replace(policy, notice_regimes=regimes))


def told(letter: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in letter["reasons"] + letter["not_evidenced"]]


def test_a_letter_names_the_case_the_rules_and_the_date(explain_subject: ExplainSubject) -> None:
    letter = notice(explain_subject("polluting_dye_maker"), "us_reg_b")

    named = ("notice_regime", "kind", "grade", "rating_date", "dossier_id", "application_ref")
    assert [letter[name] for name in named] == [
        "us_reg_b",
        "adverse",
        "N7",
        "2026-11-01",
        "D-2026-006",
        "LOS-88106",
    ]
    assert letter["source"].startswith("12 CFR 1002.9")
    assert "第12编第1002.9条" in letter["source_zh"]
    assert "Regulation B" in letter["regime_title"]
    assert HAN.search(letter["regime_title_zh"])
    assert "not a probability of default" in letter["label"]
    assert "不是违约概率" in letter["label_zh"]


def test_the_members_of_a_letter_come_in_a_stable_order(explain_subject: ExplainSubject) -> None:
    letter = notice(explain_subject("polluting_dye_maker"))

    assert list(letter) == [
        "notice_regime",
        "regime_title",
        "regime_title_zh",
        "source",
        "source_zh",
        "kind",
        "grade",
        "rating_date",
        "recorded_at",
        "dossier_id",
        "application_ref",
        "reasons",
        "not_evidenced",
        "further_reasons",
        "facts_to_supply",
        "statement",
        "statement_zh",
        "label",
        "label_zh",
    ]
    assert list(letter["reasons"][0]) == ["code", "sentence", "sentence_zh", "sample"]


def test_a_reason_tells_its_fact_with_value_date_and_source(
    explain_subject: ExplainSubject,
) -> None:
    letter = notice(explain_subject("defaulter_with_false_statements"))

    (late,) = [r for r in letter["reasons"] if r["code"] == "PAST_DUE_OVER_90"]
    assert late["sentence"] == (
        "Payments more than 90 days past due. The facts considered: "
        "Current days past due: 124 days (third party, 20 October 2026)."
    )
    assert late["sentence_zh"] == (
        "逾期超过90天。所考虑的事实为：当前逾期天数：124天（第三方，2026年10月20日）。"
    )


def test_the_borrower_is_told_the_principal_reasons_and_that_there_are_more(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("defaulter_with_false_statements")
    ranked = reasons(subject)

    letter = notice(subject)

    assert told(letter) == [reason["code"] for reason in ranked["borrower"]]
    assert len(ranked["committee"]) > len(told(letter)) == 4
    assert letter["further_reasons"] is True


def test_no_more_reasons_are_told_than_the_regime_allows(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("defaulter_with_false_statements")

    letter = notice(most(subject, 2))

    assert told(letter) == [reason["code"] for reason in reasons(subject)["borrower"][:2]]
    assert letter["further_reasons"] is True


def test_no_further_reasons_are_announced_where_all_are_told(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    late = flawless(ruleset).but({"reputation.current_dpd": 45})

    letter = notice(explain_subject(late.facts))

    assert (letter["kind"], letter["grade"]) == ("adverse", "N7")
    assert "PAST_DUE_31_90" in told(letter)
    committee = reasons(explain_subject(late.facts))["committee"]
    assert letter["further_reasons"] is (len(committee) > len(told(letter)))
    assert letter["further_reasons"] is False


def test_a_suspicion_is_told_as_a_suspicion(explain_subject: ExplainSubject) -> None:
    letter = notice(explain_subject("listed_pharma"))

    (doubt,) = [r for r in letter["reasons"] if r["code"] == "DISCLOSURE_NOT_RELIABLE"]
    assert "suspicion, which is not an established fact" in doubt["sentence"]
    assert "嫌疑，并非已经证实的事实" in doubt["sentence_zh"]


def test_a_rating_of_a_dimension_is_told_by_the_findings_behind_it(
    explain_subject: ExplainSubject,
) -> None:
    letter = notice(explain_subject("family_condiment_maker"))

    (weak,) = [r for r in letter["reasons"] if r["code"] == "GOV weak"]
    assert weak["sentence"].startswith("These findings, taken together")
    assert "No succession plan" in weak["sentence"]
    assert "无接班计划" in weak["sentence_zh"]


def test_what_was_found_and_what_was_not_evidenced_stand_apart(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    start_up = worked_borrowers(ruleset)["software_start_up"]
    silent = start_up.without("management.handled_downturn")

    letter = notice(explain_subject(silent.facts))

    assert "UNTESTED_MANAGEMENT" not in [reason["code"] for reason in letter["reasons"]]
    (open_,) = letter["not_evidenced"]
    assert open_["code"] == "UNTESTED_MANAGEMENT"
    assert open_["sentence"] == (
        "For want of usable evidence it could not be ruled out: "
        "Management has not been through an industry downturn. No usable evidence was at hand on: "
        "Experience of an industry downturn: not known (not in the dossier)."
    )
    assert open_["sentence_zh"].startswith("因缺乏可用证据，未能排除以下情形：")
    assert [fact["fact"] for fact in letter["facts_to_supply"]] == ["management.handled_downturn"]


def test_a_finding_not_ruled_out_is_marked_among_those_found(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    family = worked_borrowers(ruleset)["family_condiment_maker"]
    silent = family.without("governance.succession_plan")

    letter = notice(explain_subject(silent.facts))

    every = letter["reasons"] + letter["not_evidenced"]
    (weak,) = [reason for reason in every if reason["code"] == "GOV weak"]
    assert "No succession plan (not ruled out, for want of evidence)" in weak["sentence"]
    assert "无接班计划（因缺乏证据而未能排除）" in weak["sentence_zh"]


@pytest.mark.parametrize("regime", ["none", "us_reg_b"])
def test_an_incomplete_dossier_is_no_denial_and_all_it_lacks_is_asked_for(
    explain_subject: ExplainSubject, regime: str
) -> None:
    subject = explain_subject("incomplete_dossier")

    letter = notice(subject, regime)

    assert (letter["kind"], letter["grade"]) == ("incomplete", "NR")
    assert letter["reasons"] == []
    assert told(letter) == ["APPLICATION_INCOMPLETE"]
    assert "not a denial" in letter["not_evidenced"][0]["sentence"]
    assert "不是拒绝" in letter["not_evidenced"][0]["sentence_zh"]
    assert "not a denial" in letter["statement"]
    assert "不是拒绝" in letter["statement_zh"]
    asked = letter["facts_to_supply"]
    unknown = subject.rating.result["unknown_facts"]
    assert sorted(f["fact"] for f in asked) == sorted(u["fact"] for u in unknown)
    needed = [fact["mandatory"] for fact in asked]
    assert needed == sorted(needed, reverse=True)
    assert needed.count(True) == 5
    (registry,) = [f for f in asked if f["fact"] == "reputation.current_dpd"]
    assert registry == {
        "fact": "reputation.current_dpd",
        "title": "Current days past due",
        "title_zh": "当前逾期天数",
        "why": "absent",
        "mandatory": True,
    }


@pytest.mark.parametrize("name", ["average_manufacturer", "strong_private_manufacturer"])
def test_a_result_that_is_not_adverse_has_no_reasons(
    explain_subject: ExplainSubject, name: str
) -> None:
    letter = notice(explain_subject(name), "us_reg_b")

    assert letter["kind"] == "none"
    assert told(letter) == letter["facts_to_supply"] == []
    assert letter["further_reasons"] is False


def test_the_policy_says_from_which_grade_a_result_is_adverse(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("average_manufacturer")
    stricter = replace(subject.ruleset.policy, adverse_from="N4")

    assert notice(subject)["kind"] == "none"
    assert notice(under(subject, stricter))["kind"] == "adverse"


def test_the_sample_reason_is_the_nearest_of_the_form(explain_subject: ExplainSubject) -> None:
    letter = notice(explain_subject("defaulter_with_false_statements"), "us_reg_b")

    samples = {reason["code"]: reason["sample"]["id"] for reason in letter["reasons"]}
    assert samples["PAST_DUE_OVER_90"] == "delinquent_obligations"
    assert samples["NON_PERFORMING"] == "delinquent_obligations"


def test_what_is_only_assumed_has_no_sample_reason_that_says_it_was_found(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    average = worked_borrowers(ruleset)["average_manufacturer"]
    silent = average.without(
        "reputation.overdue_episodes_24m",
        "reputation.credit_history_months",
        "reputation.lender_withdrawal_12m",
    )

    assumed = notice(explain_subject(silent.facts), "us_reg_b")
    late = silent.but({"reputation.overdue_episodes_24m": 3})
    found = notice(explain_subject(late.facts), "us_reg_b")

    told_of = {r["code"]: r["sample"]["id"] for r in assumed["not_evidenced"]}
    assert told_of["REPEATED_OVERDUE"] == "other"
    told_of = {r["code"]: r["sample"]["id"] for r in found["reasons"]}
    assert told_of["REPEATED_OVERDUE"] == "delinquent_obligations"


def test_the_sample_reason_of_a_pattern_is_that_of_its_gravest_finding(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("software_start_up")
    policy = subject.ruleset.policy
    form = policy.notice_regimes["us_reg_b"]
    young = replace(form.samples[0], id="young", findings=("START_UP",))
    changed = replace(form, samples=(young, *form.samples[1:]))
    regimes = {**policy.notice_regimes, "us_reg_b": changed}

    letter = notice(under(subject, replace(policy, notice_regimes=regimes)), "us_reg_b")

    # START_UP is a weakness, THIN_CREDIT_FILE a watch sign.
    samples = {reason["code"]: reason["sample"]["id"] for reason in letter["reasons"]}
    assert samples["UNPROVEN_BORROWER"] == "young"


def test_an_incomplete_dossier_has_the_sample_reason_for_it(
    explain_subject: ExplainSubject,
) -> None:
    letter = notice(explain_subject("incomplete_dossier"), "us_reg_b")

    assert letter["not_evidenced"][0]["sample"]["id"] == "application_incomplete"


def test_a_regime_without_a_form_gives_no_sample_reasons(explain_subject: ExplainSubject) -> None:
    for name in worked_dossiers():
        letter = notice(explain_subject(name), "none")
        samples = [r["sample"] for r in letter["reasons"] + letter["not_evidenced"]]
        assert samples == [None] * len(samples)


def test_the_statement_of_another_regime_names_it_and_its_source(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("polluting_dye_maker")
    policy = subject.ruleset.policy
    house = replace(policy.notice_regimes["none"], id="house", source=Text("Handbook 7", "手册七"))

    letter = notice(under(subject, replace(policy, notice_regimes={"house": house})), "house")

    assert "(Handbook 7)" in letter["statement"]
    assert "（手册七）" in letter["statement_zh"]
    assert house.title.zh in letter["statement_zh"]


def test_an_unknown_regime_is_refused_and_the_known_ones_named(
    explain_subject: ExplainSubject,
) -> None:
    with pytest.raises(UnknownRegime, match="none, us_reg_b") as refused:
        notice(explain_subject("polluting_dye_maker"), "mars")

    assert (refused.value.regime, refused.value.known) == ("mars", ("none", "us_reg_b"))


def test_education_is_never_told_as_the_only_reason(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("defaulter_with_false_statements")
    first = reasons(subject)["borrower"][0]
    tests = dict(subject.ruleset.tests)
    tests[first["id"]] = replace(tests[first["id"]], never_sole_reason=True)
    ruleset = replace(subject.ruleset, tests=tests)
    rater = Rater(ruleset, subject.rater.checker)

    alone = most(Subject(rater, subject.rating), 1)
    with pytest.raises(ReasonsDoNotHold, match=first["code"]):
        notice(alone)
    assert len(told(notice(most(Subject(rater, subject.rating), 2)))) == 2
