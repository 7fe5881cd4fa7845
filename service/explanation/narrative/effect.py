"""What a reason does to the grade, and whether it was found or is assumed."""

from collections.abc import Iterator

from service.explanation.narrative.writer import Parts, Writer


def is_assumed(reason: Parts) -> bool:
    """True of a finding that is adverse only because an unknown fact does not rule it out."""
    return bool(reason["kind"] == "finding" and reason["basis"] == "not_evidenced")


def effect(writer: Writer, parts: Parts, reason: Parts) -> Iterator[str]:
    """Yield how far a reason caps the grade, and the grade that would be without it.

    Of a borrower that is not rated, the grade is the indicative one.
    """
    if reason["binding"]:
        yield writer.say("caps", grade=reason["cap"])
    without = reason["grade_without"]
    if without == parts["indicative_grade"]:
        if not reason["binding"]:
            return
        of = "even_without"
    else:
        of = "with" if reason["kind"] == "strength_not_shown" else "without"
    yield writer.say(f"{of}_indicative" if parts["grade"] == "NR" else of, grade=without)
