"""The text of a whole explanation: the narrative, then all that stands behind it."""

from service.explanation.text.counterfactuals import counterfactuals_text, edge_text
from service.explanation.text.questions import claims_text, questions_text, request_text
from service.explanation.text.reasons import reasons_text
from service.explanation.text.writer import ACTION_KINDS, Found, Lines, Writer, apart, under
from service.language.values import date_text
from service.ruleset.model import Ruleset


def explanation_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what :func:`service.explanation.explain.explain` returns as lines of text.

    The narrative is in the language in which it was asked for; ``lang`` is that of the rest.
    """
    writer = Writer(ruleset, lang)
    return apart(
        [
            *(_section(section) for section in found["narrative"]["sections"]),
            reasons_text(writer, found["reasons"]),
            counterfactuals_text(ruleset, found["counterfactuals"], lang),
            edge_text(ruleset, found["edge"], lang),
            questions_text(ruleset, found["questions"], lang),
            # With nothing left to ask there is nothing to say of a request.
            request_text(ruleset, found["information_request"], lang) if found["questions"] else [],
            claims_text(ruleset, found["claims"], lang),
            *(
                _actions(writer, f"actions_{kind}", found["actions"][member])
                for kind, member in ACTION_KINDS.items()
            ),
            _review(writer, found["next_review"]),
            about(writer, found),
        ]
    )


def _section(section: Found) -> Lines:
    return [section["heading"], *under(section["paragraphs"])]


def _actions(writer: Writer, heading: str, actions: list[Found]) -> Lines:
    """What the committee can ask for, each with what it is asked for."""
    if not actions:
        return []
    return [writer.say(heading), *under(_action(writer, action) for action in actions)]


def _action(writer: Writer, action: Found) -> str:
    """What is asked for and why; of an unknown fact, that it is to be established."""
    (first, *_) = action["for"]
    if first in writer.ruleset.facts:
        return writer.say("establish", fact=writer.name(first))
    return writer.say(
        "action", text=writer.title(action, "text"), because=writer.names(action["for"])
    )


def _review(writer: Writer, review: Found) -> Lines:
    lines = []
    if review["date"] is not None:
        date = date_text(review["date"], writer.lang)
        lines.append(writer.say("review", date=date, months=str(review["months"])))
    if review["at_once_on"]:
        lines.append(writer.say("review_at_once", findings=writer.names(review["at_once_on"])))
    return lines


def about(writer: Writer, found: Found) -> Lines:
    """Return what a rating is of, under which ruleset, and what it is not."""
    say = writer.say
    ruleset = found["ruleset"]
    lines = [
        say(
            "about_rating",
            grade=writer.grade(found["grade"]),
            indicative=found["indicative_grade"],
            base=found["base_grade"],
            best=found["best_case_grade"],
            composite=str(found["composite"]),
        ),
        writer.about_dossier(found),
        say("about_ruleset", ruleset=ruleset["id"], version=ruleset["version"]),
        say("about_digests", ruleset=ruleset["digest"], dossier=found["dossier_digest"]),
    ]
    if "decision_id" in found:
        lines.append(say("about_decision", decision=found["decision_id"]))
    return [say("about"), *under([*lines, writer.label()])]
