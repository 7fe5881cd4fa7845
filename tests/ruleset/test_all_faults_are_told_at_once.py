"""Ten things wrong in seven files: ten faults, in the order of files, ids and fields."""

import pytest

from service.ruleset.faults import RulesetFault, RulesetRejected
from tests.ruleset.drafts import Draft, entry, outcome


def _break_nine_things(draft: Draft) -> None:
    with draft.changed("facts.yaml") as content:
        fact = entry(content["facts"], "history.name_changes_5y")
        content["facts"].append(fact | {"id": "management.principal_age"})
    with draft.changed("history.yaml") as content:
        outcome(content, "LICENCE_MISSING")["cap"] = "N12"
        outcome(content, "START_UP")["when"] = [{"history.years_operating": "< 2 years"}]
    with draft.changed("governance.yaml") as content:
        outcome(content, "PAY_UNDISCLOSED")["when"] = [{"governance.executive_pay": '"secret"'}]
        outcome(content, "CLEAN_AUDIT")["cap"] = "N2"
    with draft.changed("supply.yaml") as content:
        outcome(content, "INCOMING_REJECTS")["when"] = [{"supply.incoming_reject_pct": "(4..5]"}]
    with draft.changed("clauses.yaml") as content:
        del entry(content["clauses"], "OP-0-b")["frame"]
    with draft.changed("patterns.yaml") as content:
        entry(content["patterns"], "PAT-10")["all_of_any"] = [["SUPPLY_DIVERSIFIED"]]
    with draft.changed("policy.yaml") as content:
        content["weights"][2]["weights"]["HIS"] = "7"


NINE = [
    ("clauses.yaml", "OP-0-b", "id", "clause_not_cited"),
    ("facts.yaml", "management.principal_age", "id", "prohibited_characteristic"),
    ("governance.yaml", "CLEAN_AUDIT", "cap", "strength_with_cap"),
    ("governance.yaml", "PAY_UNDISCLOSED", "when.governance.executive_pay", "outside_domain"),
    ("history.yaml", "LICENCE_MISSING", "cap", "unknown_grade"),
    ("history.yaml", "START_UP", "when.history.years_operating", "bad_unary_test"),
    ("patterns.yaml", "PAT-10", "all_of_any", "pattern_reads_strength"),
    ("policy.yaml", "services", "weights", "weights_not_100"),
    ("supply.yaml", "INCOMING_REJECTS", "when", "unreachable_outcome"),
]
NEED = ("facts.yaml", "environment.stop_order", "need", "need_mismatch")
FACT = ("supply.yaml", "DIRECT_PURCHASE", "when.supply.layers", "unknown_fact")


def _told(draft: Draft) -> list[tuple[str, str, str, str]]:
    with pytest.raises(RulesetRejected) as rejected:
        draft.load()
    return [(f.file, f.id, f.field, f.code) for f in rejected.value.faults]


def test_ten_faults_are_told_at_once(draft: Draft) -> None:
    _break_nine_things(draft)
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "environment.stop_order")["need"] = "scored"
    assert _told(draft) == sorted([*NINE, NEED])


def test_needs_are_not_judged_while_a_fact_is_unknown(draft: Draft) -> None:
    """Nobody seems to read a fact whose name is mistyped where it is read."""
    _break_nine_things(draft)
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "environment.stop_order")["need"] = "scored"
    with draft.changed("supply.yaml") as content:
        outcome(content, "DIRECT_PURCHASE")["when"] = [{"supply.layers": "0"}]
    assert _told(draft) == sorted([*NINE, FACT])


def test_a_fault_is_printed_with_file_id_field_and_code(draft: Draft) -> None:
    with draft.changed("policy.yaml") as content:
        content["weights"][2]["weights"]["HIS"] = "7"
    with draft.changed("clauses.yaml") as content:
        del entry(content["clauses"], "OP-0-b")["frame"]
    with pytest.raises(RulesetRejected) as rejected:
        draft.load()
    assert str(rejected.value).splitlines() == [
        "clauses.yaml: OP-0-b: id: no test cites clause OP-0-b of the manual [clause_not_cited]",
        "policy.yaml: services: weights: the weights of services sum to 101, not 100 "
        "[weights_not_100]",
    ]


def test_a_fault_has_a_known_code() -> None:
    with pytest.raises(ValueError, match="typo is no code of a fault"):
        RulesetFault("facts.yaml", "", "", "typo", "")
