"""The text of why, or why not: a finding, pattern, test, cap, dimension or the composite."""

from collections.abc import Callable
from typing import Final

from service.explanation.text.conditions import alternatives_text
from service.explanation.text.writer import Found, Lines, Writer, points, under
from service.explanation.why_findings import FIRED
from service.ruleset.model import Ruleset


def why_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what :func:`service.explanation.why.why` returns as lines of text."""
    return _KINDS[found["kind"]](Writer(ruleset, lang), found)


def _finding(writer: Writer, found: Found) -> Lines:
    say = writer.say
    lines = [
        say(f"finding_{found['status']}"),
        say(
            "finding_counts",
            test=writer.name(found["test"]),
            dimension=writer.name(found["dimension"]),
            severity=writer.severity(found["severity"]),
            points=points(found["points"]),
        ),
        say("clauses", clauses=writer.joined(found["clauses"])),
    ]
    lines += [say(f"finding_{mark}") for mark in ("assumed", "claimed") if found[mark]]
    if found["superseded_by"] is not None:
        lines.append(say("superseded", finding=writer.name(found["superseded_by"])))
    if found["missing_facts"]:
        lines.append(say("missing_facts", facts=writer.names(found["missing_facts"])))
    lines += alternatives_text(writer, "applicability", found["applicability"])
    lines += alternatives_text(writer, "alternatives", found["alternatives"])
    return [_named(writer, found), *under(lines)]


def _test(writer: Writer, found: Found) -> Lines:
    code = found["finding"]
    lines = [writer.say(f"test_{found['status']}")]
    if code is not None:
        lines.append(writer.say("test_finding", finding=writer.name(code)))
    for outcome in found["outcomes"]:
        lines += _finding(writer, outcome)
    return [writer.name(found["code"]), *under(lines)]


def _pattern(writer: Writer, found: Found) -> Lines:
    say = writer.say
    lines = [
        say(f"pattern_{found['status']}"),
        say(
            "pattern_cap" if found["status"] == FIRED else "pattern_would",
            id=found["id"],
            grade=writer.grade(found["cap"]),
        ),
        say("clauses", clauses=writer.joined(found["clauses"])),
    ]
    if found["suspicion"]:
        lines.append(say("pattern_suspicion"))
    if found["because"]:
        lines.append(say("because", findings=writer.names(found["because"])))
    for place, group in enumerate(found["groups"], 1):
        lines += _group(writer, place, group)
    if found["undecided"]:
        lines.append(say("undecided", findings=writer.names(found["undecided"])))
    return [_named(writer, found), *under(lines)]


def _group(writer: Writer, place: int, group: Found) -> Lines:
    """A group of a pattern: what could meet it, and what does."""
    say = writer.say
    missing = "group" if group["standing"] else "group_missing"
    lines = [say(missing, group=str(place), findings=writer.names(group["any_of"]))]
    for standing in group["standing"]:
        name = writer.name(standing["code"])
        if standing["implied_by"] is None:
            message = "standing_assumed" if standing["assumed"] else "standing"
            lines += under([say(message, finding=name)])
        else:
            graver = writer.name(standing["implied_by"])
            message = "standing_implied_assumed" if standing["assumed"] else "standing_implied"
            lines += under([say(message, finding=name, graver=graver)])
    return lines


def _cap(writer: Writer, found: Found) -> Lines:
    say = writer.say
    applies = "cap_grade" if found["status"] == FIRED else "cap_would"
    lines = [
        say(f"cap_{found['status']}"),
        say("cap_binding" if found["binding"] else applies, grade=writer.grade(found["cap"])),
    ]
    for rated in found["dimensions"]:
        dimension, rating = writer.name(rated["dimension"]), writer.rating(rated["rating"])
        lines.append(say("dimension_rated", dimension=dimension, rating=rating))
    lines.append(say("cap_findings", findings=writer.names(found["findings"])))
    return [_named(writer, found), *under(lines)]


def _dimension(writer: Writer, found: Found) -> Lines:
    say = writer.say
    lines = []
    for term in found["terms"]:
        message = "term" if term["counts"] else "term_claimed"
        name = writer.name(term["code"])
        lines.append(say(message, finding=name, test=term["test"], points=points(term["points"])))
    lines += [
        say(
            "dimension_strengths",
            points=str(found["strength_points"]),
            cap=str(found["strength_cap"]),
        ),
        say("dimension_adverse", points=str(found["adverse_points"])),
        say("dimension_net", net=points(found["net"]), rating=writer.rating(found["rating"])),
    ]
    for limit in found["limits"]:
        lines.append(
            say(
                "dimension_limit",
                severity=writer.severity(limit["severity"]),
                findings=str(limit["findings"]),
                rating=writer.rating(limit["best_rating"]),
            )
        )
    lines.append(say("dimension_weight", weight=str(found["weight"])))
    return [_named(writer, found), *under(lines)]


def _composite(writer: Writer, found: Found) -> Lines:
    say = writer.say
    lines = [
        say(
            "composite_term",
            dimension=writer.name(term["dimension"]),
            weight=str(term["weight"]),
            rating=writer.rating(term["rating"]),
            product=str(term["product"]),
        )
        for term in found["terms"]
    ]
    lines.append(say("composite_sum", composite=str(found["composite"])))
    grade, band = writer.grade(found["base_grade"]), found["band"]
    if band["to"] is None:
        lines.append(say("composite_best_band", grade=grade, least=str(band["from"])))
    else:
        least = "0" if band["from"] is None else str(band["from"])
        lines.append(say("composite_band", grade=grade, least=least, most=str(band["to"])))
    return [say("composite"), *under(lines)]


def _named(writer: Writer, found: Found) -> str:
    return writer.say("named", title=writer.title(found), code=found["code"])


_KINDS: Final[dict[str, Callable[[Writer, Found], Lines]]] = {
    "finding": _finding,
    "test": _test,
    "pattern": _pattern,
    "cap": _cap,
    "dimension": _dimension,
    "composite": _composite,
}
