"""The dossiers that every row is measured on: the examples of the fixtures, and random ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import orjson

from service.decimal4 import SCALE, scale, to_json
from service.dossier.facts import FactState
from service.dossier.read import DossierReader
from service.ruleset.model import Fact, Ruleset, Value

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "dossiers"
"""Folder of the example dossiers, the worked borrowers among them."""

RATING_YEAR = 2026
_BORROWERS_WORD = 0.1
"""Share of the known facts that rest on the borrower's word."""


@dataclass(frozen=True)
class Measured:
    """One dossier in the forms that the rows take."""

    name: str
    body: bytes
    facts: Mapping[str, FactState]


def examples(ruleset: Ruleset) -> list[Measured]:
    """Return the dossiers of the fixtures folder, by name."""
    reader = DossierReader(ruleset)
    return [
        _measured(reader, path.stem, path.read_bytes()) for path in sorted(FIXTURES.glob("*.json"))
    ]


def random_dossiers(ruleset: Ruleset, count: int, seed: int) -> list[Measured]:
    """Return ``count`` random dossiers; the same for the same ``seed``."""
    random = Random(seed)
    reader = DossierReader(ruleset)
    return [
        _measured(reader, f"random-{n}", orjson.dumps(random_document(ruleset, random, n)))
        for n in range(count)
    ]


def random_document(ruleset: Ruleset, random: Random, number: int) -> dict[str, Any]:
    """Return a valid dossier of random facts, as complete as those that get a grade.

    Mandatory facts are given; of the others up to 15 % are unknown. Each borrower is drawn
    sound or poor on the whole, as real ones are: facts chosen without regard to each other
    would give nothing but knock-outs.
    """
    soundness = random.uniform(1, 40)
    unknown = random.uniform(0, 0.15)
    document: dict[str, Any] = {
        "dossier_id": f"BENCH-{number}",
        "application_ref": f"BENCH-{number}",
        "rating_date": f"{RATING_YEAR}-11-01",
        "currency": "CNY",
        "evidence_defaults": {
            "source": "third_party",
            "as_of": f"{RATING_YEAR}-10-20",
            "obtained_on": f"{RATING_YEAR}-10-25",
        },
        "borrower": {
            "legal_name": "示例有限公司",
            "identifiers": {"uscc": "91350100M000100Y43"},
            "country": "CN",
            "industry": {"gbt4754": "C3421"},
        },
    }
    years = 10 * SCALE
    for fact in ruleset.facts.values():
        if random.random() < unknown and fact.need == "scored":
            continue
        value = _draw(fact, random, soundness)
        if fact.id == "history.years_operating":
            years = int(value)
        known: Any = to_json(value) if type(value) is int else value
        if random.random() < _BORROWERS_WORD and not fact.negative_assurance:
            known = {"status": "assessed", "value": known, "source": "borrower_stated"}
        document.setdefault(fact.section, {})[fact.name] = known
    document["borrower"]["incorporated_on"] = f"{RATING_YEAR - years // SCALE}-11-01"
    return document


def _draw(fact: Fact, random: Random, soundness: float) -> Value:
    """Draw a value, the nearer to the fact's best the greater ``soundness`` (1 is even)."""
    badness: float = random.random() ** soundness
    if isinstance(fact.worse, tuple):
        group = fact.worse[int(badness * len(fact.worse))]
        chosen = random.choice(group)
        return chosen == "true" if fact.kind == "bool" else chosen
    if fact.kind != "number":
        return random.choice(fact.domain())
    low, high = fact.minimum or 0, fact.maximum or 0
    # Thresholds lie low in the wide ranges of counts and of percentages above 100.
    high = min(high, scale(100))
    if fact.worse == "lower":
        badness = 1 - badness
    drawn = low + round(badness * (high - low))
    step = SCALE if fact.whole else SCALE // 10
    return max(low, int(drawn // step * step))


def _measured(reader: DossierReader, name: str, body: bytes) -> Measured:
    return Measured(name, body, reader.read(body).facts)
