"""Reasons, strengths and patterns come with facts, dates, sources and clauses."""

import pytest

from service.paper.pen import Pen
from service.paper.reasons import patterns_of, reasons_of
from tests.paper.conftest import DOSSIERS, Desk, PaperOf

NAME = "family_condiment_maker"

each_dossier = pytest.mark.parametrize("name", DOSSIERS)


@each_dossier
def test_every_reason_of_the_explanation_is_told_in_its_order(desk: Desk, name: str) -> None:
    committee = desk.explanation(name, "en")["reasons"]["committee"]
    told = desk.paper(name).reasons
    assert [(r.rank, r.code) for r in told] == [(r["rank"], r["code"]) for r in committee]


@each_dossier
def test_what_is_known_has_a_date_and_a_source_and_what_is_not_says_why(
    desk: Desk, name: str
) -> None:
    paper = desk.paper(name)
    facts = [fact for reason in paper.reasons for fact in reason.facts]
    facts += [fact for strength in paper.strengths for fact in strength.facts]
    for fact in facts:
        assert fact.title
        assert fact.value
        assert fact.known == bool(fact.as_of and fact.source) == (not fact.why)


def test_a_reason_says_what_it_does_to_the_grade(paper: PaperOf) -> None:
    reasons = {reason.code: reason for reason in paper("family_condiment_maker").reasons}
    assert reasons["GOV weak"].effect == (
        "It allows N5 at best.",
        "Without it the grade would be N3.",
    )
    assert reasons["KEY_PERSON_RISK"].effect[1] == (
        "Even without it the grade would be N5, because of the others."
    )
    assert reasons["ONE_MAN_RULE"].effect == ("Weighted loss 36: weight 12 × 3 points.",)


def test_marks_tell_what_binds_and_what_the_borrower_is_told(paper: PaperOf) -> None:
    reasons = paper("family_condiment_maker").reasons
    assert reasons[0].marks == ("binding", "told to the borrower")
    assert [r.rank for r in reasons if "told to the borrower" in r.marks] == [1, 2, 3, 4]


def test_what_is_only_assumed_has_another_sign_and_says_so(paper: PaperOf) -> None:
    reasons = paper("incomplete_dossier").reasons
    assert {(reason.group, reason.sign) for reason in reasons} == {
        ("missing", "?"),
        ("not_evidenced", "?"),
    }
    weak = next(reason for reason in reasons if reason.code == "REP weak")
    assert "not evidenced" in weak.marks
    assert weak.effect[1] == "Without it the indicative grade would be N1."
    assert all(one.title.endswith(" (not evidenced)") for one in weak.made_of)
    for reason in reasons[6:]:
        assert [sentence.partition(" ")[0] for sentence in reason.effect] == ["Weighted"]
    owner = reasons[0]
    assert owner.effect == ("There is no grade until this and the others are known.",)
    assert owner.facts[0].value == "not known"


def test_a_suspicion_is_worded_as_one(paper: PaperOf) -> None:
    (pattern,) = paper("listed_pharma").patterns
    (reason,) = [r for r in paper("listed_pharma").reasons if r.code == pattern.code]
    assert pattern.suspicion == ("a suspicion, not proof" in reason.marks)


def test_what_is_proven_beside_what_is_assumed_is_told_apart(desk: Desk) -> None:
    result, reasons = desk.result(NAME), desk.explanation(NAME, "en")["reasons"]
    for finding in result["findings"]:
        finding["assumed"] = finding["code"] == "NO_SUCCESSION"
    told = reasons_of(Pen(desk.rater.ruleset, "en"), result, reasons)
    weak = next(reason for reason in told if reason.code == "GOV weak")
    assert [one.code for one in weak.made_of if "(not evidenced)" in one.title] == ["NO_SUCCESSION"]


def test_without_a_grade_caps_and_patterns_bind_only_the_indicative_one(desk: Desk) -> None:
    weak = next(r for r in desk.paper("incomplete_dossier").reasons if r.code == "REP weak")
    assert weak.marks == ("binds the indicative grade", "not evidenced")
    result = desk.result("polluting_dye_maker") | {"grade": "NR"}
    binding, other = patterns_of(Pen(desk.rater.ruleset, "en"), result)
    assert binding.told == "It holds the indicative grade at N7."
    assert other.told.endswith("the indicative grade is worse for other reasons.")


def test_those_that_bind_are_read_first(paper: PaperOf) -> None:
    for name in DOSSIERS:
        for reason in paper(name).reasons:
            assert reason.first or "binding" not in reason.marks


@each_dossier
def test_every_clause_cited_is_in_the_annex_and_in_the_catalogue(desk: Desk, name: str) -> None:
    paper = desk.paper(name)
    cited = {c.id for reason in paper.reasons for c in reason.clauses}
    cited |= {c.id for pattern in paper.patterns for c in pattern.clauses}
    cited |= {c.id for strength in paper.strengths for c in strength.clauses}
    assert [c.id for c in paper.clauses] == [c for c in desk.rater.ruleset.clauses if c in cited]


def test_a_clause_says_what_it_is_and_where_it_stands(paper: PaperOf) -> None:
    clauses = {clause.id: clause for clause in paper("family_condiment_maker", "zh").clauses}
    assert clauses["T-GV-5"].title == "决策程序、相互制衡"
    assert (clauses["T-GV-5"].origin, clauses["T-GV-5"].section) == ("教材", "公司信贷, chapter 6")


@each_dossier
def test_strengths_come_by_what_they_gain(desk: Desk, name: str) -> None:
    gains = [int(strength.gain) for strength in desk.paper(name).strengths]
    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)


@each_dossier
def test_no_more_strength_is_said_to_count_than_counts(desk: Desk, name: str) -> None:
    paper = desk.paper(name)
    assert all(d.strengths <= paper.most_strength for d in paper.way.dimensions)
    assert max(d.strengths for d in desk.paper("strong_private_manufacturer").way.dimensions) == (
        paper.most_strength
    )


def test_what_is_only_claimed_says_what_proof_would_do(paper: PaperOf) -> None:
    claims = paper("services").claims
    assert len(claims) == 4
    assert claims[0].effect == "Evidenced, it would lift the grade to N3."
    assert claims[-1].effect == "Evidenced, it would by itself leave the grade at N4."
    assert all(f.source == "borrower's statement" for claim in claims for f in claim.facts)
    counted = {strength.code for strength in paper("services").strengths}
    assert counted.isdisjoint(claim.code for claim in claims)


def test_a_pattern_names_the_findings_that_formed_it_with_their_facts(paper: PaperOf) -> None:
    binding, other = paper("polluting_dye_maker").patterns
    assert (binding.code, binding.cap.code, binding.binding) == ("PERSISTENT_POLLUTER", "N7", True)
    assert binding.told == "It holds the grade at N7: this binds."
    assert [member.code for member in binding.members] == [
        "EMISSIONS_EXCEEDED_REPEATEDLY",
        "ENV_PENALTIES_REPEATED",
        "ENV_RED",
        "WASTE_PARTLY_TREATED",
    ]
    assert [fact.value for fact in binding.members[0].facts] == ["7"]
    assert other.told == "It allows N6 at best; the grade is worse for other reasons."
