"""What is to be done: conditions precedent, covenants, follow-up, the next review."""

from collections.abc import Iterator, Sequence

from service.explanation.narrative.writer import Parts, Writer
from service.language.values import date_text

_QUESTIONS = 3
"""Questions on unknown facts, at most, beside the follow-up that findings call for."""

_ENDS = (".", "?", "。", "？")
"""What ends a sentence: most texts of a ruleset are none."""

_EVENTS = 3
"""Findings named, at most, that call for a new rating at once."""


def conditions(writer: Writer, parts: Parts) -> Iterator[str]:
    """What must be met before drawdown."""
    yield from _actions(writer, parts["actions"]["conditions"], "conditions")


def covenants(writer: Writer, parts: Parts) -> Iterator[str]:
    """What must be kept true."""
    yield from _actions(writer, parts["actions"]["covenants"], "covenants")


def follow_up(writer: Writer, parts: Parts) -> Iterator[str]:
    """What findings call for, then unknown facts by what knowing them is worth."""
    facts = writer.ruleset.facts
    raised = [a for a in parts["actions"]["follow_up"] if facts.keys().isdisjoint(a["for"])]
    asked = sorted(parts["questions"], key=lambda question: not _tells(parts, question))
    worth = [c for c in parts["claims"] if c["evidenced"]["grade"] != parts["grade"]]
    if raised or not (asked or worth):
        yield from _actions(writer, raised, "follow_up")
    yield from writer.each(
        asked, lambda q: _question(writer, parts, q), "more_questions", _QUESTIONS
    )
    yield from writer.each(worth, lambda c: _claim(writer, c), "more_claims", _QUESTIONS)


def next_review(writer: Writer, parts: Parts) -> Iterator[str]:
    """When the borrower is rated again, and upon what at once."""
    review = parts["next_review"]
    if not writer.ruleset.policy.review_months:
        yield writer.say("not_said")
    elif review["date"] is None:
        yield writer.say("no_review_date")
    else:
        date = date_text(review["date"], writer.lang)
        yield writer.say("review_date", n=review["months"], date=date)
    if review["at_once_on"]:
        yield writer.say("at_once", findings=writer.findings(review["at_once_on"], _EVENTS))


def _actions(writer: Writer, actions: Sequence[Parts], kind: str) -> Iterator[str]:
    yield from writer.each(actions, lambda action: _action(writer, action), f"more_{kind}")
    if not actions:
        # A ruleset of format 1 sorts no actions and sets no reviews: that none is called for
        # would be more than anybody decided.
        guided = kind == "follow_up" or writer.ruleset.policy.review_months
        yield writer.say(f"no_{kind}" if guided else "not_said")


def _action(writer: Writer, action: Parts) -> str:
    text: str = action["text_zh" if writer.lang == "zh" else "text"]
    return text if text.endswith(_ENDS) else writer.say("action", action=text)


def _claim(writer: Writer, claim: Parts) -> str:
    facts = writer.facts(claim["facts"])
    return writer.say("ask_evidence", facts=facts, grade=claim["evidenced"]["grade"])


def _tells(parts: Parts, question: Parts) -> bool:
    """True if a grade waits for the answer, or an answer could change the grade."""
    answers = (question["neutral"], question["favourable"], question["adverse"])
    return question["mandatory"] or any(a["grade"] != parts["grade"] for a in answers)


def _question(writer: Writer, parts: Parts, question: Parts) -> str:
    fact = writer.names([question["fact"]])
    if question["mandatory"]:
        return writer.say("ask_mandatory", fact=fact)
    if not _tells(parts, question):
        return writer.say("ask_at_least", fact=fact)
    best, worst = question["favourable"]["grade"], question["adverse"]["grade"]
    return writer.say("ask", fact=fact, best=best, worst=worst)
