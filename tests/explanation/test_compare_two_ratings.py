"""Two ratings compared: what changed, by fact, finding, pattern, cap, dimension and grade."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from service.decisions.rate import Rater
from service.dossier.facts import FactState
from service.explanation.compare import compare
from service.explanation.subject import Subject
from service.explanation.text.compare import compare_text
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.text import Text
from tests.engine.borrowers import Borrower
from tests.engine.strategies import RULESET, borrowers
from tests.explanation.conftest import ExplainSubject

AVERAGE = "average_manufacturer"
TWO_WAYS = ("findings", "patterns", "caps", "reasons", "missing")


def average(explain_subject: ExplainSubject) -> Borrower:
    return Borrower(RULESET, explain_subject(AVERAGE).dossier.facts)


def changes(difference: Mapping[str, Any]) -> list[Any]:
    """Everything that a difference names as changed."""
    found = [part for part in (difference["grade"], difference["composite"]) if unequal(part)]
    found += difference["facts"] + difference["dimensions"]
    for part in TWO_WAYS:
        found += [entry for way in difference[part].values() for entry in way]
    return found


def unequal(part: Mapping[str, Any]) -> bool:
    return bool(part["from"] != part["to"])


def mirrored(difference: Mapping[str, Any]) -> dict[str, Any]:
    """The difference seen from the other side."""
    turned: dict[str, Any] = {}
    for name, part in difference.items():
        if isinstance(part, list):
            turned[name] = [turn(entry) for entry in part]
        elif "from" in part:
            turned[name] = turn(part)
        else:
            turned[name] = {**part, "appeared": part["gone"], "gone": part["appeared"]}
            if "changed" in part:
                turned[name]["changed"] = [turn(entry) for entry in part["changed"]]
    return turned


def turn(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "from": entry["to"], "to": entry["from"]}


@settings(max_examples=40)
@given(borrower=borrowers())
def test_a_rating_does_not_differ_from_itself(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    found = compare(subject, explain_subject(borrower.facts))
    assert found["one"] == found["other"]
    assert changes(found["difference"]) == []


@settings(max_examples=40)
@given(borrowers(), borrowers())
def test_the_comparison_the_other_way_round_is_its_mirror(
    explain_subject: ExplainSubject, one: Borrower, other: Borrower
) -> None:
    here, there = explain_subject(one.facts), explain_subject(other.facts)
    way, back = compare(here, there), compare(there, here)
    assert (way["one"], way["other"]) == (back["other"], back["one"])
    assert mirrored(way["difference"]) == back["difference"]


@settings(max_examples=40)
@given(borrowers(), borrowers())
def test_the_difference_leads_from_the_one_rating_to_the_other(
    explain_subject: ExplainSubject, one: Borrower, other: Borrower
) -> None:
    here, there = explain_subject(one.facts), explain_subject(other.facts)
    found = compare(here, there)["difference"]
    codes = {f.test: f.code for f in here.evaluation.findings}
    for finding in found["findings"]["gone"]:
        assert codes.pop(finding["test"]) == finding["code"]
    codes |= {f["test"]: f["code"] for f in found["findings"]["appeared"]}
    codes |= {f["test"]: f["to"]["code"] for f in found["findings"]["changed"]}
    assert codes == {f.test: f.code for f in there.evaluation.findings}
    patterns = set(here.evaluation.patterns) - {p["id"] for p in found["patterns"]["gone"]}
    patterns |= {p["id"] for p in found["patterns"]["appeared"]}
    assert patterns == set(there.evaluation.patterns)
    caps = [{"grade": c.grade, "reason": c.reason} for c in here.evaluation.caps]
    kept = [c for c in caps if c not in found["caps"]["gone"]] + found["caps"]["appeared"]
    reached = [{"grade": c.grade, "reason": c.reason} for c in there.evaluation.caps]
    assert sorted(map(repr, kept)) == sorted(map(repr, reached))
    rated = {d: (r.rating, r.net) for d, r in here.evaluation.dimensions.items()}
    rated |= {d["dimension"]: tuple(d["to"].values()) for d in found["dimensions"]}
    assert rated == {d: (r.rating, r.net) for d, r in there.evaluation.dimensions.items()}
    assert {f["fact"] for f in found["facts"]} == {
        fact for fact in here.facts if counted(here.facts[fact]) != counted(there.facts[fact])
    }


def counted(state: FactState) -> tuple[object, ...]:
    return state.value, state.unknown, state.word_only


def test_the_incomplete_dossier_is_compared_with_the_same_firm_and_all_its_evidence(
    explain_subject: ExplainSubject,
) -> None:
    found = compare(
        explain_subject("incomplete_dossier"), explain_subject("strong_private_manufacturer")
    )
    difference = found["difference"]
    assert (found["one"]["grade"], found["other"]["grade"]) == ("NR", "N1")
    assert found["same_ruleset"]
    assert difference["missing"]["gone"] == ["SHR-01", "REP-01", "REP-02", "REP-03", "ENV-02"]
    assert difference["missing"]["appeared"] == []
    assert difference["caps"]["appeared"] == []
    assert difference["caps"]["gone"]
    facts = {f["fact"]: f for f in difference["facts"]}
    assert facts["reputation.current_dpd"]["from"]["unknown"] == "absent"
    assert facts["reputation.current_dpd"]["to"]["value"] == 0
    assert facts["reputation.current_dpd"]["title_zh"] == "当前逾期天数"


def test_other_evidence_for_the_same_value_is_no_difference(
    explain_subject: ExplainSubject,
) -> None:
    one = average(explain_subject)
    state = one.facts["sales.csi_trend"]
    renewed = state._replace(source="site_visit", as_of="2026-10-30", evidence_ref="doc-9")
    other = one.with_states({"sales.csi_trend": renewed})
    found = compare(explain_subject(one.facts), explain_subject(other.facts))
    assert changes(found["difference"]) == []


def test_a_value_on_the_borrowers_word_alone_differs_from_one_that_others_vouch_for(
    explain_subject: ExplainSubject,
) -> None:
    proved = average(explain_subject).but({"governance.decision_process": "board_collective"})
    claimed = proved.on_own_word("governance.decision_process")
    found = compare(explain_subject(proved.facts), explain_subject(claimed.facts))["difference"]
    (fact,) = found["facts"]
    assert fact["from"]["value"] == fact["to"]["value"] == "board_collective"
    assert fact["to"]["source"] == "borrower_stated"
    (changed,) = found["findings"]["changed"]
    assert (changed["from"]["claimed"], changed["to"]["claimed"]) == (False, True)
    assert (changed["from"]["points"], changed["to"]["points"]) == (1, 0)


def test_an_assumption_that_is_found_true_is_a_changed_finding(
    explain_subject: ExplainSubject,
) -> None:
    found = average(explain_subject).but({"governance.decision_process": "one_person"})
    assumed = found.without("governance.decision_process")
    difference = compare(explain_subject(assumed.facts), explain_subject(found.facts))["difference"]
    (changed,) = difference["findings"]["changed"]
    assert changed["from"]["code"] == changed["to"]["code"] == "ONE_MAN_RULE"
    assert (changed["from"]["assumed"], changed["to"]["assumed"]) == (True, False)
    assert not unequal(difference["grade"])


def test_what_deceit_makes_void_is_told_as_changed(explain_subject: ExplainSubject) -> None:
    honest = average(explain_subject).on_own_word("sales.csi_trend")
    deceiver = honest.but({"reputation.false_statement_finding": "deliberate"})
    difference = compare(explain_subject(honest.facts), explain_subject(deceiver.facts))
    facts = {f["fact"]: f["to"] for f in difference["difference"]["facts"]}
    assert facts["sales.csi_trend"]["unknown"] == "void"
    assert facts["reputation.false_statement_finding"]["value"] == "deliberate"


def identified(subject: Subject, **members: Any) -> Subject:
    """The same rating of a borrower who identifies otherwise; ``None`` leaves a member out."""
    document = dict(subject.dossier.document)
    borrower = {**document["borrower"], **members}
    document["borrower"] = {name: value for name, value in borrower.items() if value is not None}
    dossier = replace(subject.dossier, document=document)
    return replace(subject, rating=replace(subject.rating, dossier=dossier))


def test_the_credit_code_tells_whether_it_is_the_same_borrower(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject(AVERAGE)
    renamed = identified(subject, legal_name="Renamed Ltd", country="HK")
    other = identified(subject, identifiers={"uscc": "911101066976941872"})
    assert compare(subject, renamed)["same_borrower"]
    assert not compare(subject, other)["same_borrower"]


def test_name_and_country_tell_where_either_has_no_credit_code(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject(AVERAGE)
    without = identified(subject, identifiers=None)
    assert compare(subject, without)["same_borrower"]
    assert compare(without, without)["same_borrower"]
    assert not compare(subject, identified(without, legal_name="Another Ltd"))["same_borrower"]
    assert not compare(without, identified(without, country="HK"))["same_borrower"]


def test_ratings_by_two_versions_of_a_ruleset_are_compared(
    rater: Rater, explain_subject: ExplainSubject
) -> None:
    old = Rater(load_ruleset(catalogue.root().joinpath("nonfinancial", "1.0.0")))
    dossier = explain_subject(AVERAGE).dossier
    found = compare(Subject(old, old.rate_dossier(dossier)), explain_subject(AVERAGE))
    assert not found["same_ruleset"]
    assert found["one"]["ruleset"]["version"] == "1.0.0"
    assert found["other"]["ruleset"] == rater.ruleset.reference
    assert found["difference"]["facts"] == []


def lesser(subject: Subject, fact: str) -> Subject:
    """The same dossier rated by a ruleset without ``fact`` and without the tests that read it."""
    full = subject.ruleset
    tests = {name: t for name, t in full.tests.items() if fact not in t.facts}
    facts = {name: f for name, f in full.facts.items() if name != fact}
    rater = Rater(replace(full, facts=facts, tests=tests, digest="sha256:of-the-lesser"))
    known = {name: s for name, s in subject.dossier.facts.items() if name != fact}
    return Subject(rater, rater.rate_dossier(replace(subject.dossier, facts=known)))


def test_a_fact_that_one_ruleset_lacks_counts_there_as_absent(
    explain_subject: ExplainSubject,
) -> None:
    fact = "management.principal_industry_years"
    one = explain_subject("strong_private_manufacturer")
    (test,) = one.ruleset.readers[fact]
    for found, here, there in (
        (compare(one, lesser(one, fact)), "from", "to"),
        (compare(lesser(one, fact), one), "to", "from"),
    ):
        assert not found["same_ruleset"]
        (changed,) = found["difference"]["facts"]
        assert changed["title"] == one.ruleset.facts[fact].title.en
        assert changed[here]["value"] is not None
        assert changed[there] == {"fact": fact, "value": None, "unknown": "absent"}
        ways = found["difference"]["findings"]
        lost = ways["gone" if here == "from" else "appeared"]
        assert [finding["test"] for finding in lost] == [test]


def test_a_title_worded_otherwise_is_no_difference(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("defaulter_with_false_statements")
    patterns = {
        name: replace(pattern, title=Text(f"{pattern.title.en}, reworded", pattern.title.zh))
        for name, pattern in RULESET.patterns.items()
    }
    outcomes_of = {
        name: replace(
            test,
            outcomes=tuple(
                replace(o, title=Text(f"{o.title.en}, reworded", o.title.zh)) for o in test.outcomes
            ),
        )
        for name, test in RULESET.tests.items()
    }
    rater = Rater(replace(RULESET, patterns=patterns, tests=outcomes_of))
    reworded = Subject(rater, rater.rate_dossier(subject.dossier))
    assert reworded.evaluation.patterns

    assert changes(compare(subject, reworded)["difference"]) == []


def test_grades_and_values_of_another_ruleset_stand_for_themselves_in_text(
    explain_subject: ExplainSubject,
) -> None:
    one, other = (explain_subject(n) for n in (AVERAGE, "family_condiment_maker"))
    policy = RULESET.policy
    fewer = {g: words for g, words in policy.grades.items() if g != one.evaluation.grade}
    succession = RULESET.facts["governance.succession_plan"]
    values = {v: t for v, t in succession.values.items() if v != "informal"}
    foreign = replace(
        RULESET,
        policy=replace(policy, grades=fewer),
        facts={**RULESET.facts, succession.id: replace(succession, values=values)},
    )

    text = "\n".join(compare_text(foreign, compare(one, other), "en"))

    assert "from N4 to N5 (Acceptable with conditions)" in text
    assert "informal" in text
