"""A policy of records with a fault is refused, and every fault names its place."""

from pathlib import Path

import pytest

from service.records.policy import FILE, load_records_policy
from service.ruleset.faults import RulesetRejected
from service.ruleset.model import Ruleset
from tests.records.test_policy import FOLDER, edited

BETTER = "review.reason_to_better_a_review"


def faults(folder: Path) -> list[tuple[str, str, str, str]]:
    """File, id, field and code of every fault."""
    with pytest.raises(RulesetRejected) as refused:
        load_records_policy(folder)
    return [(f.file, f.id, f.field, f.code) for f in refused.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "of", "field"),
    [
        ("format: 1", "format: 2", "records", "format"),
        ("max_notches_up: 1", "max_notches_up: one", "records", "review.max_notches_up"),
        ("max_notches_up: 1", "max_notches_up: -1", "records", "review.max_notches_up"),
        ("better_a_review: true", "better_a_review: 1", "records", BETTER),
        ("  reason_to_better_a_review: true\n", "", "records", BETTER),
        ("max_notches_up: 1", "notches: 1", "records", "review.max_notches_up"),
        ("[W3, KO]", "[W3, K0]", "records", "review.binding_severities.1"),
        ("[PAT-04, PAT-26]", "[PAT-04, x]", "records", "review.binding_patterns.1"),
        ("[N1, N2,", "[N1, NR,", "records", "review.grades.1"),
        ("[N1, N2,", "[N2, N1,", "records", "review.grades"),
        ("[N1, N2,", "[N1,", "records", "review.grades"),
        ("[N1, N2, N3, N4, N5, N6, N7, N8, N9, N10]", "[N10, N9]", "records", "review.grades"),
        ("[W3, KO]", "[KO]", "records", "review.binding_severities"),
        ("[W3, KO]", "[W1, W2, W3]", "records", "review.binding_severities"),
        ("actions: [decline]", "actions: [denies]", "records", "review.reason_codes.10.actions.0"),
        ("zh: 借款人对事实提出异议", "zh: disputed", "records", "review.reason_codes.9.title.zh"),
        ("starts: decision", "starts: today", "us_reg_b_consumer", "starts"),
        ("years: 10", "years: 0", "cn_loan_file", "years"),
        ("years: 10", "days: 10", "cn_loan_file", "days"),
        ("default: cn_loan_file", "default: loan_file", "records", "retention.default"),
    ],
)
def test_a_wrong_member_is_named(tmp_path: Path, old: str, new: str, of: str, field: str) -> None:
    assert (FILE, of, field, "shape") in faults(edited(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("years: 10\n", "years: 10\n      months: 120\n"), ("      years: 10\n", "")],
)
def test_a_class_has_one_period(tmp_path: Path, old: str, new: str) -> None:
    [fault] = faults(edited(tmp_path, old, new))
    assert fault == (FILE, "cn_loan_file", "", "shape")


@pytest.mark.parametrize(
    ("old", "new", "of", "field"),
    [
        ("code: FACT_DISPUTED", "code: FACT_IN_ERROR", "records", "review.reason_codes"),
        ("id: eu_aml", "id: cn_loan_file", "records", "retention.classes"),
        ("[N1, N2,", "[N1, N1,", "records", "review.grades"),
        ("[W3, KO]", "[W3, W3]", "records", "review.binding_severities"),
        ("[PAT-04, PAT-26]", "[PAT-04, PAT-04]", "records", "review.binding_patterns"),
        ("actions: [decline]", "actions: [decline, decline]", "MITIGANT_NOT_PROVEN", "actions"),
    ],
)
def test_nothing_stands_twice(tmp_path: Path, old: str, new: str, of: str, field: str) -> None:
    assert (FILE, of, field, "duplicate_code") in faults(edited(tmp_path, old, new))


def test_a_departure_without_a_reason_to_choose_is_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "actions: [override_up]", "actions: [accept]")
    assert faults(folder) == [(FILE, "records", "review.reason_codes", "shape")]


def test_all_faults_of_meaning_are_told_at_once(tmp_path: Path) -> None:
    folder = edited(tmp_path, "default: cn_loan_file", "default: none_such")
    text = (folder / FILE).read_text("utf-8").replace("[W3, KO]", "[W3, KO, KO]")
    (folder / FILE).write_text(text, "utf-8")
    assert [fault[2] for fault in faults(folder)] == [
        "retention.default",
        "review.binding_severities",
    ]


def test_binding_patterns_are_those_of_the_ruleset_in_force(
    tmp_path: Path, ruleset: Ruleset
) -> None:
    folder = edited(tmp_path, "[PAT-04, PAT-26]", "[PAT-04, PAT-40]")
    with pytest.raises(RulesetRejected) as refused:
        load_records_policy(folder, ruleset.patterns)
    assert [str(fault) for fault in refused.value.faults] == [
        "records.yaml: records: review.binding_patterns: the ruleset in force has no pattern PAT-40"
        " [shape]"
    ]
    # A policy of former times is read without the ruleset of today.
    assert load_records_policy(folder).review.binding_patterns == ("PAT-04", "PAT-40")


def test_the_folder_is_named_by_the_version(tmp_path: Path) -> None:
    folder = tmp_path / "1.0.1"
    folder.mkdir()
    assert faults(edited(folder, "id: records", "id: records")) == [
        (FILE, "records", "version", "version_mismatch")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "missing_file"),
        ("", "empty_file"),
        ("a: [", "not_yaml"),
        ("a: 1\na: 2", "duplicate_key"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, content: str | None, code: str
) -> None:
    if content is not None:
        (tmp_path / FILE).write_text(content, "utf-8")
    assert code in [fault[3] for fault in faults(tmp_path)]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert [fault[3] for fault in faults(tmp_path / "none")] == ["missing_folder"]


def test_other_files_beside_it_are_refused(tmp_path: Path) -> None:
    folder = edited(tmp_path, "id: records", "id: records")
    (folder / "more.yaml").write_text("a: 1", "utf-8")
    assert faults(folder) == [("more.yaml", "", "", "shape")]


def test_the_shipped_policy_is_sound() -> None:
    assert load_records_policy(FOLDER).version == FOLDER.name
