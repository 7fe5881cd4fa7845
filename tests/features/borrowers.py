"""Borrowers as the features speak of them: a dossier, changed fact by fact in words."""

import copy
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.decimal4 import plain, to_json
from service.decisions.rate import Rater
from service.ruleset.model import Condition, Fact, Ruleset, Value

FIXTURES = Path(__file__).parents[2] / "fixtures"
DOSSIERS = FIXTURES / "dossiers"

NOT_KNOWN = ("not known", "未知")
NONE = "none"

_PROFESSIONALS = {"governance.owner_managed": False, "governance.chair_gm_same": False}

KINDS: dict[str, dict[str, Any]] = {
    "borrower": {},
    "private company": {},
    "owner-managed company": {},
    "manufacturing company": {},
    "company with an ordinary development cycle": {},
    "professionally managed company": _PROFESSIONALS,
    "listed company": {
        **_PROFESSIONALS,
        "borrower.ownership_type": "listed",
        "governance.independent_directors_pct": 40,
        "governance.independent_director_expertise": True,
        "governance.free_float_pct": 60,
    },
    "state-owned company": {**_PROFESSIONALS, "borrower.ownership_type": "state_owned_sole"},
    "foreign-invested company": {**_PROFESSIONALS, "borrower.ownership_type": "foreign_invested"},
    "company of another type": {"borrower.ownership_type": "other"},
    "trading company": {"borrower.business_model": "trading"},
    "services company": {"borrower.business_model": "services"},
    "construction company": {"borrower.business_model": "construction"},
    "company in another line": {"borrower.business_model": "other"},
    "company with a long development cycle": {"borrower.long_development_cycle": True},
}
"""Kind of borrower to the facts in which it differs from the average manufacturer."""

SOURCES = {
    "the credit registry": "credit_registry",
    "the business registry": "business_registry",
    "a court": "court",
    "the tax authority": "tax",
    "the environment agency": "environment_agency",
    "audited accounts": "audited_accounts",
    "a third party": "third_party",
    "a site visit": "site_visit",
    "records of the bank": "bank_records",
    "the borrower's word only": "borrower_stated",
    "judgement of the analyst": "analyst_judgement",
}
"""Who vouches for a fact, to the source of its envelope."""

SPOTLESS: dict[str, Any] = {
    "governance.board_challenge": "evidenced",
    "governance.independent_directors_pct": 40,
    "governance.independent_director_expertise": True,
    "governance.succession_plan": "documented",
}
"""What cures the three adverse findings of the average manufacturer."""


def fixture_dossier(name: str) -> dict[str, Any]:
    """Return the dossier ``fixtures/dossiers/<name>.json``."""
    document: dict[str, Any] = json.loads((DOSSIERS / f"{name}.json").read_text("utf-8"))
    return document


def as_body(document: Any) -> bytes:
    """Return a dossier as it is sent: JSON in UTF-8."""
    return json.dumps(document, ensure_ascii=False).encode()


def listed(cell: str) -> list[str]:
    """Return the entries of a cell that lists several, ``none`` for no entry."""
    return [] if cell == NONE else [entry.strip() for entry in cell.split(",")]


