"""The text of the comparison of two decisions."""

from service.explanation.text.difference import difference_text, head_text
from service.explanation.text.writer import Found, Lines, Writer, apart
from service.ruleset.model import Ruleset


def compare_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what :func:`service.explanation.compare.compare` returns as lines of text.

    ``ruleset`` is that of the second decision; codes that only another has are told as codes.
    """
    writer = Writer(ruleset, lang)
    borrower = "same_borrower" if found["same_borrower"] else "other_borrower"
    rules = "same_ruleset" if found["same_ruleset"] else "other_ruleset"
    return apart(
        [
            [writer.say(borrower), writer.say(rules)],
            head_text(writer, "one", found["one"]),
            head_text(writer, "other", found["other"]),
            difference_text(writer, found["difference"]),
            [writer.label()],
        ]
    )
