"""The narrative: a grade explained on about a page that a committee member reads."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.explanation.narrative.ahead import conditions, covenants, follow_up, next_review
from service.explanation.narrative.standing import strengths, weaknesses
from service.explanation.narrative.unknown import unknown
from service.explanation.narrative.writer import Parts, Writer
from service.explanation.subject import Subject
from service.language.values import date_text

FULL: Final = "500"
"""The composite of a borrower who is rated Strong in every dimension."""


def narrative(subject: Subject, parts: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return the narrative of a rated borrower in ``lang``, ``en`` or ``zh``.

    ``parts`` is the explanation without its narrative. Every section of
    :data:`SECTIONS` is there, in that order, with at least one paragraph of whole sentences.
    What there is no room for is counted. Raises :exc:`KeyError` for another language.
    """
    writer = Writer(subject, lang)
    sections = [
        {
            "id": section,
            "heading": writer.say(f"heading_{section}"),
            "paragraphs": list(write(writer, parts)),
        }
        for section, write in SECTIONS.items()
    ]
    return {"language": lang, "sections": sections}


def _grade(writer: Writer, parts: Parts) -> Iterator[str]:
    """The grade in a sentence, what it comes from, and what it is not."""
    grade = parts["grade"]
    date = date_text(parts["rating_date"], writer.lang)
    if grade == "NR":
        yield writer.say("not_rated", date=date)
        yield writer.paragraph(
            [writer.say("indicative", grade=parts["indicative_grade"]), _composite(writer, parts)]
        )
    else:
        word, meaning = writer.ruleset.policy.grades[grade]
        told = writer.say(
            "grade",
            grade=grade,
            word=word.in_language(writer.lang),
            meaning=meaning.in_language(writer.lang),
            date=date,
        )
        yield writer.paragraph([told, _composite(writer, parts)])
    yield writer.say("label")


def _composite(writer: Writer, parts: Parts) -> str:
    base, grade = parts["base_grade"], parts["indicative_grade"]
    composite = str(parts["composite"])
    if base == grade:
        return writer.say("composite_alone", composite=composite, full=FULL, base=base)
    binding = sum(1 for cap in writer.result["caps"] if cap["binding"])
    capped = "composite_capped_indicative" if parts["grade"] == "NR" else "composite_capped"
    return writer.say(capped, n=binding, composite=composite, full=FULL, base=base, grade=grade)


SECTIONS: Final = {
    "grade": _grade,
    "strengths": strengths,
    "weaknesses": weaknesses,
    "unknown": unknown,
    "conditions": conditions,
    "covenants": covenants,
    "follow_up": follow_up,
    "next_review": next_review,
}
"""Section to what writes its paragraphs, in the order of the page."""
