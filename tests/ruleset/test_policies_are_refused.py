"""Points, limits, weights, bands and caps that do not fit together or reward the worse."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ruleset.drafts import Content, Draft, entry
from tests.ruleset.drafts import one_of_policy as one
from tests.ruleset.drafts import told_of_policy as told

Change = Callable[[Content], Any]
FALSE = "FALSE_STATEMENTS"
WORD = "borrower_stated"


def _points(severity: str, points: str) -> Change:
    return lambda content: entry(content["severities"], severity).update(points=points)


@pytest.mark.parametrize(
    ("severity", "points"),
    [("S1", "-1"), ("S1", "3"), ("S2", "0"), ("W1", "1"), ("W1", "-4"), ("W3", "-7"), ("KO", "-5")],
)
def test_points_fall_with_severity(draft: Draft, severity: str, points: str) -> None:
    faults = told(draft, _points(severity, points))
    assert faults == one("points_not_monotone", "", "severities")


@pytest.mark.parametrize(("severity", "points"), [("S1", "2"), ("W1", "0"), ("KO", "-9")])
def test_equal_points_and_none_are_allowed(draft: Draft, severity: str, points: str) -> None:
    assert told(draft, _points(severity, points)) == []


def test_every_severity_has_points(draft: Draft) -> None:
    assert told(draft, lambda c: c["severities"].pop(3)) == one(
        "points_not_monotone", "", "severities"
    )
    assert draft.messages() == ["W2 has no points"]


@pytest.mark.parametrize(
    ("change", "of", "field"),
    [
        (lambda c: c["severities"].append(c["severities"][0]), "S1", "severities.id"),
        (lambda c: c["ratings"].append(c["ratings"][0]), "5", "ratings.rating"),
        (lambda c: c["grades"].insert(0, c["grades"][0]), "N1", "grades.id"),
        (lambda c: c["bands"].append(c["bands"][0]), "N1", "bands.grade"),
        (lambda c: c["freshness"].append(c["freshness"][0]), "registry_check", "freshness.id"),
        (lambda c: c["rating_limits"].append(c["rating_limits"][0]), "1 W3", "rating_limits"),
        (lambda c: c["dimensions"].append("HIS"), "HIS", "dimensions"),
        (
            lambda c: c["weights"][1]["business_models"].append("services"),
            "services",
            "weights.business_models",
        ),
        (lambda c: c["deceit"]["findings"].append(FALSE), FALSE, "deceit.findings"),
        (lambda c: c["deceit"]["void_sources"].append(WORD), WORD, "deceit.void_sources"),
        (lambda c: c["word_only_sources"].append(WORD), WORD, "word_only_sources"),
        (
            lambda c: c["dimension_caps"].append(c["dimension_caps"][0] | {"reason": "REP again"}),
            "rep_not_good",
            "dimension_caps.id",
        ),
        (
            lambda c: c["dimension_caps"].append(c["dimension_caps"][0] | {"id": "rep_again"}),
            "REP not good",
            "dimension_caps.reason",
        ),
        (
            lambda c: c["dimension_caps"][0]["dimensions"].append("REP"),
            "rep_not_good",
            "dimension_caps.dimensions",
        ),
    ],
)
def test_nothing_stands_twice(draft: Draft, change: Change, of: str, field: str) -> None:
    assert told(draft, change) == one("duplicate_code", of, field)


def test_a_rating_limit_names_a_rating(draft: Draft) -> None:
    assert told(draft, lambda c: c["rating_limits"][0].update(best_rating="6")) == one(
        "unknown_rating", "1 W3", "rating_limits.best_rating"
    )
    assert draft.messages() == ["there is no rating 6; ratings are 1 to 5"]


def test_a_strength_does_not_limit_the_rating(draft: Draft) -> None:
    limit = {"severity": "S1", "findings": "4", "best_rating": "4"}
    assert told(draft, lambda c: c["rating_limits"].append(limit)) == one(
        "limit_on_strength", "4 S1", "rating_limits.severity"
    )


def test_a_graver_finding_does_not_lift_a_limit(draft: Draft) -> None:
    limit = {"severity": "W2", "findings": "2", "best_rating": "1"}
    assert told(draft, lambda c: c["rating_limits"].append(limit)) == one(
        "limit_not_monotone", "2 W2", "rating_limits"
    )
    assert draft.messages() == ["2 W2 hold the rating at 1; with one of them W3 it is 2"]


def test_a_limit_of_the_gravest_is_not_left_out(draft: Draft) -> None:
    faults = told(draft, lambda c: c["rating_limits"].pop(2))
    assert faults == [
        ("limit_not_monotone", "policy.yaml", of, "rating_limits") for of in ("1 W3", "2 W3")
    ]


def test_a_limit_of_the_gravest_is_not_looser(draft: Draft) -> None:
    faults = told(draft, lambda c: c["rating_limits"][2].update(findings="2"))
    assert faults == [
        ("limit_not_monotone", "policy.yaml", of, "rating_limits") for of in ("1 W3", "2 W3")
    ]


def test_a_limit_that_is_lifted_altogether_is_told(draft: Draft) -> None:
    limit = {"severity": "W1", "findings": "3", "best_rating": "4"}
    told(draft, lambda c: c["rating_limits"].append(limit))
    assert draft.messages() == ["3 W1 hold the rating at 4; with one of them W2 it is 5"]


@pytest.mark.parametrize(("weight", "total"), [("7", 101), ("0", 94)])
def test_weights_sum_to_100(draft: Draft, weight: str, total: int) -> None:
    assert told(draft, lambda c: c["weights"][1]["weights"].update(HIS=weight)) == one(
        "weights_not_100", "trading", "weights"
    )
    assert draft.messages() == [f"the weights of trading sum to {total}, not 100"]


def test_one_row_of_several_business_models_is_told_for_each(draft: Draft) -> None:
    faults = told(draft, lambda c: c["weights"][0]["weights"].update(HIS="7"))
    assert [of for _, _, of, _ in faults] == ["construction", "manufacturing", "other"]


def test_no_weight_is_negative(draft: Draft) -> None:
    assert told(draft, lambda c: c["weights"][1]["weights"].update(PRD="-1", HIS="7")) == one(
        "weights_not_100", "trading", "weights"
    )
    assert draft.messages() == ["a weight of trading is negative"]


def test_every_dimension_has_a_weight(draft: Draft) -> None:
    assert told(draft, lambda c: c["weights"][1]["weights"].pop("PRD")) == one(
        "weights_incomplete", "trading", "weights"
    )
    assert draft.messages() == ["business model trading has no weight for PRD; write 0 if none"]


def test_only_dimensions_have_weights(draft: Draft) -> None:
    assert told(draft, lambda c: c["weights"][1]["weights"].update(ESG="0")) == one(
        "unknown_dimension", "trading", "weights"
    )


def test_every_business_model_has_weights(draft: Draft) -> None:
    assert told(draft, lambda c: c["weights"][0]["business_models"].remove("construction")) == one(
        "weights_incomplete", "construction", "weights"
    )
    assert draft.messages() == ["business model construction has no weights"]


def test_only_business_models_have_weights(draft: Draft) -> None:
    assert told(draft, lambda c: c["weights"][0]["business_models"].append("farming")) == one(
        "unknown_business_model", "farming", "weights"
    )


def test_a_dimension_of_the_policy_has_a_file_and_a_weight(draft: Draft) -> None:
    faults = told(draft, lambda c: c["dimensions"].append("ESG"))
    assert ("unknown_dimension", "policy.yaml", "ESG", "dimensions") in faults
    assert {code for code, *_ in faults} == {"unknown_dimension", "weights_incomplete"}


@pytest.mark.parametrize(
    ("rating", "net"),
    [
        (0, ">= 5"),  # 4 has no rating
        (0, "[4..9]"),  # nor has 10
        (1, "[1..4]"),  # 4 has two
        (1, "[2..3]"),  # 1 has none
        (1, "<= 3"),  # nor have those below
        (4, "[-99..-9]"),  # nor has -100
        (4, "<= -10"),  # nor has -9
    ],
)
def test_ratings_cover_every_net_once(draft: Draft, rating: int, net: str) -> None:
    faults = told(draft, lambda c: c["ratings"][rating].update(net=net))
    assert faults == one("bands_broken", "", "ratings")


def test_a_rating_may_be_given_for_a_single_number(draft: Draft) -> None:
    def narrow(content: Content) -> None:
        content["ratings"][1]["net"] = "3"
        content["ratings"][2]["net"] = "[-3..2]"

    assert told(draft, narrow) == []


@pytest.mark.parametrize(("rating", "net"), [(4, "< -8"), (1, "(0..4)"), (0, "> 3.5")])
def test_ratings_may_be_spelled_otherwise(draft: Draft, rating: int, net: str) -> None:
    digest = draft.load().digest
    assert told(draft, lambda c: c["ratings"][rating].update(net=net)) == []
    assert draft.load().digest == digest


def test_ratings_are_5_to_1(draft: Draft) -> None:
    faults = told(draft, lambda c: c["ratings"][0].update(rating="6"))
    assert faults == one("bands_broken", "", "ratings")


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["bands"].reverse(),
        lambda c: c["bands"].pop(),
        lambda c: c["bands"][2].update(composite=">= 420"),
        lambda c: c["bands"][2].update(composite="[385..418]"),
        lambda c: c["bands"][2].update(composite="<= 400"),
        lambda c: c["bands"][0].update(composite="[455..500]"),
        lambda c: c["bands"][-1].update(composite=">= 100"),
        lambda c: c["bands"][0].update(grade="N10"),
    ],
)
def test_bands_cover_every_composite_once_and_fall_with_it(draft: Draft, change: Change) -> None:
    assert told(draft, change) == one("bands_broken", "", "bands")


def test_a_band_may_state_its_upper_end(draft: Draft) -> None:
    assert told(draft, lambda c: c["bands"][2].update(composite="[385..420)")) == []


@pytest.mark.parametrize("grade", ["N11", "NR"])
def test_a_band_gives_a_grade(draft: Draft, grade: str) -> None:
    faults = told(draft, lambda c: c["bands"][-1].update(grade=grade))
    assert faults == one("unknown_grade", grade, "bands.grade")


def test_the_last_grade_is_not_rated(draft: Draft) -> None:
    assert told(draft, lambda c: c["grades"].insert(0, c["grades"].pop())) == one(
        "unknown_grade", "NR", "grades"
    )


@pytest.mark.parametrize(
    ("part", "index", "member", "of"),
    [
        ("bands", 0, "composite", "N1"),
        ("ratings", 0, "net", "5"),
        ("dimension_caps", 0, "rating", "rep_not_good"),
        ("dimension_caps", 0, "count", "rep_not_good"),
    ],
)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("455 or more", "unexpected 'o'"),
        ("1, 3", "'1, 3' is not one interval of numbers"),
        ('"455"', "is not one interval of numbers"),
        ("(1..2)", "no whole number meets '(1..2)'"),
    ],
)
def test_intervals_of_the_policy_are_unary_tests(
    draft: Draft, part: str, index: int, member: str, of: str, text: str, said: str
) -> None:
    faults = told(draft, lambda c: c[part][index].update({member: text}))
    assert faults == one("bad_unary_test", of, f"{part}.{member}")
    assert said in draft.messages()[0]


def test_the_business_model_is_a_fact(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "borrower.business_model")["id"] = "borrower.trade"
    faults = draft.told()
    assert ("weights_incomplete", "policy.yaml", "", "weights") in faults
