"""The text of the difference between two ratings, by everything that can differ."""

from typing import Any

from service.explanation.text.writer import Found, Lines, Writer, points, under


def head_text(writer: Writer, message: str, head: Found) -> Lines:
    """Return which rating one side is, under the heading ``message``."""
    say = writer.say
    ruleset = head["ruleset"]
    lines = [
        say(
            "head_grade",
            grade=writer.grade(head["grade"]),
            indicative=head["indicative_grade"],
            base=head["base_grade"],
            composite=str(head["composite"]),
        ),
        writer.about_dossier(head),
        say("about_ruleset", ruleset=ruleset["id"], version=ruleset["version"]),
    ]
    if "decision_id" in head:
        lines.append(say("about_decision", decision=head["decision_id"]))
    return [say(message), *under(lines)]


def difference_text(writer: Writer, found: Found) -> Lines:
    """Return what changed, by grade, fact, finding, pattern, cap, dimension and reason."""
    say = writer.say
    grade, composite = found["grade"], found["composite"]
    before, after = writer.grade(grade["from"]), writer.grade(grade["to"])
    lines = [say("difference_grade", before=before, after=after)]
    before, after = str(composite["from"]), str(composite["to"])
    lines.append(say("difference_composite", before=before, after=after))
    lines += _part(writer, "difference_facts", [_fact(writer, f) for f in found["facts"]])
    lines += _part(writer, "difference_findings", _findings(writer, found["findings"]))
    lines += _part(writer, "difference_patterns", _patterns(writer, found["patterns"]))
    lines += _part(writer, "difference_caps", _caps(writer, found["caps"]))
    rated = [_dimension(writer, d) for d in found["dimensions"]]
    lines += _part(writer, "difference_dimensions", rated)
    lines += _part(writer, "difference_reasons", _codes(writer, found["reasons"]))
    lines += _part(writer, "difference_missing", _codes(writer, found["missing"]))
    if not any(_changes(part) for part in found.values()):
        lines.append(say("difference_none"))
    return [say("difference"), *under(lines)]


def _changes(part: Any) -> bool:
    """True if a part of a difference names a change."""
    if isinstance(part, list):
        return bool(part)
    if "from" in part:
        return bool(part["from"] != part["to"])
    return any(part.values())


def _part(writer: Writer, heading: str, lines: Lines) -> Lines:
    return [writer.say(heading), *under(lines)] if lines else []


def _fact(writer: Writer, found: Found) -> str:
    if found["fact"] not in writer.ruleset.facts:
        title = writer.title(found)
        return writer.say("changed_fact_elsewhere", title=title, id=found["fact"])
    before, after = writer.fact(found["from"]), writer.fact(found["to"])
    return writer.say("changed_fact", before=before, after=after)


def _findings(writer: Writer, found: Found) -> Lines:
    lines = [
        writer.say(way, what=_finding(writer, finding))
        for way in ("appeared", "gone")
        for finding in found[way]
    ]
    for change in found["changed"]:
        before, after = _finding(writer, change["from"]), _finding(writer, change["to"])
        lines.append(writer.say("changed", before=before, after=after))
    return lines


def _finding(writer: Writer, found: Found) -> str:
    marks = [mark for mark in ("assumed", "claimed") if found[mark]]
    return writer.say(
        f"difference_finding_{marks[0]}" if marks else "difference_finding",
        title=writer.title(found),
        code=found["code"],
        test=found["test"],
        severity=found["severity"],
        points=points(found["points"]),
    )


def _patterns(writer: Writer, found: Found) -> Lines:
    lines = []
    for way in ("appeared", "gone"):
        for pattern in found[way]:
            title, code = writer.title(pattern), f"{pattern['id']} {pattern['code']}"
            what = writer.say("named", title=title, code=code)
            lines.append(writer.say(way, what=what))
    return lines


def _caps(writer: Writer, found: Found) -> Lines:
    return [
        writer.say(f"cap_{way}", grade=cap["grade"], reason=writer.name(cap["reason"]))
        for way in ("appeared", "gone")
        for cap in found[way]
    ]


def _dimension(writer: Writer, found: Found) -> str:
    return writer.say(
        "changed_dimension",
        dimension=writer.say("named", title=writer.title(found), code=found["dimension"]),
        before=_rated(writer, found["from"]),
        after=_rated(writer, found["to"]),
    )


def _rated(writer: Writer, found: Found) -> str:
    if found["rating"] is None:
        return writer.say("not_rated")
    rating, net = writer.rating(found["rating"]), points(found["net"])
    return writer.say("rated_net", rating=rating, net=net)


def _codes(writer: Writer, found: Found) -> Lines:
    return [
        writer.say(way, what=writer.name(code))
        for way in ("appeared", "gone")
        for code in found[way]
    ]
