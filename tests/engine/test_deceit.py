"""After a false statement the borrower's own word counts for nothing, anywhere."""

import pytest

from tests.engine.borrowers import OWN_WORD, Borrower, Judge, codes

DECEIT = {"reputation.false_statement_finding": "material_misstatement"}


def test_deceit_voids_the_borrowers_own_statements(judge: Judge, flawless: Borrower) -> None:
    said = flawless.on_own_word("sales.disloyal_volume_pct", "sales.return_rate_pct")

    found = judge(said.but(DECEIT))

    assert found.deceit == ("STATEMENTS_MISSTATED",)
    assumed = {f.code for f in found.findings if f.assumed}
    assert assumed == {"DISLOYAL_VOLUME_HIGH", "RETURNS_HIGH"}


def test_void_statements_count_exactly_as_if_they_were_absent(
    judge: Judge, flawless: Borrower
) -> None:
    said = ["sales.disloyal_volume_pct", "performance.share_trend", "management.bench"]

    found = judge(flawless.on_own_word(*said).but(DECEIT))

    assert found == judge(flawless.without(*said).but(DECEIT))


def test_what_others_vouch_for_stands_after_deceit(judge: Judge, flawless: Borrower) -> None:
    found = judge(flawless.but(DECEIT))

    assert not [f for f in found.findings if f.assumed]
    assert codes(found) == codes(judge(flawless)) | {"STATEMENTS_MISSTATED"}


def test_even_an_admission_is_void_after_deceit(judge: Judge, flawless: Borrower) -> None:
    admitted = flawless.but({"sales.return_rate_pct": 3}, source=OWN_WORD)

    assert "RETURNS" in codes(judge(admitted))
    assert "RETURNS_HIGH" in codes(judge(admitted.but(DECEIT)))


def test_deceit_leaves_a_gate_undecided_that_rests_on_the_borrowers_word(
    judge: Judge, flawless: Borrower
) -> None:
    said = flawless.on_own_word("shareholders.capital_status")

    assert judge(said).grade == "N1"
    found = judge(said.but(DECEIT))
    assert (found.grade, found.missing) == ("NR", ("SHR-05",))


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("reputation.false_statement_finding", "material_misstatement", "STATEMENTS_MISSTATED"),
        ("reputation.false_statement_finding", "deliberate", "FALSE_STATEMENTS"),
        ("reputation.concealment_finding", "material", "MATERIAL_CONCEALMENT"),
    ],
)
def test_these_findings_are_deceit(
    fact: str, value: str, code: str, judge: Judge, flawless: Borrower
) -> None:
    assert judge(flawless.but({fact: value})).deceit == (code,)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("reputation.false_statement_finding", "immaterial_error"),
        ("reputation.concealment_finding", "late_disclosure"),
        ("reputation.customer_deception", "repeated"),
    ],
)
def test_these_findings_are_not(fact: str, value: str, judge: Judge, flawless: Borrower) -> None:
    said = flawless.on_own_word("sales.disloyal_volume_pct").but({fact: value})

    found = judge(said)

    assert found.deceit == ()
    assert "DISLOYAL_VOLUME_HIGH" not in codes(found)


def test_an_unknown_check_for_deceit_is_not_deceit(judge: Judge, flawless: Borrower) -> None:
    said = flawless.on_own_word("sales.disloyal_volume_pct")

    found = judge(said.without("reputation.false_statement_finding"))

    assert (found.grade, found.deceit) == ("NR", ())
    assert "DISLOYAL_VOLUME_HIGH" not in codes(found)


def test_all_kinds_of_deceit_that_were_found_are_named(judge: Judge, flawless: Borrower) -> None:
    both = {
        "reputation.false_statement_finding": "deliberate",
        "reputation.concealment_finding": "material",
    }

    found = judge(flawless.but(both).on_own_word("sales.return_rate_pct"))

    assert found.deceit == ("FALSE_STATEMENTS", "MATERIAL_CONCEALMENT")
