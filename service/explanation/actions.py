"""What the committee should ask for because of what was found, and when to look again."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from service.dossier.dates import add_months
from service.errors import Fault
from service.explanation.grounds import Reason, of_pattern
from service.explanation.reasons import adverse_reasons
from service.explanation.shortfalls import mandatory_facts, open_facts
from service.explanation.subject import Subject
from service.explanation.why_findings import NOT_EVALUABLE, NOT_FIRED, judge
from service.language.catalogue import LANGUAGES, Speaker
from service.ruleset.guidance import Action
from service.ruleset.model import Ruleset, Test
from service.ruleset.text import Text

_MEMBERS: Final = {"conditions": "condition", "covenants": "covenant", "follow_up": "follow_up"}
"""Member of the answer to the kind of action that it holds."""

Asked = dict[str, Any]
"""What is asked for, in both languages, and the codes or the fact that it is asked for."""


def actions(subject: Subject) -> dict[str, list[Asked]]:
    """Return conditions precedent, covenants and follow-up questions.

    Those that the ruleset gives for adverse findings and for patterns come in the order of the
    reasons, patterns that do not bind after all that does, worst cap first; each text once,
    ``for`` all the codes that ask for it. What is only assumed calls for an answer, not for a
    cure: after them ``follow_up`` has every unknown fact that leaves an adverse finding assumed
    or a gate undecided, as its title: mandatory ones first, then by the loss that knowing it
    could avoid (dimension weight x points, summed over tests); at last what warnings of the
    dossier ask for, ``for`` their codes.
    """
    given = list(_given(subject))
    found = {
        member: _once((code, action.text) for code, action in given if action.kind == kind)
        for member, kind in _MEMBERS.items()
    }
    facts = subject.ruleset.facts
    found["follow_up"] += [_asked(facts[f].title, [f]) for f in _facts_to_ask(subject)]
    warnings = subject.dossier.warnings
    found["follow_up"] += _once((w.code, _question(subject.ruleset, w)) for w in warnings)
    return found


def next_review(subject: Subject) -> dict[str, Any]:
    """Return when to rate the borrower anew, at the latest.

    ``months``, whole calendar months from the rating date, are those of the policy for the
    grade, ``null`` where it has none (NR); ``date`` is that day, or the last of a shorter
    month. ``at_once_on`` has the knock-out findings that would not wait for it: those of all
    tests that apply, or may, but for those that stand already.
    """
    months = subject.ruleset.policy.review_months.get(subject.evaluation.grade)
    due = None if months is None else add_months(subject.dossier.rating_date, months)
    return {
        "date": None if due is None else due.isoformat(),
        "months": months,
        "at_once_on": [
            judged.outcome.code
            for test in subject.ruleset.tests.values()
            for judged in judge(subject, test)
            if judged.outcome.severity == "KO" and judged.status in (NOT_FIRED, NOT_EVALUABLE)
        ],
    }


def _given(subject: Subject) -> Iterator[tuple[str, Action]]:
    """Yield the actions of the ruleset with the codes that they are for, some twice."""
    ruleset = subject.ruleset
    ranks = ruleset.policy.ranks
    reasons = adverse_reasons(subject)
    formed = [of_pattern(subject, ruleset.patterns[p]) for p in subject.evaluation.patterns]
    formed.sort(key=lambda pattern: (-ranks[pattern.cap or ""], pattern.id))
    in_order = [r for r in reasons if r.binding] + formed
    in_order += [r for r in reasons if not r.binding]
    for reason in in_order:
        if not reason.not_evidenced:
            yield from ((reason.code, action) for action in _of_reason(ruleset, reason))


def _of_reason(ruleset: Ruleset, reason: Reason) -> tuple[Action, ...]:
    if reason.kind == "pattern":
        return ruleset.patterns[reason.id].actions
    return ruleset.tests[reason.id].actions if reason.kind == "finding" else ()


def _facts_to_ask(subject: Subject) -> list[str]:
    """The unknown facts behind assumptions and undecided gates, in the order of asking."""
    ruleset, evaluation = subject.ruleset, subject.evaluation
    avoided = {name: 0 for name in evaluation.missing if name in ruleset.facts}
    waiting = {f.test for f in evaluation.findings if f.assumed} | set(evaluation.missing)
    for test in ruleset.tests.values():
        if test.id in waiting:
            for fact, loss in _losses(subject, test).items():
                avoided[fact] = avoided.get(fact, 0) + loss
    mandatory = mandatory_facts(subject)
    # What is left equal stays in the order of the dictionary.
    in_order = [fact for fact in ruleset.facts if fact in avoided]
    return sorted(in_order, key=lambda fact: (fact not in mandatory, -avoided[fact]))


def _losses(subject: Subject, test: Test) -> dict[str, int]:
    """Unknown fact to the gravest loss that it leaves open in a test."""
    weight = subject.evaluation.dimensions[test.dimension].weight
    losses: dict[str, int] = {}
    for judged in judge(subject, test):
        if judged.outcome.adverse:
            loss = weight * -subject.ruleset.policy.points[judged.outcome.severity]
            for fact in open_facts(subject, judged):
                losses[fact] = max(loss, losses.get(fact, 0))
    return losses


def _question(ruleset: Ruleset, warning: Fault) -> Text:
    """What a warning asks for: its pointer leads to a fact, or to an identifier."""
    section, name = warning.pointer.split("/")[-2:]
    fact = ruleset.facts.get(f"{section}.{name}")
    told = []
    for lang in LANGUAGES:
        say = Speaker(lang, "follow_up").say
        told.append(say(warning.code, name=fact.title.in_language(lang) if fact else say(name)))
    return Text(*told)


def _once(texts: Iterable[tuple[str, Text]]) -> list[Asked]:
    """Each text once, where it comes first, with all the codes that it comes with."""
    codes: dict[Text, dict[str, None]] = {}
    for code, text in texts:
        codes.setdefault(text, {})[code] = None
    return [_asked(text, list(found)) for text, found in codes.items()]


def _asked(text: Text, asked_for: list[str]) -> Asked:
    return {"text": text.en, "text_zh": text.zh, "for": asked_for}
