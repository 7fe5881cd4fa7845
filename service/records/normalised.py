"""The facts of a dossier as they were read, in the form that is recorded."""

from collections.abc import Mapping
from typing import Any

import orjson

from service.decimal4 import plain
from service.dossier.facts import ABSENT, Dossier, FactState
from service.ruleset.model import Ruleset


def normalised(ruleset: Ruleset, dossier: Dossier) -> bytes:
    """Return every rateable fact of ``dossier`` after the evidence rules, as RFC 8785 JSON.

    Numbers are texts of exact decimals; members that say nothing are left out.
    """
    facts = {
        name: _ABSENT if state is ABSENT else _fact(ruleset, name, state)
        for name, state in dossier.facts.items()
    }
    # With names in ASCII and no numbers at all, orjson writes what RFC 8785 asks for.
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)


def _fact(ruleset: Ruleset, name: str, state: FactState) -> Mapping[str, Any]:
    value, unknown, source, as_of, obtained_on, evidence_ref, word_only = state
    if type(value) is int and ruleset.facts[name].kind == "number":
        value = plain(value)
    fact: dict[str, Any] = {"value": value}
    if unknown is not None:
        fact["unknown"] = unknown
    if source is not None:
        fact["source"] = source
    if as_of is not None:
        fact["as_of"] = as_of
    if obtained_on is not None:
        fact["obtained_on"] = obtained_on
    if evidence_ref is not None:
        fact["evidence_ref"] = evidence_ref
    if word_only:
        fact["word_only"] = True
    return fact


_ABSENT: Mapping[str, Any] = {"value": None, "unknown": ABSENT.unknown}
"""What most facts are that a dossier leaves out."""
