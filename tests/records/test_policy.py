"""The policy of records in force says what it must, and is known by its digest."""

import json
from pathlib import Path

import pytest

from service.canonical import canonical_bytes
from service.records.policy import ACTIVE, FILE, load_records_policy, records_policy
from service.records.policy_shape import REASONED
from service.ruleset import catalogue
from service.ruleset.model import Ruleset

FOLDER = catalogue.root().joinpath(*ACTIVE)


def edited(folder: Path, old: str, new: str) -> Path:
    text = (FOLDER / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new), "utf-8")
    return folder


def test_the_policy_is_loaded_once_and_names_itself() -> None:
    policy = records_policy()
    assert policy is records_policy()
    assert (policy.id, policy.version) == ACTIVE
    assert policy.reference == {"id": "records", "version": "1.0.0", "digest": policy.digest}


def test_the_limits_of_a_review_are_those_of_the_rules(ruleset: Ruleset) -> None:
    review = records_policy().review
    assert review.max_notches_up == 1
    assert review.binding_severities == ("W3", "KO")
    assert set(review.binding_patterns) < set(ruleset.patterns)
    caps = {ruleset.patterns[pattern].cap for pattern in review.binding_patterns}
    assert caps == {"N9"}
    assert review.ranks["N1"] < review.ranks["N2"] < review.ranks["N10"]


def test_the_grades_an_officer_may_set_are_all_of_the_ruleset_but_nr(ruleset: Ruleset) -> None:
    assert records_policy().review.grades == ruleset.policy.rated


@pytest.mark.parametrize("action", REASONED)
def test_every_departure_has_reasons_to_choose_from(action: str) -> None:
    assert records_policy().review.serving(action)


def test_a_record_is_kept_for_ten_years_after_the_relation_unless_another_class_is_set() -> None:
    policy = records_policy()
    kept = policy.retention[policy.default_class]
    assert (kept.id, kept.months, kept.starts) == ("cn_loan_file", 120, "end_of_relation")


@pytest.mark.parametrize(("name", "months"), [("us_reg_b_consumer", 25), ("us_reg_b_business", 12)])
def test_regulation_b_is_met_though_its_period_runs_from_the_notice(name: str, months: int) -> None:
    # The notice is given up to 30 days after the decision.
    kept = records_policy().retention[name]
    assert (kept.months, kept.starts) == (months + 1, "decision")


def test_everything_is_titled_and_sourced_in_both_languages() -> None:
    policy = records_policy()
    for entry in (*policy.review.reason_codes.values(), *policy.retention.values()):
        assert all([*entry.title, *entry.source])


def test_the_source_is_the_file_as_it_was_read() -> None:
    source = records_policy().source
    assert source == canonical_bytes({FILE: (FOLDER / FILE).read_text("utf-8")})
    assert list(json.loads(source)) == [FILE]


def test_remarks_and_spelling_do_not_show_in_the_digest(tmp_path: Path) -> None:
    folder = edited(
        tmp_path, "  max_notches_up: 1", "  # As the committee decided.\n  max_notches_up: '1'"
    )
    assert load_records_policy(folder).digest == records_policy().digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("max_notches_up: 1", "max_notches_up: 2"),
        ("[W3, KO]", "[W2, W3, KO]"),
        ("reason_to_better_a_review: true", "reason_to_better_a_review: false"),
        ("actions: [decline]", "actions: [decline, accept]"),
        ("years: 10", "years: 11"),
        ("借款人对事实提出异议", "借款人有异议"),
        ("default: cn_loan_file", "default: eu_aml"),
        ("effective_from: 2026-11-22", "effective_from: 2026-11-23"),
    ],
)
def test_every_change_of_meaning_shows_in_the_digest(tmp_path: Path, old: str, new: str) -> None:
    assert load_records_policy(edited(tmp_path, old, new)).digest != records_policy().digest


def test_a_period_may_be_given_in_years_or_months(tmp_path: Path) -> None:
    policy = load_records_policy(edited(tmp_path, "years: 10", "months: 120"))
    assert policy.retention["cn_loan_file"].months == 120
