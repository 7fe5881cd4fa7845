"""Steps that several features share: describe a borrower, rate it, look at the result."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.errors import DossierRejected, Fault
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore
from tests.features.borrowers import (
    KINDS,
    NONE,
    SOURCES,
    SPOTLESS,
    Borrower,
    fixture_dossier,
    listed,
)


@pytest.fixture(scope="session")
def average() -> dict[str, Any]:
    """The dossier of the average manufacturer, read once; every borrower copies it."""
    return fixture_dossier("average_manufacturer")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    yield store
    store.close()


@given(parsers.re("an ordinary clean (?P<kind>[a-z -]+)"), target_fixture="borrower")
def ordinary(ruleset: Ruleset, average: dict[str, Any], kind: str) -> Borrower:
    borrower = Borrower(ruleset, average)
    for fact, value in KINDS[kind].items():
        borrower.put(fact, value)
    return borrower


@given("a borrower with no adverse finding", target_fixture="borrower")
def spotless(ruleset: Ruleset, average: dict[str, Any]) -> Borrower:
    borrower = Borrower(ruleset, average)
    for fact, value in SPOTLESS.items():
        borrower.put(fact, value)
    return borrower


@given(parsers.parse('the borrower of dossier "{name}"'), target_fixture="borrower")
def of_dossier(ruleset: Ruleset, name: str) -> Borrower:
    return Borrower(ruleset, fixture_dossier(name))


@given(parsers.parse('its "{title}" is {words}'))
def fact_is(borrower: Borrower, title: str, words: str) -> None:
    borrower.say(title, words)


@given(parsers.re(r'its "(?P<title>[^"]+)" was established on (?P<day>\d{4}-\d\d-\d\d)'))
def established_on(borrower: Borrower, title: str, day: str) -> None:
    borrower.envelope(title)["as_of"] = day


@given(parsers.re('its "(?P<title>[^"]+)" was established by (?P<source>.+)'))
def established_by(borrower: Borrower, title: str, source: str) -> None:
    envelope = borrower.envelope(title)
    envelope["source"] = SOURCES[source]
    envelope.setdefault("as_of", borrower.document["evidence_defaults"]["as_of"])


@given(parsers.parse('its "{title}" was declared not applicable'))
def not_applicable(borrower: Borrower, title: str) -> None:
    borrower.put(borrower.fact(title).id, {"status": "not_applicable"})


@given(parsers.parse("it was incorporated on {day}"))
def incorporated(borrower: Borrower, day: str) -> None:
    borrower.document["borrower"]["incorporated_on"] = day


@given(parsers.parse("it has the findings {codes}"))
def has_findings(borrower: Borrower, codes: str) -> None:
    borrower.find(listed(codes))


@when("the borrower is rated")
def rated(borrower: Borrower, rater: Rater) -> None:
    borrower.rate(rater)


@when("the dossier is sent", target_fixture="faults")
def sent(borrower: Borrower, rater: Rater, store: SqliteStore) -> tuple[Fault, ...]:
    """Send the dossier to be decided on; the faults it is refused for, none if accepted."""
    try:
        decide(rater, store, borrower.body())
    except DossierRejected as rejected:
        return rejected.faults
    return ()


@then(parsers.re(r"test (?P<test>[A-Z]{3}-\d\d) finds (?P<code>\w+)"))
def finds(borrower: Borrower, test: str, code: str) -> None:
    borrower.spoken_of = {"test": test, **borrower.finding_of(test)}
    assert borrower.spoken_of.get("code", NONE) == code


@then(parsers.parse("its severity is {severity}"))
def severity_is(borrower: Borrower, ruleset: Ruleset, severity: str) -> None:
    found = borrower.spoken_of
    words = NONE
    if "severity" in found:
        words = ruleset.policy.severity_titles[found["severity"]].en
        words = "assumed " * found["assumed"] + "claimed " * found["claimed"] + words
    assert words == severity


@then(parsers.parse("its cap is {cap}"))
def cap_is(borrower: Borrower, cap: str) -> None:
    found = borrower.spoken_of
    assert found.get("cap", NONE) == cap
    if "test" in found:
        caps = {entry["reason"]: entry["grade"] for entry in borrower.result["caps"]}
        assert caps.get(found.get("code", ""), NONE) == cap


@then(parsers.re("the borrower is (?P<state>rated|not rated)"))
def is_rated(borrower: Borrower, state: str) -> None:
    missing = borrower.result["mandatory_missing"]
    if state == "rated":
        assert (borrower.result["grade"] != "NR", missing) == (True, [])
    else:
        assert (borrower.result["grade"], missing) == ("NR", [borrower.spoken_of["test"]])


@then(parsers.parse("the grade waits for {entries}"))
def waits_for(borrower: Borrower, entries: str) -> None:
    facts = borrower.ruleset.facts
    missing = borrower.result["mandatory_missing"]
    named = [facts[m].title.en if m in facts else m for m in missing]
    assert sorted(named) == sorted(listed(entries))
    assert (borrower.result["grade"] == "NR") == bool(missing)


@then(parsers.re('its "(?P<title>[^"]+)" counts as (?P<state>known|not known: (?P<why>.+))'))
def counts_as(borrower: Borrower, title: str, state: str, why: str | None) -> None:
    unknown = {u["fact"]: u["unknown"] for u in borrower.result["unknown_facts"]}
    assert unknown.get(borrower.fact(title).id) == why


@then(parsers.re(r"its (?P<kind>(|indicative |base |best-case )grade) is (?P<grade>N\w+)"))
def grade_is(borrower: Borrower, kind: str, grade: str) -> None:
    assert borrower.result[kind.replace(" ", "_").replace("-", "_")] == grade


@then(parsers.parse("its composite is {composite:d}"))
def composite_is(borrower: Borrower, composite: int) -> None:
    assert borrower.result["composite"] == composite


@then(
    parsers.re(
        r"dimension (?P<dimension>[A-Z]{3}) has (?P<strength>\d+) strength points "
        r"and (?P<adverse>\d+) adverse points, net (?P<net>-?\d+)"
    )
)
def dimension_has(
    borrower: Borrower, dimension: str, strength: str, adverse: str, net: str
) -> None:
    found = borrower.spoken_of = borrower.result["dimensions"][dimension]
    points = (found["strength_points"], found["adverse_points"], found["net"])
    assert points == (int(strength), int(adverse), int(net))


@then(parsers.parse("the warnings are {warnings}"))
def warnings_are(borrower: Borrower, warnings: str) -> None:
    found = [f"{w['code']} at {w['pointer']}" for w in borrower.result["warnings"]]
    assert found == listed(warnings)


@then(parsers.re(r"it is refused with (?P<code>\w+) at (?P<at>the root|/.*)"))
def refused_with(faults: tuple[Fault, ...], code: str, at: str) -> None:
    pointer = "" if at == "the root" else at
    assert [(f.code, f.pointer) for f in faults] == [(code, pointer)]


@then("it is accepted")
def accepted(faults: tuple[Fault, ...]) -> None:
    assert faults == ()
