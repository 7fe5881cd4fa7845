"""The data of a letter as text, in both languages."""

import pytest
from hypothesis import given, settings

from service.explanation.notice import notice
from service.explanation.text.notice import notice_text
from service.language.catalogue import LANGUAGES
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, worked_borrowers
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject


def test_an_adverse_result_begins_with_what_it_is(explain_subject: ExplainSubject) -> None:
    letter = notice(explain_subject("polluting_dye_maker"), "us_reg_b")

    lines = notice_text(RULESET, letter, "en")

    assert lines[0] == "For a letter to the borrower: the result is adverse, grade N7 (Weak)"
    assert "rated as of 1 November 2026" in lines[1]
    assert "(12 CFR 1002.9; Appendix C, Form C-1)" in lines[2]
    assert "There are further reasons, which the committee has in full." in lines


def test_the_rules_of_the_letter_are_cited_in_its_language(
    explain_subject: ExplainSubject,
) -> None:
    letter = notice(explain_subject("polluting_dye_maker"), "us_reg_b")

    lines = notice_text(RULESET, letter, "zh")

    assert "（《美国联邦法规汇编》第12编第1002.9条；附录C表格C-1）" in lines[2]


@pytest.mark.parametrize(("lang", "words"), [("en", "not a denial"), ("zh", "不是拒绝")])
def test_an_incomplete_dossier_is_said_to_be_no_denial(
    explain_subject: ExplainSubject, lang: str, words: str
) -> None:
    lines = notice_text(RULESET, notice(explain_subject("incomplete_dossier")), lang)

    assert words in lines[0]


def test_facts_a_grade_waits_for_stand_before_those_that_could_help(
    explain_subject: ExplainSubject,
) -> None:
    lines = notice_text(RULESET, notice(explain_subject("incomplete_dossier")), "en")

    needed = lines.index("Facts to supply, without which no grade is given")
    helpful = lines.index("Facts to supply, which could help")
    days = "  Current days past due [reputation.current_dpd]: not in the dossier"
    assert needed < lines.index(days) < helpful


def test_reasons_for_want_of_evidence_stand_under_their_own_heading(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    start_up = worked_borrowers(ruleset)["software_start_up"]
    silent = explain_subject(start_up.without("management.handled_downturn").facts)

    lines = notice_text(ruleset, notice(silent), "en")

    border = lines.index("Reasons for want of evidence")
    places = {line.rpartition("[")[2]: n for n, line in enumerate(lines) if ". [" in line}
    assert lines.index("Reasons found") < places["START_UP]"] < border
    assert places["UNTESTED_MANAGEMENT]"] > border


@settings(max_examples=30)
@given(borrower=borrowers())
def test_everything_that_a_letter_has_to_say_is_told(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    letter = notice(explain_subject(borrower.facts), "us_reg_b")
    for lang in LANGUAGES:
        suffix = "_zh" if lang == "zh" else ""
        text = "\n".join(notice_text(RULESET, letter, lang))
        for reason in letter["reasons"] + letter["not_evidenced"]:
            assert f"{reason[f'sentence{suffix}']} [{reason['code']}]" in text
            assert f"{reason['sample'][f'title{suffix}']} [{reason['sample']['id']}]" in text
        for fact in letter["facts_to_supply"]:
            assert f"{fact[f'title{suffix}']} [{fact['fact']}]" in text
        assert letter[f"statement{suffix}"] in text
        assert letter[f"label{suffix}"] in text
        assert letter["dossier_id"] in text
        assert letter["application_ref"] in text
