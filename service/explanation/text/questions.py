"""The text of what to ask next: unknown facts, and what knowing them is worth."""

from collections.abc import Sequence

from service.explanation.text.writer import Found, Lines, Writer, under
from service.ruleset.model import Ruleset


def questions_text(ruleset: Ruleset, questions: Sequence[Found], lang: str) -> Lines:
    """Return every unknown fact in order of worth, with the grade that each answer gives.

    ``questions`` is what :func:`service.explanation.questions.questions` returns.
    """
    writer = Writer(ruleset, lang)
    if not questions:
        return [writer.say("questions_none")]
    lines = []
    for place, question in enumerate(questions, 1):
        lines += _question(writer, place, question)
    return [writer.say("questions"), *under(lines)]


def request_text(ruleset: Ruleset, request: Found | None, lang: str) -> Lines:
    """Return the fewest facts to ask for so that ordinary answers lift the grade.

    ``request`` is what :func:`service.explanation.questions.information_request` returns.
    """
    writer = Writer(ruleset, lang)
    if request is None:
        return [writer.say("request_none")]
    answers = {answer["fact"]: answer["to"] for answer in request["resolution"]}
    grade, composite = writer.grade(request["grade"]), str(request["composite"])
    lines = []
    for fact in request["facts"]:
        value = writer.value(fact, answers[fact])
        lines.append(writer.say("request_fact", fact=writer.name(fact), value=value))
    return [writer.say("request", grade=grade, composite=composite), *under(lines)]


def claims_text(ruleset: Ruleset, claims: Sequence[Found], lang: str) -> Lines:
    """Return what the borrower only claims, with the grade if it were evidenced; empty for none.

    ``claims`` is what :func:`service.explanation.questions.claims` returns.
    """
    if not claims:
        return []
    writer = Writer(ruleset, lang)
    lines = []
    for place, claim in enumerate(claims, 1):
        then = claim["evidenced"]
        lines.append(
            writer.say(
                "claim",
                place=str(place),
                finding=writer.name(claim["code"]),
                grade=writer.grade(then["grade"]),
                indicative=then["indicative_grade"],
                composite=str(then["composite"]),
            )
        )
        lines += under(map(writer.fact, claim["facts"]), 2)
    return [writer.say("claims"), *under(lines)]


def _question(writer: Writer, place: int, question: Found) -> Lines:
    say = writer.say
    fact = question["fact"]
    kind = "question_mandatory" if question["mandatory"] else "question"
    named = say("named", title=writer.title(question), code=fact)
    why = writer.why_unknown(question["unknown"])
    lines = [say("question_tests", tests=writer.names(question["tests"]))]
    for answer in ("neutral", "favourable", "adverse"):
        lines.append(_answer(writer, f"answer_{answer}", fact, question[answer]))
    return [say(kind, place=str(place), fact=named, why=why), *under(lines, 2)]


def _answer(writer: Writer, message: str, fact: str, answer: Found) -> str:
    """One answer to a question, and what would then be the grade."""
    return writer.say(
        message,
        value=writer.value(fact, answer["value"]),
        grade=writer.grade(answer["grade"]),
        indicative=answer["indicative_grade"],
        composite=str(answer["composite"]),
    )
