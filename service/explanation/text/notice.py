"""The text of the data of a letter to the borrower."""

from service.explanation.text.writer import Found, Lines, Writer, apart, under
from service.ruleset.model import Ruleset


def notice_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what :func:`service.explanation.notice.notice` returns as lines of text."""
    writer = Writer(ruleset, lang)
    say = writer.say
    facts = found["facts_to_supply"]
    # What is told of an incomplete application is a state of things, not a reason.
    unevidenced = "notice_state" if found["kind"] == "incomplete" else "notice_not_evidenced"
    return apart(
        [
            _head(writer, found),
            _reasons(writer, "notice_found", found["reasons"]),
            _reasons(writer, unevidenced, found["not_evidenced"]),
            [say("notice_further")] if found["further_reasons"] else [],
            _facts(writer, "notice_mandatory", [f for f in facts if f["mandatory"]]),
            _facts(writer, "notice_helpful", [f for f in facts if not f["mandatory"]]),
            [writer.title(found, "statement"), writer.title(found, "label")],
        ]
    )


def _head(writer: Writer, found: Found) -> Lines:
    say = writer.say
    lines = [writer.about_dossier(found)]
    regime = writer.title(found, "regime_title")
    source = writer.title(found, "source")
    if source:
        lines.append(say("notice_regime_sourced", regime=regime, source=source))
    else:
        lines.append(say("notice_regime", regime=regime))
    kind = say(f"notice_{found['kind']}", grade=writer.grade(found["grade"]))
    return [kind, *under(lines)]


def _reasons(writer: Writer, heading: str, reasons: list[Found]) -> Lines:
    if not reasons:
        return []
    lines = []
    for place, reason in enumerate(reasons, 1):
        sentence, code = writer.title(reason, "sentence"), reason["code"]
        lines.append(writer.say("notice_reason", place=str(place), sentence=sentence, code=code))
        sample = reason["sample"]
        if sample is not None:
            title = writer.title(sample)
            lines += under([writer.say("notice_sample", title=title, id=sample["id"])])
    return [writer.say(heading), *under(lines)]


def _facts(writer: Writer, heading: str, facts: list[Found]) -> Lines:
    if not facts:
        return []
    lines = [
        writer.say(
            "notice_fact",
            fact=writer.say("named", title=writer.title(fact), code=fact["fact"]),
            why=writer.why_unknown(fact["why"]),
        )
        for fact in facts
    ]
    return [writer.say(heading), *under(lines)]
