"""Citations of the credit manual, and patterns over findings."""

import pytest

from tests.ruleset.drafts import Content, Draft, Told, entry, outcome


def one(code: str, field: str, of: str = "PAT-05") -> list[Told]:
    return [(code, "patterns.yaml", of, field)]


def test_a_test_cites_clauses_that_exist(draft: Draft) -> None:
    with draft.changed("supply.yaml") as content:
        entry(content["tests"], "SUP-03")["clauses"].append("SU-1.3-z")
    assert draft.told() == [("unknown_clause", "supply.yaml", "SUP-03", "clauses")]
    assert draft.messages()[0].startswith("there is no clause SU-1.3-z; did you mean SU-1.3-")


def test_every_clause_of_the_manual_is_cited(draft: Draft) -> None:
    with draft.changed("supply.yaml") as content:
        entry(content["tests"], "SUP-09")["clauses"] = ["S004-3"]
    assert draft.told() == [("clause_not_cited", "clauses.yaml", "SU-1.3-e", "id")]
    assert draft.messages() == ["no test cites clause SU-1.3-e of the manual"]


def test_a_frame_statement_need_not_be_cited(draft: Draft) -> None:
    with draft.changed("supply.yaml") as content:
        entry(content["tests"], "SUP-09")["clauses"] = ["S004-3"]
    with draft.changed("clauses.yaml") as content:
        entry(content["clauses"], "SU-1.3-e")["frame"] = "true"
    assert draft.told() == []


def test_a_frame_statement_turned_criterion_must_be_cited(draft: Draft) -> None:
    with draft.changed("clauses.yaml") as content:
        del entry(content["clauses"], "SU-1.0-a")["frame"]
    assert draft.told() == [("clause_not_cited", "clauses.yaml", "SU-1.0-a", "id")]


def test_a_clause_of_another_source_need_not_be_cited(draft: Draft) -> None:
    with draft.changed("clauses.yaml") as content:
        content["clauses"].append(entry(content["clauses"], "S004-3") | {"id": "S004-99"})
    assert draft.told() == []


def test_a_clause_stands_once(draft: Draft) -> None:
    with draft.changed("clauses.yaml") as content:
        content["clauses"].append(entry(content["clauses"], "SU-1.3-e"))
    assert draft.told() == [("duplicate_code", "clauses.yaml", "SU-1.3-e", "id")]


def _changed(draft: Draft, name: str = "PAT-05", **members: object) -> list[Told]:
    with draft.changed("patterns.yaml") as content:
        entry(content["patterns"], name).update(members)
    return draft.told()


def test_a_pattern_reads_findings_that_exist(draft: Draft) -> None:
    told = _changed(draft, all_of_any=[["FUND_OCUPATION"], ["RPT_NOT_ARMS_LENGTH"]])
    assert told == one("unknown_finding", "all_of_any")
    assert draft.messages() == ["there is no finding FUND_OCUPATION; did you mean FUND_OCCUPATION?"]


def test_a_pattern_does_not_read_another_pattern(draft: Draft) -> None:
    told = _changed(draft, all_of_any=[["FUND_OCCUPATION"], ["GROUP_CONTAGION"]])
    assert told == one("unknown_finding", "all_of_any")


def test_a_pattern_does_not_read_a_strength(draft: Draft) -> None:
    told = _changed(draft, all_of_any=[["FUND_OCCUPATION"], ["CONTROLLER_STRONG"]])
    assert told == one("pattern_reads_strength", "all_of_any")
    assert draft.messages() == [
        "CONTROLLER_STRONG is a strength; patterns read adverse findings only"
    ]


def test_a_pattern_does_not_read_a_finding_with_an_equal_in_its_test(draft: Draft) -> None:
    told = _changed(draft, all_of_any=[["FUND_OCCUPATION"], ["NO_FOUNDING_RATIONALE"]])
    assert told == one("pattern_reads_equal", "all_of_any")
    assert draft.messages() == [
        "NO_FOUNDING_RATIONALE has an equal in HIS-02; patterns cannot read it"
    ]


@pytest.mark.parametrize("cap", ["N11", "NR", "worst"])
def test_a_pattern_caps_at_a_grade(draft: Draft, cap: str) -> None:
    assert _changed(draft, cap=cap) == one("unknown_grade", "cap")


def test_a_group_names_a_finding_once(draft: Draft) -> None:
    told = _changed(draft, all_of_any=[["FUND_OCCUPATION"] * 2, ["RPT_NOT_ARMS_LENGTH"]])
    assert told == one("duplicate_code", "all_of_any")
    assert draft.messages() == ["FUND_OCCUPATION stands here 2 times"]


def test_two_groups_of_a_pattern_are_not_the_same(draft: Draft) -> None:
    group = ["FUND_OCCUPATION", "RPT_NOT_ARMS_LENGTH"]
    told = _changed(draft, all_of_any=[group, group[::-1]])
    assert told == one("duplicate_alternative", "all_of_any")


def test_a_pattern_is_defined_once(draft: Draft) -> None:
    assert _changed(draft, "PAT-06", id="PAT-05") == one("duplicate_code", "id")


@pytest.mark.parametrize(
    ("taken", "holder"), [("TUNNELLING", "PAT-05"), ("FUND_OCCUPATION", "GOV-01")]
)
def test_the_code_of_a_pattern_is_its_own(draft: Draft, taken: str, holder: str) -> None:
    assert _changed(draft, "PAT-06", finding=taken) == one("duplicate_code", "finding", taken)
    assert draft.messages() == [f"PAT-06 uses the code that {holder} already has"]


def test_a_finding_that_is_renamed_is_missed_by_the_patterns_that_read_it(draft: Draft) -> None:
    with draft.changed("governance.yaml") as content:
        outcome(content, "ONE_MAN_RULE")["finding"] = "SINGLE_DECIDER"
    assert draft.told() == [
        ("unknown_finding", "patterns.yaml", pattern, "all_of_any")
        for pattern in ("PAT-01", "PAT-02")
    ]


def test_a_finding_that_becomes_a_strength_is_missed_by_its_patterns(draft: Draft) -> None:
    def strengthen(content: Content) -> None:
        test = entry(content["tests"], "SHR-11")
        test["outcomes"][0] |= {
            "severity": "S1",
            "when": [{"governance.rpt_pct_revenue": "<= 40"}],
        }

    with draft.changed("shareholders.yaml") as content:
        strengthen(content)
    assert draft.told() == [("pattern_reads_strength", "patterns.yaml", "PAT-27", "all_of_any")]
