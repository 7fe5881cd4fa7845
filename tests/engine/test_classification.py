"""Classification switches tests and picks weights; where it is unknown, the worst counts."""

import pytest

from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, Judge, codes


def test_facts_of_another_legal_type_are_not_asked_for(judge: Judge, flawless: Borrower) -> None:
    of_state_firms = ["owner_representative", "admin_intervention", "noncommercial_objectives"]

    found = judge(flawless.without(*(f"governance.{name}" for name in of_state_firms)))

    assert found == judge(flawless)


def test_facts_of_another_legal_type_do_no_harm(judge: Judge, flawless: Borrower) -> None:
    sanctioned = flawless.but({"governance.disclosure_sanctions_36m": 2})

    assert judge(sanctioned) == judge(flawless)
    assert judge(sanctioned.but({"borrower.ownership_type": "listed"})).grade == "N6"


def test_unknown_classification_facts_leave_the_borrower_unrated_and_are_named(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    for fact in ruleset.class_facts:
        found = judge(flawless.without(fact))
        assert found.grade == "NR"
        assert found.missing[-1] == fact


def test_of_an_unknown_legal_type_every_adverse_finding_stands_that_some_type_would_have(
    judge: Judge, flawless: Borrower
) -> None:
    conduct = {
        "governance.noncommercial_objectives": "major",
        "governance.family_key_posts_pct": 51,
    }

    found = judge(flawless.but(conduct).without("borrower.ownership_type"))

    assumed = {f.code for f in found.findings if f.assumed}
    assert assumed == {"OBJECTIVES_NOT_COMMERCIAL", "FAMILY_HOLDS_KEY_POSTS"}


def test_of_an_unknown_legal_type_no_strength_stands_that_hangs_on_the_type(
    judge: Judge, flawless: Borrower
) -> None:
    wholly_state_owned = flawless.but({"borrower.ownership_type": "state_owned_sole"})

    assert "OWNER_EFFECTIVE" in codes(judge(wholly_state_owned))
    assert "OWNER_EFFECTIVE" not in codes(judge(flawless.without("borrower.ownership_type")))


def test_a_gate_that_may_apply_is_undecided_where_its_knock_out_is_not_disproved(
    judge: Judge, flawless: Borrower
) -> None:
    sanctions = "governance.disclosure_sanctions_36m"
    untyped = flawless.without("borrower.ownership_type")

    assert "GOV-14" not in judge(untyped.but({sanctions: 0})).missing
    assert "GOV-14" in judge(untyped.but({sanctions: 2})).missing
    assert "GOV-14" in judge(untyped.without(sanctions)).missing


def weak_chain(flawless: Borrower) -> Borrower:
    """Weak supply and weak sales: what a trading firm's weights punish most."""
    return flawless.but(
        {
            "supply.top1_supplier_pct": 51,
            "supply.prepay_cash_pct": 71,
            "supply.incoming_reject_pct": 4,
            "sales.top1_customer_pct": 51,
            "sales.retention_pct": 49,
            "sales.on_time_delivery_pct": 79,
        }
    )


@pytest.mark.parametrize(
    ("model", "composite"), [("manufacturing", 452), ("trading", 417), ("services", 447)]
)
def test_each_business_model_has_weights_of_its_own(
    model: str, composite: int, judge: Judge, flawless: Borrower
) -> None:
    found = judge(weak_chain(flawless).but({"borrower.business_model": model}))

    assert found.composite == composite


def test_an_unknown_business_model_takes_the_worst_row_of_weights(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    found = judge(weak_chain(flawless).without("borrower.business_model"))

    rows = ruleset.policy.weights.values()
    rating = {d: r.rating for d, r in found.dimensions.items()}
    assert found.composite == min(sum(w * rating[d] for d, w in row.items()) for row in rows)
    weights = {d: r.weight for d, r in found.dimensions.items()}
    assert weights == ruleset.policy.weights["trading"]


def test_the_best_case_of_an_unknown_business_model_takes_the_best_row_of_weights(
    judge: Judge, flawless: Borrower
) -> None:
    found = judge(weak_chain(flawless).without("borrower.business_model"))

    known = weak_chain(flawless)
    assert judge(known.but({"borrower.business_model": "trading"})).grade == "N3"
    assert judge(known.but({"borrower.business_model": "manufacturing"})).grade == "N2"
    assert found.best_case_grade == "N2"
