"""What carries the grade and what holds it down, with the facts it rests on."""

from collections.abc import Iterator

from service.explanation.narrative.effect import effect, is_assumed
from service.explanation.narrative.writer import Parts, Writer

_GOOD = (5, 4)
_WEAK = (1, 2)

_FURTHER = (
    "further_patterns",
    "further_patterns_assumed",
    "further_suspicions",
    "further_suspicions_assumed",
)
"""Messages on patterns that formed but are no reason, in their order."""


def strengths(writer: Writer, parts: Parts) -> Iterator[str]:
    """The best dimensions and the strongest findings, greatest gain first."""
    best = list(_rated(writer, _GOOD))
    yield writer.paragraph(best) if best else writer.say("no_good_dimension")
    findings = writer.result["findings"]
    favourable = [f for f in findings if f["points"] * _weight(writer, f["dimension"]) > 0]
    favourable.sort(key=lambda f: -f["points"] * _weight(writer, f["dimension"]))
    yield from writer.each(favourable, lambda f: _strength(writer, f), "more_strengths")
    if not favourable:
        yield writer.say("no_strength")
    claimed = [f["code"] for f in findings if f["claimed"]]
    if claimed:
        yield writer.say("claimed", findings=writer.findings(claimed))


def weaknesses(writer: Writer, parts: Parts) -> Iterator[str]:
    """The reasons for the grade in their order; what is missing or assumed is told elsewhere."""
    weak = list(_rated(writer, _WEAK))
    if weak:
        yield writer.paragraph(weak)
    committee = parts["reasons"]["committee"]
    ranked = [r for r in committee if r["kind"] != "missing" and not is_assumed(r)]
    told: set[str] = set()
    yield from writer.each(
        ranked, lambda r: writer.paragraph(_reason(writer, parts, r, told)), "more_reasons"
    )
    yield from _further_patterns(writer, {r["code"] for r in ranked})
    elsewhere = sum(map(is_assumed, committee))
    if elsewhere:
        yield writer.say("more_below", n=elsewhere)
    elif not ranked:
        yield writer.say("no_reason")


def _further_patterns(writer: Writer, told: set[str]) -> Iterator[str]:
    """Patterns that formed but are no reason, as other caps weigh more.

    Those that findings only assumed belong to are told apart from the others.
    """
    assumed = {f["code"] for f in writer.result["findings"] if f["assumed"]}
    further: dict[str, list[str]] = {message: [] for message in _FURTHER}
    for pattern in writer.result["patterns"]:
        if pattern["code"] not in told:
            suspicion = writer.ruleset.patterns[pattern["id"]].suspicion
            message = "further_suspicions" if suspicion else "further_patterns"
            rests = "" if assumed.isdisjoint(pattern["because"]) else "_assumed"
            further[message + rests].append(pattern["code"])
    for message, codes in further.items():
        if codes:
            yield writer.say(message, patterns=writer.findings(codes))


def _strength(writer: Writer, finding: Parts) -> str:
    title, facts = writer.title(finding["code"]), writer.facts(finding["facts"])
    return writer.say("strength", title=title, facts=facts)


def _rated(writer: Writer, ratings: tuple[int, ...]) -> Iterator[str]:
    """A sentence on the weighted dimensions of each of ``ratings``, the heaviest first."""
    dimensions = writer.result["dimensions"]
    for rating in ratings:
        found = [d for d in dimensions if dimensions[d]["rating"] == rating]
        found = [d for d in found if dimensions[d]["weight"]]
        found.sort(key=lambda d: -_weight(writer, d))
        if found:
            word = writer.ruleset.policy.rating_titles[rating].in_language(writer.lang)
            yield writer.say("rated", word=word, dimensions=writer.dimensions(found))


def _reason(writer: Writer, parts: Parts, reason: Parts, told: set[str]) -> Iterator[str]:
    """The sentences on one reason; ``told`` gathers the facts told so far."""
    yield _what(writer, reason)
    if reason["kind"] in ("pattern", "dimension"):
        if reason["findings"]:
            yield writer.say("rests_on", findings=writer.findings(reason["findings"]))
        # What holds the grade down together is mostly the same facts: each is told once, and
        # those not known are told with what is assumed of them.
        known = [fact for fact in reason["facts"] if fact["value"] is not None]
        facts = [fact for fact in known if fact["fact"] not in told]
        if facts:
            yield writer.say("facts_are", n=len(facts), facts=writer.facts(facts))
        if reason["basis"] == "not_evidenced":
            yield writer.say("not_evidenced")
    told.update(fact["fact"] for fact in reason["facts"])
    yield from effect(writer, parts, reason)


def _what(writer: Writer, reason: Parts) -> str:
    if reason["kind"] == "pattern":
        pattern = writer.findings([reason["code"]])
        return writer.say("suspicion" if reason["suspicion"] else "pattern", pattern=pattern)
    title = reason["title_zh"] if writer.lang == "zh" else reason["title"]
    if reason["kind"] == "dimension":
        return writer.say("dimension_cap", title=title)
    facts = writer.facts(reason["facts"])
    if reason["kind"] == "strength_not_shown":
        return writer.say("not_shown", title=title, facts=facts)
    return writer.say("found", title=title, facts=facts)


def _weight(writer: Writer, dimension: str) -> int:
    return int(writer.result["dimensions"][dimension]["weight"])
