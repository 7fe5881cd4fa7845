"""The shipped ruleset holds what the credit manual and the domain papers ask of it."""

from collections import Counter

from service.dossier.identity import SOURCES as SOURCES_OF_DOSSIERS
from service.ruleset.model import SOURCES, Ruleset

GATES = """
    HIS-03 HIS-04 HIS-12 GOV-01 GOV-02 GOV-03 GOV-10 GOV-12 GOV-14 GOV-22 SHR-01 SHR-03 SHR-05
    SHR-09 MGT-06 MGT-07 REP-01 REP-02 REP-03 REP-06 REP-07 REP-08 REP-12 REP-13 REP-15 REP-16
    REP-17 REP-18 REP-20 REP-21 REP-23 REP-24 SUP-09 ENV-01 ENV-02 ENV-04 ENV-05 ENV-07
"""


def test_it_has_the_size_that_the_papers_state(ruleset: Ruleset) -> None:
    assert len(ruleset.tests) == 152
    assert len(ruleset.outcomes) == 316
    assert len(ruleset.patterns) == 27
    assert len(ruleset.facts) == 167
    assert len(ruleset.clauses) == 191
    assert len(ruleset.dimensions) == 11


def test_outcomes_spread_over_severities_as_stated(ruleset: Ruleset) -> None:
    spread = Counter(outcome.severity for _, outcome in ruleset.outcomes.values())
    assert spread == {"S1": 66, "S2": 6, "W1": 109, "W2": 95, "W3": 24, "KO": 16}


def test_tests_spread_over_dimensions_as_stated(ruleset: Ruleset) -> None:
    spread = Counter(test.dimension for test in ruleset.tests.values())
    assert spread == {
        "HIS": 14,
        "GOV": 23,
        "SHR": 11,
        "MGT": 13,
        "REP": 30,
        "SUP": 11,
        "PRD": 12,
        "ENV": 9,
        "SAL": 17,
        "CMP": 8,
        "PRF": 4,
    }


def test_clauses_come_from_the_manual_its_textbook_and_other_sources(ruleset: Ruleset) -> None:
    sources = Counter(clause.source for clause in ruleset.clauses.values())
    assert sources == {"manual": 135, "textbook": 23, "other_source": 33}


def test_every_clause_of_the_manual_is_cited_or_frames_others(ruleset: Ruleset) -> None:
    cited = {clause for test in ruleset.tests.values() for clause in test.clauses}
    manual = {c.id: c for c in ruleset.clauses.values() if c.source == "manual"}
    frames = {"GV-2.0-e", "RP-5.0-a", "OP-0-a", "OP-0-b", "SU-1.0-a", "SU-1.2-c", "SA-3.3-a"}
    assert set(manual) - cited == frames
    assert {c.id for c in manual.values() if c.frame} == frames


def test_every_test_cites_clauses_that_exist(ruleset: Ruleset) -> None:
    for test in ruleset.tests.values():
        assert test.clauses, test.id
        assert set(test.clauses) <= set(ruleset.clauses), test.id


def test_every_test_says_where_its_threshold_comes_from(ruleset: Ruleset) -> None:
    known = {"manual", "regulation", "other_source", "policy_default"}
    for test in ruleset.tests.values():
        assert test.threshold_sources, test.id
        assert set(test.threshold_sources) <= known, test.id
        assert test.threshold_note.en.endswith("."), test.id
        assert test.threshold_note.zh.endswith("。"), test.id


def test_the_gates_are_the_tests_with_a_critical_or_knock_out_outcome(ruleset: Ruleset) -> None:
    assert [test.id for test in ruleset.tests.values() if test.gate] == GATES.split()


def test_needs_of_facts_say_who_reads_them(ruleset: Ruleset) -> None:
    class_facts = {
        "borrower.ownership_type",
        "borrower.business_model",
        "borrower.long_development_cycle",
        "governance.owner_managed",
    }
    read_by_gates = {
        condition.fact
        for test in ruleset.tests.values()
        if test.gate
        for outcome in test.outcomes
        for alternative in outcome.when
        for condition in alternative
    }
    needs = {fact.id: fact.need for fact in ruleset.facts.values()}
    assert {fact for fact, need in needs.items() if need == "class"} == class_facts
    assert {fact for fact, need in needs.items() if need == "gate"} == read_by_gates - class_facts
    assert len(read_by_gates) == 40


def test_every_fact_is_read_by_a_test_or_picks_the_weights(ruleset: Ruleset) -> None:
    assert [fact for fact, readers in ruleset.readers.items() if not readers] == []


def test_negative_assurance_is_asked_of_findings_of_checks(ruleset: Ruleset) -> None:
    asked = {fact.id for fact in ruleset.facts.values() if fact.negative_assurance}
    assert asked == {
        "reputation.evaded_bank_debt",
        "reputation.tax_evasion_finding",
        "reputation.false_statement_finding",
        "reputation.concealment_finding",
        "reputation.customer_deception",
    }


def test_every_knock_out_caps_the_grade(ruleset: Ruleset) -> None:
    for _, outcome in ruleset.outcomes.values():
        if outcome.severity == "KO":
            assert outcome.cap in {"N8", "N9", "N10"}, outcome.code


def test_all_but_the_share_of_capacity_used_get_worse_one_way(ruleset: Ruleset) -> None:
    aimless = {f.id for f in ruleset.facts.values() if f.need != "class" and f.worse == "none"}
    assert aimless == {"production.capacity_use_pct"}


def test_weights_are_those_of_the_paper(ruleset: Ruleset) -> None:
    policy = ruleset.policy
    rows = {model: [row[d] for d in policy.dimensions] for model, row in policy.weights.items()}
    assert rows == {
        "manufacturing": [6, 12, 8, 12, 22, 7, 9, 6, 9, 5, 4],
        "construction": [6, 12, 8, 12, 22, 7, 9, 6, 9, 5, 4],
        "other": [6, 12, 8, 12, 22, 7, 9, 6, 9, 5, 4],
        "trading": [6, 12, 8, 12, 24, 13, 0, 2, 14, 4, 5],
        "services": [6, 12, 8, 14, 24, 4, 6, 2, 13, 6, 5],
    }


def test_facts_tests_and_patterns_come_in_the_order_of_results(ruleset: Ruleset) -> None:
    order = list(ruleset.policy.dimensions)
    tests = [(order.index(t.dimension), t.id) for t in ruleset.tests.values()]
    sections = list(ruleset.section_titles)
    facts = [(sections.index(f.section), f.id) for f in ruleset.facts.values()]
    assert tests == sorted(tests)
    assert facts == sorted(facts)
    assert list(ruleset.patterns) == sorted(ruleset.patterns)


def test_policies_may_name_the_sources_that_dossiers_may_name() -> None:
    assert set(SOURCES) == set(SOURCES_OF_DOSSIERS)