class Borrower:
    """A borrower under description; :meth:`rate` sends its dossier and keeps the result."""

    def __init__(self, ruleset: Ruleset, document: dict[str, Any]) -> None:
        self.ruleset = ruleset
        self.document = copy.deepcopy(document)
        self.name = ""
        """Name of the dossier under ``fixtures/dossiers/``, where it is one of those."""
        self.expected_findings: set[str] = set()
        self.expected_ratings: dict[str, int] = {}
        self.result: dict[str, Any] = {}
        self.other_answers: dict[str, dict[str, Any]] = {}
        """Results of this borrower told otherwise, by what was told otherwise."""
        self.spoken_of: dict[str, Any] = {}
        """The finding, pattern or dimension of the step before, for "its severity is"."""

    def fact(self, title: str) -> Fact:
        """Return the fact of this title, in either language."""
        found = [f for f in self.ruleset.facts.values() if title in f.title]
        assert len(found) == 1, f"the dictionary has {len(found)} facts titled {title!r}"
        return found[0]

    def put(self, fact_id: str, value: Any) -> None:
        """Set a fact to a JSON value: bare, or an envelope."""
        section, _, name = fact_id.partition(".")
        self.document.setdefault(section, {})[name] = value
        if fact_id == "history.years_operating" and not isinstance(value, dict):
            # A dossier whose years contradict the date of incorporation is refused.
            today = date.fromisoformat(self.document["rating_date"])
            born = today.replace(year=today.year - int(value))
            self.document["borrower"]["incorporated_on"] = born.isoformat()

    def envelope(self, title: str) -> dict[str, Any]:
        """Return the envelope of the fact of this title, made of its bare value if need be."""
        fact = self.fact(title)
        section: dict[str, dict[str, Any]] = self.document[fact.section]
        if not isinstance(section[fact.name], dict):
            section[fact.name] = {"value": section[fact.name]}
        return section[fact.name]

    def remove(self, fact_id: str) -> None:
        """Leave a fact out of the dossier."""
        section, _, name = fact_id.partition(".")
        self.document.get(section, {}).pop(name, None)

    def say(self, title: str, words: str) -> None:
        """Set the fact of this title to what the words say, or leave it out."""
        fact = self.fact(title)
        if words in NOT_KNOWN:
            self.remove(fact.id)
        else:
            self.put(fact.id, in_json(fact, words))

    def find(self, codes: Iterable[str]) -> None:
        """Give the borrower the facts that lead to findings of these codes."""
        codes = list(codes)
        self.expected_findings.update(codes)
        for fact_id, value in causes(self.ruleset, codes).items():
            self.put(fact_id, value)

    def body(self) -> bytes:
        """Return the dossier as it is sent."""
        return as_body(self.document)

    def rate(self, rater: Rater) -> None:
        """Rate the dossier as it is now, and see that it is the borrower it was said to be."""
        self.result = json.loads(rater.rate(self.body()).to_json())
        found = {finding["code"] for finding in self.result["findings"]}
        assert self.expected_findings <= found
        dimensions = self.result["dimensions"]
        assert {d: dimensions[d]["rating"] for d in self.expected_ratings} == self.expected_ratings

    def finding_of(self, test: str) -> dict[str, Any]:
        """Return the finding of a test; empty if it finds nothing."""
        found = [f for f in self.result["findings"] if f["test"] == test]
        assert len(found) <= 1
        return found[0] if found else {}


def in_json(fact: Fact, words: str) -> Any:
    """Return the JSON value of a fact for the title of its value, or for a number."""
    if fact.kind == "number":
        number = Decimal(words)
        return int(number) if number == number.to_integral_value() else float(number)
    found = [value for value, title in fact.values.items() if words in title]
    assert len(found) == 1, f"{fact.id} has {len(found)} values titled {words!r}"
    return found[0] == "true" if fact.kind == "bool" else found[0]


def causes(ruleset: Ruleset, codes: Iterable[str]) -> dict[str, Any]:
    """Return facts (JSON values) that meet the first alternative of each outcome of ``codes``."""
    conditions: dict[str, list[Condition]] = {}
    for code in codes:
        test, outcome = ruleset.outcomes[code]
        for condition in (*outcome.when[0], *(test.applies_when or ((),))[0]):
            conditions.setdefault(condition.fact, []).append(condition)
    return {f: _meeting(ruleset.facts[f], found) for f, found in conditions.items()}


def _meeting(fact: Fact, conditions: list[Condition]) -> Any:
    if fact.kind != "number":
        return next(v for v in fact.domain() if all(c.allows(v) for c in conditions))
    edges: list[Value | None] = []
    for condition in conditions:
        for interval in condition.intervals or ():
            edges += [interval.low, interval.high]
    met = [e for e in edges if e is not None and all(c.allows(e) for c in conditions)]
    assert met, f"no edge of {fact.id} meets all of {[c.text for c in conditions]}"
    number = to_json(int(met[0]))
    assert Decimal(str(number)) == Decimal(plain(int(met[0])))
    return number
