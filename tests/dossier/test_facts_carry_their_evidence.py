"""A fact is a bare value or an envelope; what it leaves out is filled in, weakest word last."""

from typing import Any

import pytest

from service.dossier.facts import ABSENT, FactState
from service.dossier.read import DossierReader
from service.ruleset.model import Ruleset
from tests.dossier.asking import codes, read

FACT, AT = "history.licence_status", "/history/licence_status"


def licence(reader: DossierReader, dossier: dict[str, Any], given: Any) -> FactState:
    dossier["history"]["licence_status"] = given
    return read(reader, dossier).facts[FACT]


def test_every_fact_of_the_dictionary_has_a_state_in_its_order(
    reader: DossierReader, ruleset: Ruleset, dossier: dict[str, Any]
) -> None:
    facts = read(reader, dossier).facts
    assert list(facts) == list(ruleset.facts)
    assert facts["sales.channel"] == ABSENT


def test_a_bare_value_takes_the_evidence_defaults(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    assert licence(reader, dossier, "all_held") == FactState(
        "all_held", None, "third_party", "2026-10-20", "2026-10-25"
    )


def test_without_defaults_a_bare_value_is_the_borrowers_word_at_the_rating_date(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    del dossier["evidence_defaults"]
    assert licence(reader, dossier, "all_held") == FactState(
        "all_held", None, "borrower_stated", "2026-11-01", word_only=True
    )


def test_an_envelope_says_whose_word_it_is_and_of_when(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    given = {"value": "all_held", "source": "business_registry", "as_of": "2026-09-30"}
    assert licence(reader, dossier, given | {"evidence_ref": "doc-1#p4"}) == FactState(
        "all_held", None, "business_registry", "2026-09-30", "2026-10-25", "doc-1#p4"
    )


def test_an_envelope_without_a_source_is_the_borrowers_word_and_warned_of(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    given = {"value": "all_held", "as_of": "2026-09-30", "obtained_on": "2026-10-01"}
    assert licence(reader, dossier, given) == FactState(
        "all_held", None, "borrower_stated", "2026-09-30", "2026-10-01", word_only=True
    )
    warned = [(w.pointer, w.code) for w in read(reader, dossier).warnings]
    assert warned == [(AT, "source_not_named")]


def test_evidence_of_others_needs_its_date(reader: DossierReader, dossier: dict[str, Any]) -> None:
    dossier["history"]["licence_status"] = {"value": "all_held", "source": "business_registry"}
    assert codes(reader, dossier) == [(f"{AT}/as_of", "missing_member")]
    dossier["history"]["licence_status"] = "all_held"
    del dossier["evidence_defaults"]["as_of"]
    assert codes(reader, dossier) == [("/evidence_defaults/as_of", "missing_member")]
    dossier["evidence_defaults"]["source"] = "borrower_stated"
    assert codes(reader, dossier) == []


def test_an_envelope_with_a_false_or_zero_value_is_assessed(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["history"] |= {"control_change_24m": {"value": False}, "restructurings_5y": 0}
    facts = read(reader, dossier).facts
    assert facts["history.control_change_24m"].value is False
    assert facts["history.restructurings_5y"].value == 0
    assert facts["history.restructurings_5y"].unknown is None


def test_the_borrowers_word_is_marked_and_others_word_is_not(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    word = {"value": "all_held", "source": "borrower_stated", "as_of": "2026-10-20"}
    assert licence(reader, dossier, word).word_only
    assert not licence(reader, dossier, word | {"source": "site_visit"}).word_only
    assert not licence(reader, dossier, word | {"source": "analyst_judgement"}).word_only


def test_a_fact_not_assessed_is_unknown(reader: DossierReader, dossier: dict[str, Any]) -> None:
    state = licence(reader, dossier, {"status": "not_assessed", "reason": "registry closed"})
    assert (state.value, state.unknown) == (None, "not_assessed")
    assert not state.word_only


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, [("/value", "missing_member")]),
        ({"source": "tax"}, [("/value", "missing_member")]),
        ({"status": "not_assessed"}, [("/reason", "missing_member")]),
        (
            {"status": "not_assessed", "value": "missing"},
            [("/reason", "missing_member"), ("/value", "value_not_allowed")],
        ),
        ({"status": "not_applicable", "value": "missing"}, [("/value", "value_not_allowed")]),
        ({"status": "assesed", "value": "missing"}, [("/status", "unknown_value")]),
        ({"value": "missing", "source": "gossip"}, [("/source", "unknown_value")]),
        ({"value": "missing", "as_of": 20261020}, [("/as_of", "wrong_type")]),
        (
            {"value": "gone", "assessor": []},
            [("/assessor", "wrong_type"), ("/value", "unknown_value")],
        ),
    ],
)
def test_an_unsound_envelope_is_refused(
    reader: DossierReader, dossier: dict[str, Any], given: Any, faults: list[tuple[str, str]]
) -> None:
    dossier["history"]["licence_status"] = given
    found = [fault for fault in codes(reader, dossier) if fault[1] != "not_applicable_refused"]
    assert found == [(AT + member, code) for member, code in faults]


@pytest.mark.parametrize("member", ["as_of", "obtained_on"])
def test_evidence_from_after_the_rating_date_is_refused(
    reader: DossierReader, dossier: dict[str, Any], member: str
) -> None:
    dossier["history"]["licence_status"] = {"value": "all_held", member: "2026-11-01"}
    assert codes(reader, dossier) == []
    dossier["history"]["licence_status"] = {"value": "all_held", member: "2026-11-02"}
    assert codes(reader, dossier) == [(f"{AT}/{member}", "future_date")]
    dossier["history"]["licence_status"] = "all_held"
    dossier["evidence_defaults"][member] = "2026-11-02"
    assert codes(reader, dossier) == [(f"/evidence_defaults/{member}", "future_date")]


def test_other_dates_of_the_past_may_not_be_in_the_future(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["borrower"]["incorporated_on"] = "2026-11-02"
    dossier["borrower"]["former_names"] = [
        {"name": "A", "until": "2020-01-01"},
        {"name": "B", "until": "2026-12-01"},
    ]
    dossier["reputation"] = {"registry": {"report_date": "2026-11-03"}}
    assert codes(reader, dossier) == [
        ("/borrower/former_names/1/until", "future_date"),
        ("/borrower/incorporated_on", "future_date"),
        ("/reputation/registry/report_date", "future_date"),
    ]


def test_accompanying_blocks_may_not_tell_of_the_future(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["reputation"] = {
        "registry": {
            "repayment_events": [{"date": "2026-11-01"}, {"days_late": 1}, {"date": "2026-11-02"}],
            "judgments": [{"date": "2027-01-01"}],
        }
    }
    dossier["sales"] = {"key_customers": [{"name": "Gree", "since": "2026-11-02"}]}
    dossier["upstream"] = {"financial_anchor": {"as_of": "2027-01-01"}}
    assert codes(reader, dossier) == [
        ("/reputation/registry/judgments/0/date", "future_date"),
        ("/reputation/registry/repayment_events/2/date", "future_date"),
        ("/sales/key_customers/0/since", "future_date"),
        ("/upstream/financial_anchor/as_of", "future_date"),
    ]


def test_what_is_still_due_may_be_in_the_future(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    account = {"opened_on": "2025-11-01", "due_on": "2028-11-01"}
    dossier["reputation"] = {"registry": {"open_accounts": [account]}}
    assert codes(reader, dossier) == []


CHECKS = [
    ("tax_evasion_finding", False),
    ("false_statement_finding", "none_found"),
    ("concealment_finding", "none_found"),
    ("customer_deception", "none_found"),
    ("evaded_bank_debt", False),
]


@pytest.mark.parametrize(("name", "value"), CHECKS)
def test_the_borrower_cannot_vouch_for_its_own_honesty(
    reader: DossierReader, dossier: dict[str, Any], name: str, value: Any
) -> None:
    dossier["reputation"] = {
        name: {"value": value, "source": "borrower_stated", "comment": "asked the director"}
    }
    state = read(reader, dossier).facts[f"reputation.{name}"]
    assert (state.value, state.unknown) == (None, "borrower_word_only")
    del dossier["evidence_defaults"]
    dossier["reputation"] = {name: value}
    state = read(reader, dossier).facts[f"reputation.{name}"]
    assert (state.value, state.unknown) == (None, "borrower_word_only")


@pytest.mark.parametrize(("name", "value"), CHECKS)
def test_a_check_that_is_not_named_is_a_warning(
    reader: DossierReader, dossier: dict[str, Any], name: str, value: Any
) -> None:
    dossier["reputation"] = {name: {"value": value, "source": "tax", "as_of": "2026-10-20"}}
    found = read(reader, dossier)
    assert [(w.pointer, w.code) for w in found.warnings] == [
        (f"/reputation/{name}", "check_not_named")
    ]
    assert found.facts[f"reputation.{name}"].unknown is None


@pytest.mark.parametrize("naming", [{"evidence_ref": "doc-7"}, {"comment": "search of 3 October"}])
def test_a_check_that_is_named_earns_no_warning(
    reader: DossierReader, dossier: dict[str, Any], naming: dict[str, str]
) -> None:
    given = {"value": False, "source": "court", "as_of": "2026-10-20"}
    dossier["reputation"] = {"evaded_bank_debt": given | naming}
    assert read(reader, dossier).warnings == ()


def test_a_bare_check_or_one_not_made_earns_no_warning(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["reputation"] = {
        "evaded_bank_debt": False,
        "tax_evasion_finding": {"status": "not_assessed", "reason": "not yet asked"},
    }
    assert read(reader, dossier).warnings == ()
