"""The shipped ruleset says what can change, what to ask for, when to look again, how to tell."""

import pytest

from service.ruleset.guidance import ACTIONS, CHANGES, Change
from service.ruleset.model import Ruleset

NEVER_UNDONE = [
    "reputation.evaded_bank_debt",
    "reputation.tax_evasion_finding",
    "reputation.false_statement_finding",
    "reputation.concealment_finding",
    "reputation.customer_deception",
]


def test_every_way_to_change_is_taken_by_some_fact(ruleset: Ruleset) -> None:
    assert {fact.change.when for fact in ruleset.facts.values()} == set(CHANGES)
    assert all(1 <= fact.change.effort <= 9 for fact in ruleset.facts.values())


def test_a_borrower_is_not_told_to_be_another_one(ruleset: Ruleset) -> None:
    changes = {ruleset.facts[fact].change for fact in ruleset.class_facts}
    assert changes == {Change("history", "either", 1)}


@pytest.mark.parametrize("fact", NEVER_UNDONE)
def test_a_borrower_is_not_told_to_undo_wrongdoing(ruleset: Ruleset, fact: str) -> None:
    assert ruleset.facts[fact].change.when == "history"


def test_reviews_come_when_the_papers_say(ruleset: Ruleset) -> None:
    assert list(ruleset.policy.review_months.items()) == [
        *((f"N{n}", 12) for n in range(1, 5)),
        ("N5", 6),
        *((f"N{n}", 3) for n in range(6, 11)),
    ]
    assert ruleset.policy.adverse_from == "N5"


def test_education_alone_is_never_the_sole_reason(ruleset: Ruleset) -> None:
    assert [t.id for t in ruleset.tests.values() if t.never_sole_reason] == ["MGT-02"]


def test_every_pattern_names_actions_and_every_kind_is_asked_for(ruleset: Ruleset) -> None:
    assert all(pattern.actions for pattern in ruleset.patterns.values())
    for holders in (ruleset.tests.values(), ruleset.patterns.values()):
        assert {action.kind for h in holders for action in h.actions} == set(ACTIONS)


def test_patterns_that_name_a_suspicion_are_told_as_one(ruleset: Ruleset) -> None:
    words = ("suspected", "suspicion", "possible", "doubt")
    for pattern in ruleset.patterns.values():
        if any(word in pattern.title.en.lower() for word in words):
            assert pattern.suspicion, pattern.id


def test_regimes_are_none_and_regulation_b(ruleset: Ruleset) -> None:
    none, reg_b = ruleset.policy.notice_regimes.values()
    assert (none.id, none.samples, none.incomplete) == ("none", (), "")
    assert none.sample("PAST_DUE_1_30") is None
    assert (reg_b.id, reg_b.most_reasons) == ("us_reg_b", 4)
    assert reg_b.source.en == "12 CFR 1002.9; Appendix C, Form C-1"
    assert all(number in reg_b.source.zh for number in ("12", "1002.9", "C-1"))


@pytest.mark.parametrize(
    ("tests", "sample", "but"),
    [
        # Whether a loan is past due does not follow from its being watched.
        (
            ["REP-01", "REP-02", "REP-03", "REP-04", "REP-06"],
            "delinquent_obligations",
            ["SPECIAL_MENTION", "PAST_SPECIAL_MENTION"],
        ),
        (["REP-05"], "limited_credit_experience", []),
        (["REP-07", "REP-15", "REP-16"], "collection_or_judgment", []),
        (["REP-18"], "bankruptcy", []),
    ],
)
def test_a_sample_names_the_findings_that_it_truly_says(
    ruleset: Ruleset, tests: list[str], sample: str, but: list[str]
) -> None:
    reg_b = ruleset.policy.notice_regimes["us_reg_b"]
    (named,) = [s for s in reg_b.samples if s.id == sample]
    adverse = {o.code for t in ruleset.tests.values() if t.id in tests for o in t.adverse}
    assert set(named.findings) == adverse - set(but)
    assert adverse >= set(but)


def test_every_finding_has_the_sample_that_names_it_or_the_last(ruleset: Ruleset) -> None:
    reg_b = ruleset.policy.notice_regimes["us_reg_b"]
    naming = {code: sample for sample in reg_b.samples for code in sample.findings}
    for code in ("", *ruleset.outcomes):
        assert reg_b.sample(code) == naming.get(code, reg_b.samples[-1]), code


def test_a_dossier_that_lacks_facts_has_its_own_sample(ruleset: Ruleset) -> None:
    reg_b = ruleset.policy.notice_regimes["us_reg_b"]
    (sample,) = [s for s in reg_b.samples if s.id == reg_b.incomplete]
    assert sample.findings == ()
    assert sample != reg_b.samples[-1]
