"""Old evidence is no evidence: a fact is fresh for its period and unknown the day after."""

from typing import Any

import pytest

from service.dossier.read import DossierReader
from service.ruleset.model import Ruleset
from tests.dossier.asking import read

GENERAL = "history.founding_basis", "human"
REGISTRY_CHECK = "reputation.dishonest_judgment_debtor", False
ENVIRONMENT = "environment.permit_status", "valid"
AUDITED = "governance.audit_opinion", "unqualified"


def unknown(
    reader: DossierReader, dossier: dict[str, Any], fact: tuple[str, Any], as_of: str, on: str
) -> str | None:
    """Why the fact is unknown when dated ``as_of`` and rated ``on``."""
    section, _, name = fact[0].partition(".")
    dossier["rating_date"] = on
    dossier.pop("evidence_defaults", None)
    dossier["history"] = {}
    given = {"value": fact[1], "source": "third_party", "as_of": as_of}
    dossier.setdefault(section, {})[name] = given
    return read(reader, dossier).facts[fact[0]].unknown


def test_the_four_facts_have_the_four_periods_of_the_policy(ruleset: Ruleset) -> None:
    periods = [
        ruleset.policy.freshness[ruleset.facts[fact].freshness]
        for fact, _ in (REGISTRY_CHECK, ENVIRONMENT, AUDITED, GENERAL)
    ]
    assert periods == [("days", 30), ("days", 90), ("months", 18), ("months", 12)]


@pytest.mark.parametrize(
    ("fact", "as_of", "last_fresh", "first_stale"),
    [
        (REGISTRY_CHECK, "2026-10-01", "2026-10-31", "2026-11-01"),
        (REGISTRY_CHECK, "2024-02-01", "2024-03-02", "2024-03-03"),
        (ENVIRONMENT, "2026-10-01", "2026-12-30", "2026-12-31"),
        (AUDITED, "2025-12-31", "2027-06-30", "2027-07-01"),
        (AUDITED, "2024-08-31", "2026-02-28", "2026-03-01"),
        (AUDITED, "2022-08-31", "2024-02-29", "2024-03-01"),
        (GENERAL, "2025-11-01", "2026-11-01", "2026-11-02"),
        (GENERAL, "2024-02-29", "2025-02-28", "2025-03-01"),
        (GENERAL, "2023-02-28", "2024-02-28", "2024-02-29"),
    ],
)
def test_evidence_is_fresh_through_the_last_day_of_its_period(
    reader: DossierReader,
    dossier: dict[str, Any],
    fact: tuple[str, Any],
    as_of: str,
    last_fresh: str,
    first_stale: str,
) -> None:
    assert unknown(reader, dossier, fact, as_of, last_fresh) is None
    assert unknown(reader, dossier, fact, as_of, first_stale) == "stale"


def test_a_stale_fact_keeps_its_dates_but_not_its_value(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    dossier["evidence_defaults"] = {"source": "third_party", "as_of": "2020-01-01"}
    state = read(reader, dossier).facts["history.founding_resource_status"]
    assert (state.value, state.unknown, state.as_of) == (None, "stale", "2020-01-01")
    assert not state.word_only


def test_a_dossier_of_the_past_is_judged_at_its_own_rating_date(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    assert unknown(reader, dossier, REGISTRY_CHECK, "2009-06-01", "2009-06-15") is None


def test_the_latest_rating_date_has_an_end_of_every_period(
    reader: DossierReader, dossier: dict[str, Any]
) -> None:
    assert unknown(reader, dossier, AUDITED, "2999-12-31", "2999-12-31") is None
