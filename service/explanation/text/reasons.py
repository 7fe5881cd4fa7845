"""The text of the reasons for a grade, as the committee sees them."""

from service.explanation.text.writer import Found, Lines, Writer, under


def reasons_text(writer: Writer, found: Found) -> Lines:
    """Return every reason, those found apart from those not evidenced, in order of rank.

    ``found`` is what :func:`service.explanation.reasons.reasons` returns. Each reason is told
    with its code, test and clauses, its facts, and the grade that would result without it.
    """
    heading = writer.say("reasons")
    committee = found["committee"]
    if not committee:
        return [heading, *under([writer.say("reasons_none")])]
    lines = [heading]
    for basis in ("missing", "found", "not_evidenced"):
        listed = [reason for reason in committee if _kept_with(reason) == basis]
        if listed:
            lines += under([writer.say(f"reasons_{basis}")])
        for reason in listed:
            first, *rest = _reason(writer, reason)
            lines += under([first], 2) + under(rest, 4)
    told = [str(reason["rank"]) for reason in found["borrower"]]
    return [*lines, *under([writer.say("reasons_told", ranks=writer.joined(told))])]


def _kept_with(reason: Found) -> str:
    """What a reason is told with: what is missing, what was found, what was not evidenced."""
    return "missing" if reason["kind"] == "missing" else str(reason["basis"])


def _reason(writer: Writer, reason: Found) -> Lines:
    say = writer.say
    rank, code, title = str(reason["rank"]), reason["code"], writer.title(reason)
    lines = [say("reason", rank=rank, title=title, code=code), _origin(writer, reason)]
    if reason["suspicion"]:
        lines.append(say("reason_suspicion"))
    if reason["findings"]:
        lines.append(say("reason_findings", findings=_made_of(writer, reason["findings"])))
    if reason["not_shown"]:
        lines.append(say("reason_not_shown", strengths=_made_of(writer, reason["not_shown"])))
    if reason["severity"]:
        lines.append(say("reason_severity", severity=writer.severity(reason["severity"])))
    if reason["cap"]:
        binding = "reason_cap_binding" if reason["binding"] else "reason_cap"
        lines.append(say(binding, grade=reason["cap"]))
    if reason["loss"] is not None:
        lines.append(say("reason_loss", loss=str(reason["loss"])))
    lines.append(say("reason_without", grade=writer.grade(reason["grade_without"])))
    if reason["facts"]:
        lines += [say("reason_facts"), *under(map(writer.fact, reason["facts"]))]
    return lines


def _origin(writer: Writer, reason: Found) -> str:
    """The rule and the clauses that a reason comes from."""
    clauses = writer.joined(reason["clauses"])
    return writer.say(f"reason_{reason['kind']}", id=reason["id"], clauses=clauses)


def _made_of(writer: Writer, codes: list[str]) -> str:
    """Findings by title, code and test."""
    return writer.joined(
        writer.say(
            "finding_of_test",
            title=writer.text(outcome.title),
            code=outcome.code,
            test=test.id,
        )
        for test, outcome in (writer.ruleset.outcomes[code] for code in codes)
    )
