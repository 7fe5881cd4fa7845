"""What nobody but the borrower vouches for earns nothing, and costs what it always costs."""

from pathlib import Path
from typing import Any

from tests.engine.borrowers import (
    OWN_WORD,
    Borrower,
    Judge,
    changed_ruleset,
    codes,
    flawless,
)


def test_a_strength_on_the_borrowers_word_is_reported_but_earns_no_points(
    judge: Judge, flawless: Borrower
) -> None:
    said = judge(flawless.on_own_word("performance.share_trend"))

    (finding,) = [f for f in said.findings if f.test == "PRF-03"]
    assert (finding.code, finding.claimed) == ("SHARE_RISING", True)
    proved = judge(flawless).dimensions["PRF"].strength_points
    assert said.dimensions["PRF"].strength_points == proved - 1


def test_one_fact_on_the_borrowers_word_is_enough_to_make_a_strength_a_claim(
    judge: Judge, flawless: Borrower
) -> None:
    said = judge(flawless.on_own_word("reputation.credit_history_months"))

    assert [f.claimed for f in said.findings if f.code == "CLEAN_REPAYMENT_RECORD"] == [True]


def test_an_adverse_fact_on_the_borrowers_word_costs_its_full_points(
    judge: Judge, flawless: Borrower
) -> None:
    falling = {"performance.share_trend": "falling"}

    admitted = judge(flawless.but(falling, source=OWN_WORD))

    assert admitted == judge(flawless.but(falling))


def test_the_borrowers_word_is_enough_to_disprove_an_ordinary_adverse_outcome(
    judge: Judge, flawless: Borrower
) -> None:
    said = judge(flawless.on_own_word("sales.disloyal_volume_pct"))

    assert said == judge(flawless)


def test_the_best_case_grants_what_is_claimed(judge: Judge, flawless: Borrower) -> None:
    said = judge(flawless.on_own_word(*flawless.section("sales")))

    assert said.best_case_grade == judge(flawless).grade


def strength_on_two_facts(content: dict[str, Any]) -> None:
    """Give the test of market rank a lesser strength that rests on another fact."""
    (test,) = [t for t in content["tests"] if t["id"] == "PRF-02"]
    (lesser,) = [o for o in test["outcomes"] if o["finding"] == "MARKET_FOLLOWER_STRONG"]
    lesser["when"] = [{"performance.share_trend": '"rising"'}]


def test_a_lesser_strength_with_evidence_wins_over_a_greater_one_that_is_claimed(
    tmp_path: Path,
) -> None:
    ruleset = changed_ruleset(tmp_path, "performance.yaml", strength_on_two_facts)
    judge, borrower = Judge(ruleset), flawless(ruleset)

    proved = judge(borrower)
    claimed = judge(borrower.on_own_word("performance.market_rank"))
    both = judge(borrower.on_own_word("performance.market_rank", "performance.share_trend"))

    assert [f[1:] for f in proved.findings if f.test == "PRF-02"] == [
        ("MARKET_LEADER", False, False)
    ]
    assert [f[1:] for f in claimed.findings if f.test == "PRF-02"] == [
        ("MARKET_FOLLOWER_STRONG", False, False)
    ]
    assert [f[1:] for f in both.findings if f.test == "PRF-02"] == [("MARKET_LEADER", False, True)]


def second_way_to_a_strength(content: dict[str, Any]) -> None:
    """Let a rising share prove market leadership as well as the rank does."""
    (test,) = [t for t in content["tests"] if t["id"] == "PRF-02"]
    (greater,) = [o for o in test["outcomes"] if o["finding"] == "MARKET_LEADER"]
    greater["when"].append({"performance.share_trend": '"rising"'})


def test_a_strength_is_proved_if_one_way_to_it_rests_on_evidence_alone(tmp_path: Path) -> None:
    ruleset = changed_ruleset(tmp_path, "performance.yaml", second_way_to_a_strength)
    judge, borrower = Judge(ruleset), flawless(ruleset)

    one_way = judge(borrower.on_own_word("performance.market_rank"))
    no_way = judge(borrower.on_own_word("performance.market_rank", "performance.share_trend"))

    assert "MARKET_LEADER" in codes(one_way) & codes(no_way)
    assert [f.claimed for f in one_way.findings if f.test == "PRF-02"] == [False]
    assert [f.claimed for f in no_way.findings if f.test == "PRF-02"] == [True]
