"""The facts of a dossier as they were read, in the form that is recorded."""

from collections.abc import Mapping
from typing import Any

import orjson

from service.decimal4 import plain
from service.dossier.facts import Dossier, FactState
from service.ruleset.model import Ruleset


def normalised(ruleset: Ruleset, dossier: Dossier) -> bytes:
    """Return every rateable fact of ``dossier`` after the evidence rules, as RFC 8785 JSON.

    Numbers are texts of exact decimals; members that say nothing are left out.
    """
    facts = {name: _fact(ruleset, name, state) for name, state in dossier.facts.items()}
    # With names in ASCII and no numbers at all, orjson writes what RFC 8785 asks for; the
    # library for RFC 8785 takes thirty times as long.
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)


def _fact(ruleset: Ruleset, name: str, state: FactState) -> Mapping[str, Any]:
    value = state.value
    if isinstance(value, int) and ruleset.facts[name].kind == "number":
        value = plain(value)
    fact: dict[str, Any] = {"value": value}
    for member in ("unknown", "source", "as_of", "obtained_on", "evidence_ref"):
        said = getattr(state, member)
        if said is not None:
            fact[member] = said
    if state.word_only:
        fact["word_only"] = True
    return fact
