"""Reviews that leave out a grade, and notices that leave out a finding."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ruleset.drafts import Content, Draft, Told, entry, samples
from tests.ruleset.drafts import one_of_policy as one
from tests.ruleset.drafts import told_of_policy as told

Change = Callable[[Content], Any]

REG_B = "us_reg_b"
TITLE = {"en": "A reason", "zh": "理由"}
PLAIN = {
    "id": "none",
    "title": {"en": "No rules", "zh": "无规定"},
    "source": {"en": "no rules", "zh": "无"},
    "most_reasons": "4",
    "samples": [],
}


def _reviews(*rows: tuple[str, str]) -> Change:
    listed = [{"grades": grades.split(), "months": months} for grades, months in rows]
    return lambda content: content.update(reviews=listed)


GOOD = "N1 N2 N3 N4"
POOR = "N6 N7 N8 N9 N10"


@pytest.mark.parametrize(
    "change",
    [
        _reviews((GOOD, "12"), ("N5", "6"), (POOR, "3")),
        _reviews((f"{GOOD} N5 {POOR}", "1")),
        _reviews((POOR, "3"), ("N5", "3"), (GOOD, "120")),
    ],
)
def test_every_grade_is_reviewed_once_and_worse_ones_no_later(draft: Draft, change: Change) -> None:
    assert told(draft, change) == []


def test_a_grade_without_review_is_told(draft: Draft) -> None:
    faults = told(draft, _reviews((GOOD, "12"), ("N6 N8 N9 N10", "3")))
    assert faults == [
        ("reviews_broken", "policy.yaml", grade, "reviews.grades") for grade in ("N5", "N7")
    ]
    assert draft.messages() == ["grade N5 has no review", "grade N7 has no review"]


def test_a_grade_is_not_reviewed_twice(draft: Draft) -> None:
    faults = told(draft, _reviews((GOOD, "12"), ("N5", "6"), (f"{POOR} N1", "3")))
    assert faults == one("duplicate_code", "N1", "reviews.grades")


@pytest.mark.parametrize("grade", ["NR", "N11"])
def test_only_grades_are_reviewed(draft: Draft, grade: str) -> None:
    faults = told(draft, _reviews((GOOD, "12"), ("N5", "6"), (f"{POOR} {grade}", "3")))
    assert faults == one("unknown_grade", grade, "reviews.grades")


def test_a_worse_grade_is_not_reviewed_later(draft: Draft) -> None:
    faults = told(draft, _reviews((GOOD, "6"), ("N5", "12"), (POOR, "3")))
    assert faults == one("reviews_broken", "N5", "reviews.months")
    assert draft.messages() == ["N5 is reviewed after 12 months, later than N4 after 6"]


@pytest.mark.parametrize(
    ("months", "said"),
    [("0", "at least 1"), ("-3", "at least 1"), ("121", "at most 120"), ("1.5", "a whole number")],
)
def test_months_are_whole_and_positive(draft: Draft, months: str, said: str) -> None:
    faults = told(draft, _reviews((f"{GOOD} N5 {POOR}", months)))
    assert faults == one("shape", "", "reviews.0.months")
    assert said in draft.messages()[0]


@pytest.mark.parametrize("grade", ["NR", "N11", "worst", "N1"])
def test_adverse_begins_at_a_grade(draft: Draft, grade: str) -> None:
    faults = told(draft, lambda c: c.update(adverse_from=grade))
    assert faults == one("unknown_grade", "", "adverse_from")
    assert draft.messages() == [f"{grade!r} is no grade to call adverse"]


def _regime(**members: Any) -> Change:
    return lambda content: entry(content["notices"], REG_B).update(members)


def test_a_regime_stands_once(draft: Draft) -> None:
    faults = told(draft, lambda c: c["notices"].append(PLAIN))
    assert faults == one("duplicate_code", "none", "notices.id")


@pytest.mark.parametrize("rest", [[], [PLAIN | {"id": "other"}]])
def test_one_regime_is_for_those_without_rules(draft: Draft, rest: list[Content]) -> None:
    faults = told(draft, lambda c: c.update(notices=rest))
    assert faults == one("notices_broken", "none", "notices.id")


def test_a_ruleset_may_know_no_other_regime(draft: Draft) -> None:
    assert told(draft, lambda c: c.update(notices=[PLAIN])) == []


@pytest.mark.parametrize(
    ("member", "value", "field", "said"),
    [
        ("id", "US Reg B", "id", "small letters, digits and _"),
        ("most_reasons", "0", "most_reasons", "at least 1"),
        ("most_reasons", "5", "most_reasons", "at most 4"),
        ("source", {"en": " ", "zh": "法规"}, "source.en", "one line of English"),
        ("source", {"en": "12 CFR 1002.9"}, "source.zh", "missing"),
        ("samples", "other", "samples", "this must be a list"),
        ("lawyer", "x", "lawyer", "there is no such member here"),
    ],
)
def test_of_the_members_of_a_regime(
    draft: Draft, member: str, value: Any, field: str, said: str
) -> None:
    of = value if member == "id" else REG_B
    assert told(draft, _regime(**{member: value})) == one("shape", of, field)
    assert said in draft.messages()[0]


@pytest.mark.parametrize(
    ("change", "of", "field"),
    [
        (lambda s: s.update(id="Other"), "Other", "id"),
        (lambda s: s["title"].pop("zh"), "other", "title.zh"),
        (lambda s: s.pop("findings"), "other", "findings"),
        (lambda s: s.update(tests=["REP-02"]), "other", "tests"),
    ],
)
def test_of_the_members_of_a_sample(draft: Draft, change: Change, of: str, field: str) -> None:
    assert told(draft, lambda c: change(samples(c)[-1])) == one("shape", of, field)


def test_a_sample_stands_once(draft: Draft) -> None:
    def repeat(content: Content) -> None:
        samples(content).insert(0, {"id": "other", "title": TITLE, "findings": []})

    assert told(draft, repeat) == one("duplicate_code", REG_B, "notices.samples.id")


def _claim(*codes: str) -> Change:
    claiming = {"id": "claims", "title": TITLE, "findings": list(codes)}
    return lambda content: samples(content).insert(0, claiming)


@pytest.mark.parametrize("codes", [["BANKRUPTCY"], ["START_UP", "START_UP"]])
def test_a_finding_has_one_sample(draft: Draft, codes: list[str]) -> None:
    faults = told(draft, _claim(*codes))
    assert faults == one("duplicate_code", REG_B, "notices.samples.findings")
    assert draft.messages() == [f"{codes[0]} stands here 2 times"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("STARTUP", "STARTUP; did you mean START_UP?"),
        ("REP-18", "REP-18"),
        ("CLEAN_REPAYMENT_RECORD", "CLEAN_REPAYMENT_RECORD"),  # a strength
        ("UNPROVEN_BORROWER", "UNPROVEN_BORROWER"),  # a pattern
    ],
)
def test_a_sample_names_adverse_findings(draft: Draft, code: str, said: str) -> None:
    faults = told(draft, _claim("ADMIN_PENALTY", code))
    assert faults == one("unknown_finding", REG_B, "notices.samples.findings")
    assert draft.messages() == [f"claims: there is no adverse finding {said}"]


def test_the_last_sample_suits_what_no_other_names(draft: Draft) -> None:
    faults = told(draft, lambda c: samples(c).sort(key=lambda s: len(s["findings"])))
    assert faults == one("notices_broken", REG_B, "notices.samples")


@pytest.mark.parametrize("name", ["incomplet", ""])
def test_a_dossier_that_lacks_facts_has_its_sample(draft: Draft, name: str) -> None:
    def change(content: Content) -> None:
        regime = entry(content["notices"], REG_B)
        regime["incomplete"] = name
        if not name:
            del regime["incomplete"]

    assert told(draft, change) == one("notices_broken", REG_B, "notices.incomplete")


def test_without_samples_there_is_none_for_such_a_dossier(draft: Draft) -> None:
    faults = told(draft, lambda c: entry(c["notices"], "none").update(incomplete="other"))
    assert faults == [("notices_broken", "policy.yaml", "none", "notices.incomplete")]


def test_a_regime_that_stands_twice_and_a_sample_that_is_missing_are_told_at_once(
    draft: Draft,
) -> None:
    def change(content: Content) -> None:
        content["notices"].append(PLAIN)
        entry(content["notices"], REG_B)["incomplete"] = "incomplet"

    assert told(draft, change) == [
        ("duplicate_code", "policy.yaml", "none", "notices.id"),
        ("notices_broken", "policy.yaml", REG_B, "notices.incomplete"),
    ]


def test_faults_of_reviews_and_notices_are_told_at_once(draft: Draft) -> None:
    def change(content: Content) -> None:
        content["adverse_from"] = "NR"
        content["reviews"][0]["months"] = "1"
        samples(content)[-1]["findings"] = ["LATE"]
        content["weights"][2]["weights"]["HIS"] = "7"

    expected: list[Told] = [
        ("unknown_grade", "policy.yaml", "", "adverse_from"),
        ("reviews_broken", "policy.yaml", "N5", "reviews.months"),
        ("weights_not_100", "policy.yaml", "services", "weights"),
        ("notices_broken", "policy.yaml", REG_B, "notices.samples"),
        ("unknown_finding", "policy.yaml", REG_B, "notices.samples.findings"),
    ]
    assert told(draft, change) == expected
