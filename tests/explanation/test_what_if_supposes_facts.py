"""What if: the grade that other facts would give, told as hypothetical; nothing is changed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.engine.trace import value_json
from service.explanation.compare import compare
from service.explanation.what_if import ChangesRejected, parse_changes, what_if
from service.ruleset.model import Ruleset, Value
from tests.engine.borrowers import Borrower
from tests.engine.strategies import FACTS, RULESET, borrowers, values
from tests.explanation.conftest import ExplainSubject

AVERAGE = "average_manufacturer"


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Value | None]:
    """New values of some facts, or none."""
    facts = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=5, unique=True))
    return {f: draw(st.sampled_from((None, *values(f)))) for f in facts}


def nothing(difference: dict[str, Any]) -> bool:
    grades = [difference.pop("grade"), difference.pop("composite")]
    parts = [list(p.values()) if isinstance(p, dict) else p for p in difference.values()]
    same = all(g["from"] == g["to"] for g in grades)
    return same and not any(entry for part in parts for entry in part)


def test_it_is_labelled_hypothetical_in_both_languages(explain_subject: ExplainSubject) -> None:
    answer = what_if(explain_subject(AVERAGE), {"sales.csi_trend": "declining"})
    assert answer["hypothetical"] is True
    assert answer["label"] == "hypothetical: not a decision, never recorded"
    assert answer["label_zh"] == "假设情形：不是决定，从不记录"


def test_it_tells_the_changes_both_grades_and_what_differs(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    supposed = parse_changes(
        ruleset, {"reputation.current_dpd": 91, "governance.decision_process": None}
    )
    answer = what_if(explain_subject(AVERAGE), supposed)
    assert answer["changes"] == [
        {"fact": "governance.decision_process", "from": "management_committee", "to": None},
        {"fact": "reputation.current_dpd", "from": 0, "to": 91},
    ]
    assert (answer["before"]["grade"], answer["after"]["grade"]) == ("N4", "N10")
    assert answer["difference"]["grade"] == {"from": "N4", "to": "N10"}
    appeared = {f["code"]: f["assumed"] for f in answer["difference"]["findings"]["appeared"]}
    assert appeared == {"ONE_MAN_RULE": True, "PAST_DUE_OVER_90": False}
    assert {"grade": "N10", "reason": "PAST_DUE_OVER_90"} in answer["difference"]["caps"][
        "appeared"
    ]
    assert "PAST_DUE_OVER_90" in answer["difference"]["reasons"]["appeared"]
    assert {d["dimension"] for d in answer["difference"]["dimensions"]} == {"GOV", "REP"}


def test_a_gate_fact_supposed_unknown_leaves_the_borrower_not_rated(
    explain_subject: ExplainSubject,
) -> None:
    answer = what_if(explain_subject(AVERAGE), {"reputation.tax_class": None})
    assert answer["after"]["grade"] == "NR"
    assert answer["difference"]["missing"] == {"appeared": ["REP-12"], "gone": []}
    (fact,) = answer["difference"]["facts"]
    assert fact["to"] == {"fact": "reputation.tax_class", "value": None, "unknown": "absent"}


@settings(max_examples=40)
@given(borrower=borrowers(), supposed=changes())
def test_it_differs_as_the_same_borrower_rated_with_the_changes(
    explain_subject: ExplainSubject, borrower: Borrower, supposed: dict[str, Value | None]
) -> None:
    subject = explain_subject(borrower.facts)
    answer = what_if(subject, supposed)
    compared = compare(subject, subject.rate(supposed))
    assert compared["same_borrower"]
    assert compared["same_ruleset"]
    assert answer["before"] == compared["one"]
    assert answer["after"] == compared["other"]
    assert answer["difference"] == compared["difference"]


@settings(max_examples=30)
@given(borrower=borrowers(), facts=st.lists(st.sampled_from(FACTS), min_size=1, max_size=5))
def test_nothing_differs_where_what_others_vouch_for_is_supposed_again(
    explain_subject: ExplainSubject, borrower: Borrower, facts: list[str]
) -> None:
    subject = explain_subject(borrower.facts)
    same = {f: s.value for f in facts if (s := subject.facts[f]).value and not s.word_only}
    if same:
        answer = what_if(subject, same)
        assert all(change["from"] == change["to"] for change in answer["changes"])
        assert nothing(answer["difference"])


def test_a_supposed_value_counts_as_evidenced_by_others(explain_subject: ExplainSubject) -> None:
    average = Borrower(RULESET, explain_subject(AVERAGE).dossier.facts)
    claimed = average.but({"governance.decision_process": "board_collective"}, "borrower_stated")
    answer = what_if(
        explain_subject(claimed.facts), {"governance.decision_process": "board_collective"}
    )
    (changed,) = answer["difference"]["findings"]["changed"]
    assert (changed["from"]["claimed"], changed["from"]["points"]) == (True, 0)
    assert (changed["to"]["claimed"], changed["to"]["points"]) == (False, 1)


def test_the_borrower_stays_as_it_was(explain_subject: ExplainSubject) -> None:
    subject = explain_subject(AVERAGE)
    facts, result = dict(subject.dossier.facts), subject.rating.to_json()
    what_if(subject, {"reputation.current_dpd": 900_000})
    assert subject.dossier.facts == facts
    assert subject.rating.to_json() == result


def test_to_suppose_nothing_is_refused(explain_subject: ExplainSubject) -> None:
    with pytest.raises(ChangesRejected) as rejected:
        what_if(explain_subject(AVERAGE), {})
    assert [(f.code, f.pointer) for f in rejected.value.faults] == [("missing_member", "/changes")]


def test_the_values_told_are_those_of_the_dictionary_not_scaled(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    answer = what_if(explain_subject(AVERAGE), {"sales.dso_ratio_to_industry": 8_512})
    (change,) = answer["changes"]
    before = explain_subject(AVERAGE).facts["sales.dso_ratio_to_industry"].value
    assert change["to"] == 0.8512
    assert change["from"] == value_json(ruleset.facts["sales.dso_ratio_to_industry"], before)
