"""The text of what would be if other facts were supposed: hypothetical from first to last line."""

from service.explanation.text.counterfactuals import move
from service.explanation.text.difference import difference_text, head_text
from service.explanation.text.writer import Found, Lines, Writer, apart, under
from service.ruleset.model import Ruleset


def what_if_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what :func:`service.explanation.what_if.what_if` returns as lines of text.

    The first line, and the label on the last, say that it is hypothetical.
    """
    writer = Writer(ruleset, lang)
    changes = [move(writer, change) for change in found["changes"]]
    return apart(
        [
            [writer.say("hypothetical")],
            [writer.say("supposed"), *under(changes or [writer.say("none")])],
            head_text(writer, "before", found["before"]),
            head_text(writer, "after", found["after"]),
            difference_text(writer, found["difference"]),
            [writer.label(), writer.title(found, "label")],
        ]
    )
