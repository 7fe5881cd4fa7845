"""Every code has its answer, in one shape a kind; a code misspelt is met with the nearest."""

import json

import pytest

from service.explanation.why import UnknownCode, known_codes, why
from service.ruleset.model import Ruleset
from tests.explanation.conftest import ExplainSubject

MEMBERS = {
    "finding": (
        "code kind test dimension severity points cap title title_zh clauses status assumed "
        "claimed superseded_by implied_by applicability alternatives missing_facts"
    ),
    "pattern": (
        "code id kind title title_zh cap suspicion status groups missing_groups undecided "
        "because clauses"
    ),
    "test": "code kind status finding outcomes",
    "cap": "code kind title title_zh cap status binding dimensions findings",
    "dimension": (
        "code kind title title_zh terms strength_points strength_cap adverse_points net rating "
        "limits weight"
    ),
    "composite": "code kind terms composite base_grade band",
}


def test_no_two_things_share_a_code(ruleset: Ruleset) -> None:
    names = known_codes(ruleset)

    assert len(set(names)) == len(names)


def test_every_code_has_an_answer_in_the_shape_of_its_kind(
    explain_subject: ExplainSubject, ruleset: Ruleset
) -> None:
    subject = explain_subject("incomplete_dossier")
    kinds = set()
    for code in known_codes(ruleset):
        answer = why(subject, code)
        assert list(answer) == MEMBERS[answer["kind"]].split()
        assert json.loads(json.dumps(answer)) == answer
        kinds.add(answer["kind"])
    assert kinds == MEMBERS.keys()


def test_the_reason_of_every_cap_is_a_code(explain_subject: ExplainSubject) -> None:
    subject = explain_subject("defaulter_with_false_statements")

    for cap in subject.evaluation.caps:
        answer = why(subject, cap.reason)
        assert (answer["status"], answer["cap"]) == ("fired", cap.grade)


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("ONE_MAN_RUEL", "ONE_MAN_RULE"),
        ("one_man_rule", "ONE_MAN_RULE"),
        ("KEYPERSONRISK", "KEY_PERSON_RISK"),
        ("pat-27", "PAT-27"),
        ("GOV_WEAK", "gov_weak"),
        ("Composit", "composite"),
    ],
)
def test_a_misspelt_code_is_refused_with_the_nearest_first(
    misspelt: str, meant: str, explain_subject: ExplainSubject
) -> None:
    with pytest.raises(UnknownCode) as refused:
        why(explain_subject("average_manufacturer"), misspelt)

    assert refused.value.code == misspelt
    assert refused.value.nearest[0] == meant
    assert meant in str(refused.value)


@pytest.mark.parametrize("nonsense", ["", "§§§§", "x" * 100_000, "xyzzy"])
def test_what_is_like_no_code_is_refused_without_a_suggestion(
    nonsense: str, explain_subject: ExplainSubject
) -> None:
    with pytest.raises(UnknownCode) as refused:
        why(explain_subject("average_manufacturer"), nonsense)

    assert refused.value.nearest == ()
