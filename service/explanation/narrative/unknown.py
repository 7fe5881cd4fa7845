"""What was not known, and what was therefore assumed; for NR, what a grade waits for."""

from collections.abc import Iterator
from typing import Final

from service.explanation.narrative.effect import effect, is_assumed
from service.explanation.narrative.writer import Parts, Writer

MISSING: Final = 8
"""Facts named that a grade waits for, at most: the rest are counted."""


def unknown(writer: Writer, parts: Parts) -> Iterator[str]:
    """The missing facts first, then assumptions in their order, then what else is not known."""
    result = writer.result
    if result["borrower_statements_void"]:
        yield writer.say("deceit", findings=writer.findings(result["borrower_statements_void"]))
    missing = _missing(parts)
    if missing:
        yield writer.paragraph(_waited_for(writer, parts, missing))
    assumed = [r for r in parts["reasons"]["committee"] if is_assumed(r)]
    yield from writer.each(
        assumed, lambda r: writer.paragraph(_assumed(writer, parts, r)), "more_assumed"
    )
    told = missing.keys() | {fact["fact"] for reason in assumed for fact in reason["facts"]}
    harmless = [
        {**fact, "value": None} for fact in result["unknown_facts"] if fact["fact"] not in told
    ]
    if harmless:
        yield writer.say("harmless", facts=writer.facts(harmless))
    if not result["unknown_facts"]:
        void = result["borrower_statements_void"]
        yield writer.say("all_known_otherwise" if void else "all_known")
    yield from _once_known(writer, parts)


def _waited_for(writer: Writer, parts: Parts, missing: dict[str, Parts]) -> Iterator[str]:
    """What a grade waits for, and what it may wait for too: that depends on the rest."""
    needed = {question["fact"] for question in parts["questions"] if question["mandatory"]}
    facts = [fact for name, fact in missing.items() if name in needed]
    perhaps = [fact for name, fact in missing.items() if name not in needed]
    if facts:
        yield writer.say("missing", facts=writer.facts(facts, MISSING))
    if perhaps:
        yield writer.say("missing_perhaps", facts=writer.facts(perhaps))
    yield writer.say("incomplete")


def _missing(parts: Parts) -> dict[str, Parts]:
    """The facts that a grade waits for, each once, in the order of the reasons."""
    return {
        fact["fact"]: fact
        for reason in parts["reasons"]["committee"]
        if reason["kind"] == "missing"
        for fact in reason["facts"]
    }


def _assumed(writer: Writer, parts: Parts, reason: Parts) -> Iterator[str]:
    facts = [fact for fact in reason["facts"] if fact["value"] is None]
    told = writer.facts(facts)
    yield writer.say("assumed", facts=told, finding=writer.findings([reason["code"]]))
    yield from effect(writer, parts, reason)


def _once_known(writer: Writer, parts: Parts) -> Iterator[str]:
    request = parts["information_request"]
    if request:
        facts = writer.names(request["facts"])
        yield writer.say("request", facts=facts, grade=request["grade"])
    if parts["best_case_grade"] != parts["grade"]:
        yield writer.say("best_case", grade=parts["best_case_grade"])
