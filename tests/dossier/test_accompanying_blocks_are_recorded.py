"""Blocks beside the facts are checked and kept, and change no fact."""

from typing import Any

import pytest

from service.dossier.read import DossierReader
from tests.dossier.asking import SOUND, codes, read

BLOCKS: dict[str, dict[str, Any]] = {
    "history": {"last_change_type": "relocation"},
    "governance": {"board_appraisal": "Meets every quarter; minutes seen."},
    "shareholders": {
        "backgrounds": ["family", "government"],
        "list": [
            {"name": "founder", "kind": "person", "share_pct": 62.5, "pledged_pct": 0, "ubo": True}
        ],
    },
    "reputation": {
        "registry": {
            "report_no": "2026102000001",
            "report_date": "2026-10-20",
            "query_reason": "loan approval",
            "institution": "Bank of Fuzhou",
            "first_credit_year": 2008,
            "first_credit_month": 3,
            "open_accounts": [
                {
                    "product": "working capital loan",
                    "balance": "12000000.00",
                    "currency": "CNY",
                    "five_tier": "normal",
                    "overdue_total": "0",
                    "overdue_principal": "0.00",
                    "overdue_months": 0,
                }
            ],
            "settled_accounts": [{"amount": "5000000", "five_tier": "special_mention"}],
            "repayment_events": [{"date": "2025-05-01", "days_late": 3, "lender_letter": True}],
            "advances": [{"product": "bill", "amount": "1.5", "open": False}],
            "recourse": [],
            "renewals": [{"kind": "extension"}],
            "interest_arrears": "0",
            "repayment_responsibilities": [
                {"balance": "100", "five_tier": "normal", "for_affiliate": False}
            ],
            "tax_arrears": [],
            "judgments": [{"agency": "Fuzhou court", "date": "2024-01-01", "settled": True}],
            "enforcements": [],
            "dishonest_list": False,
            "admin_penalties": [{"agency": "fire brigade", "date": "2025-02-02", "kind": "fine"}],
            "contributions": [],
            "disputes": [],
        }
    },
    "supply": {
        "key_suppliers": [{"name": "Baosteel", "share_of_purchases_pct": 31.5, "abc_class": "A"}],
        "bills_accepted": True,
    },
    "production": {"first_pass_yield_pct": 98.7},
    "sales": {
        "key_customers": [
            {
                "name": "Gree",
                "id": "C-1",
                "type": "end_user",
                "since": "2011-01-01",
                "share_of_revenue_pct": 9,
                "abc_class": "A",
                "loyalty": "loyal",
                "stage": "stable",
                "terms": "90 days open account",
                "dso_days": 85.5,
                "overdue_pct": 0,
                "on_time_pct": 98,
                "claims_12m": 1,
            }
        ]
    },
    "upstream": {
        "financial_anchor": {"scale": "S", "grade": "A", "model": "m2", "as_of": "2026-09-30"},
        "guarantee": {"guarantor_id": "G-1", "coverage_pct": 120, "unconditional": True},
        "collateral": {"type": "land", "value": "30000000", "haircut_pct": 40},
        "support": {"kind": "parent", "grade": "BBB"},
    },
}


@pytest.fixture
def full(dossier: dict[str, Any]) -> dict[str, Any]:
    for section, block in BLOCKS.items():
        dossier[section] = {**dossier.get(section, {}), **block}
    return dossier


def test_they_are_kept_and_change_no_fact(reader: DossierReader, full: dict[str, Any]) -> None:
    found = read(reader, full)
    assert found.document["sales"] == BLOCKS["sales"]
    assert found.facts == read(reader, SOUND).facts


@pytest.mark.parametrize(
    ("section", "block", "fault"),
    [
        ("sales", {"key_customers": [{"id": "C-1"}]}, ("/key_customers/0/name", "missing_member")),
        ("sales", {"key_customers": {}}, ("/key_customers", "wrong_type")),
        ("sales", {"key_customers": [3]}, ("/key_customers/0", "wrong_type")),
        (
            "sales",
            {"key_customers": [{"name": "a"}, {"name": "b", "stage": "old"}]},
            ("/key_customers/1/stage", "unknown_value"),
        ),
        ("shareholders", {"backgrounds": ["family", "royal"]}, ("/backgrounds/1", "unknown_value")),
        (
            "shareholders",
            {"list": [{"name": "a", "share_pct": 101}]},
            ("/list/0/share_pct", "out_of_range"),
        ),
        ("supply", {"bills_accepted": "yes"}, ("/bills_accepted", "wrong_type")),
        ("production", {"first_pass_yield_pct": -1}, ("/first_pass_yield_pct", "out_of_range")),
        (
            "reputation",
            {"registry": {"interest_arrears": 12.5}},
            ("/registry/interest_arrears", "wrong_type"),
        ),
        (
            "reputation",
            {"registry": {"open_accounts": [{"balance": "1,000"}]}},
            ("/registry/open_accounts/0/balance", "bad_format"),
        ),
        ("upstream", {"support": {"level": "A"}}, ("/support/level", "unknown_member")),
    ],
)
def test_they_are_checked(
    reader: DossierReader,
    dossier: dict[str, Any],
    section: str,
    block: dict[str, Any],
    fault: tuple[str, str],
) -> None:
    dossier[section] = block
    assert codes(reader, dossier) == [(f"/{section}{fault[0]}", fault[1])]


def test_a_list_of_more_than_a_thousand_items_is_refused(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["shareholders"] = {"backgrounds": ["family"] * 1001}
    assert codes(reader, dossier) == [("/shareholders/backgrounds", "too_many_items")]
