"""Dossiers that give a paper as much to say as can be: nothing known, or nothing good."""

from typing import Any

import orjson

from service.ruleset.model import Fact, Ruleset
from tests.web.deciding import dossier

FAMILY = "family_condiment_maker"

UNFIT = frozenset({"years_operating", "name_changes_5y"})
"""Facts that other members of the dossier speak of too."""


def nothing_known() -> bytes:
    """Return a dossier in which every fact is missing that may be."""
    document = orjson.loads(dossier(FAMILY))
    for name, section in document.items():
        if isinstance(section, dict) and name not in {"borrower", "evidence_defaults"}:
            section.clear()
    document["history"]["founding_resource_status"] = "held"
    return orjson.dumps(document)


def nothing_good(ruleset: Ruleset) -> bytes:
    """Return a dossier in which every fact has the worst value that there is."""
    document = orjson.loads(dossier(FAMILY))
    for fact in ruleset.facts.values():
        if fact.need != "class" and fact.name in document.get(fact.section, {}):
            worst = _worst(fact)
            if worst is not None and fact.name not in UNFIT:
                document[fact.section][fact.name] = worst
    return orjson.dumps(document)


def _worst(fact: Fact) -> Any:
    if fact.kind == "number":
        end = {"higher": fact.maximum, "lower": fact.minimum}.get(str(fact.worse))
        return None if end is None else end // 10_000
    if not isinstance(fact.worse, tuple):
        return None
    value = fact.worse[-1][-1]
    return value == "true" if fact.kind == "bool" else value
