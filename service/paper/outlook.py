"""What comes next: what to ask, what would change the grade, what to require, when to review."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from service.explanation.search import MOST_FACTS
from service.paper.pen import Found, Named, Pen

CARDS: Final = 6
"""Ways to a grade that are told, at most: the rest are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, and the grade that would follow from it alone."""

    kind: str
    value: str
    grade: str
    indicative: str
    composite: int


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact: why it is, whether a grade waits for it, and what each answer would do."""

    place: int
    fact: str
    title: str
    why: str
    mandatory: bool
    tests: tuple[Named, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What was not known.

    ``told`` sums it up; ``request`` says which of the facts asked for would lift the grade,
    where any would; ``asked`` are these, with the ordinary answer that is supposed.
    """

    told: str
    questions: tuple[Question, ...]
    request: str
    asked: tuple[tuple[Named, str], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A fact moved from one value to another; ``slow`` if only time can do it."""

    fact: str
    title: str
    before: str
    after: str
    slow: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Moves that do it together; ``query`` supposes them on the what-if page."""

    moves: tuple[Move, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The smallest changes that reach ``grade``, each of ``cards`` one way.

    ``told`` says how many there are, or why there are none; ``more`` counts those not told,
    empty where all are.
    """

    grade: str
    heading: str
    told: str
    cards: tuple[Card, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Action:
    """What the committee can ask for, and what it is for."""

    text: str
    because: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Actions:
    """Conditions precedent, covenants, follow-up; ``guided``: the ruleset provides for them."""

    conditions: tuple[Action, ...]
    covenants: tuple[Action, ...]
    follow_up: tuple[Action, ...]
    guided: bool


@dataclass(frozen=True, slots=True)
class NextReview:
    """When to rate anew at the latest, and upon what at once."""

    told: str
    at_once: tuple[Named, ...]


def unknowns_of(pen: Pen, explanation: Found) -> Unknowns:
    """Return what was not known and what to ask next, most worth asking first."""
    questions = explanation["questions"]
    request = explanation["information_request"]
    asked: tuple[tuple[Named, str], ...] = ()
    told = ""
    if request is not None:
        asked = tuple(
            (pen.named(answer["fact"]), pen.value(answer["fact"], answer["to"]))
            for answer in request["resolution"]
        )
        told = pen.say("request", n=len(asked), grade=pen.worded(request["grade"]))
    elif questions:
        told = pen.say("request_none")
    mandatory = sum(1 for question in questions if question["mandatory"])
    if not questions:
        summary = pen.say("all_known")
    elif mandatory:
        summary = pen.say("unknown_mandatory", n=len(questions), mandatory=str(mandatory))
    else:
        summary = pen.say("unknown_some", n=len(questions))
    return Unknowns(
        told=summary,
        questions=tuple(_question(pen, place, q) for place, q in enumerate(questions, 1)),
        request=told,
        asked=asked,
    )


def _question(pen: Pen, place: int, found: Found) -> Question:
    fact = pen.fact({"fact": found["fact"], "value": None, "unknown": found["unknown"]})
    return Question(
        place=place,
        fact=fact.id,
        title=fact.title,
        why=fact.why,
        mandatory=found["mandatory"],
        tests=pen.all_named(found["tests"]),
        answers=tuple(
            Answer(
                kind=pen.say(message),
                value=pen.value(fact.id, found[kind]["value"]),
                grade=found[kind]["grade"],
                indicative=found[kind]["indicative_grade"],
                composite=found[kind]["composite"],
            )
            for kind, message in _ANSWERS.items()
        ),
    )


def changes_of(pen: Pen, found: Found, *, rated: bool, better: bool) -> Changes:
    """Return what would reach a better grade, or (``better`` false) what would cost one.

    ``found`` are the counterfactuals of an explanation, or its edge; ``rated`` is false of a
    borrower who has no grade.
    """
    which = "better" if better else "worse"
    target = found["target"]
    if target is None:
        why = f"change_{which}_no_target" if rated else "change_no_grade"
        return Changes("", pen.say(f"change_{which}"), pen.say(why), (), "")
    sets, grade = found["sets"], pen.worded(target)
    left = len(sets) - CARDS
    return Changes(
        grade=target,
        heading=pen.say(f"change_{which}_to", grade=grade),
        told=_told(pen, found, which),
        cards=tuple(_card(pen, moves, better) for moves in sets[:CARDS]),
        more=pen.say("more_ways", n=left) if left > 0 else "",
    )


def _told(pen: Pen, found: Found, which: str) -> str:
    if not found["considered_facts"]:
        return pen.say("change_none_considered")
    if found["sets"]:
        size, ways = found["minimal_size"], pen.count(len(found["sets"]))
        if found["complete"] and len(found["sets"]) == 1:
            return pen.say(f"change_{which}_only", n=size)
        at_least = "" if found["complete"] else "_at_least"
        return pen.say(f"change_{which}_sets{at_least}", n=size, ways=ways)
    if not found["complete"]:
        return pen.say("change_given_up")
    return pen.say(f"change_{which}_none", most=str(MOST_FACTS))


def _card(pen: Pen, moves: Sequence[Found], better: bool) -> Card:
    query = urlencode([(move["fact"], _spelled(move["to"])) for move in moves])
    return Card(tuple(_moves(pen, moves, better)), query)


def _spelled(value: Any) -> str:
    """A value of a fact, as JSON has it, in the spelling of dossiers."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _moves(pen: Pen, moves: Sequence[Found], better: bool) -> Iterable[Move]:
    for move in moves:
        fact = pen.ruleset.facts[move["fact"]]
        yield Move(
            fact=fact.id,
            title=pen.text(fact.title),
            before=pen.value(fact.id, move["from"]),
            after=pen.value(fact.id, move["to"]),
            # That something can get worse only slowly is no comfort.
            slow=better and fact.change.when == "with_time",
        )


def actions_of(pen: Pen, found: Found) -> Actions:
    """Return what an explanation asks for."""
    return Actions(
        conditions=_actions(pen, found["conditions"]),
        covenants=_actions(pen, found["covenants"]),
        follow_up=_actions(pen, found["follow_up"]),
        # A ruleset of format 1 sorts no actions: that none is needed, nobody decided.
        guided=bool(pen.ruleset.policy.review_months),
    )


def _actions(pen: Pen, found: Iterable[Found]) -> tuple[Action, ...]:
    return tuple(_action(pen, action) for action in found)


def _action(pen: Pen, found: Found) -> Action:
    first = found["for"][0]
    if first in pen.ruleset.facts:
        return Action(pen.say("establish", fact=pen.quoted(pen.title(first))), ())
    # The code of a warning is no name of anything: the text says what it is about.
    named = (one for one in pen.all_named(found["for"]) if one.title != one.code)
    return Action(pen.told(found, "text"), tuple(named))


def review_of(pen: Pen, found: Found) -> NextReview:
    """Return when a borrower is rated anew."""
    if not pen.ruleset.policy.review_months:
        told = pen.say("not_provided")
    elif found["date"] is None:
        told = pen.say("review_none")
    else:
        told = pen.say("review_by", n=found["months"], date=pen.date(found["date"]))
    return NextReview(told, pen.all_named(found["at_once_on"]))


_ANSWERS: Final = {
    "neutral": "answer_neutral",
    "favourable": "answer_favourable",
    "adverse": "answer_adverse",
}
