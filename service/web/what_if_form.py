"""The form of a what-if: a control for each fact, and what a filled-in form supposes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from service.decimal4 import plain
from service.dossier.facts import FactState
from service.engine.trace import fact_json
from service.explanation.subject import Changes, Subject
from service.explanation.what_if import ChangesRejected, parse_assignments
from service.language.catalogue import Speaker
from service.language.values import date_text, number, source_text, unknown_text, value_text
from service.ruleset.model import Fact, Value

DOMAIN = "review_page"
"""The messages of the form."""

PROVEN = "proven"
"""The field that names each fact whose value is supposed to be proved by others."""

NOT_KNOWN = ""
"""What a control has where a fact is not known."""

WEIGHING = "weighing"
"""The group of facts behind what weighs on the grade; all other groups are sections."""


_BARE = (None, "count", "ratio")
"""Units that say nothing beside a number."""


@dataclass(frozen=True, slots=True)
class Control:
    """The control of one fact.

    ``value`` is what stands in it, as a form sends it; ``options`` are the values and titles to
    choose from, none for a number, which has ``unit`` and ``hint`` in words. ``known_as`` says
    how the fact counts without any supposition. ``claimed``: only the borrower says so, and
    ``proven`` that others are supposed to. ``changed``: it is supposed to be otherwise.
    """

    fact: str
    title: str
    options: tuple[tuple[str, str], ...]
    value: str
    unit: str | None
    hint: str | None
    known_as: str
    claimed: bool
    proven: bool
    changed: bool
    error: str | None

    @property
    def id(self) -> str:
        """The id of the control on the page."""
        return "fact-" + self.fact.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class Group:
    """Controls under one heading; ``open`` where one of them is changed or at fault."""

    name: str
    title: str
    controls: tuple[Control, ...]
    open: bool

    @property
    def changed(self) -> int:
        """How many facts are supposed to be otherwise."""
        return sum(control.changed for control in self.controls)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form, or an address, asks to suppose.

    ``words`` is fact to text as it was sent, ``proven`` the facts to suppose proved by others.
    ``changes`` are those that are otherwise than they count; ``errors`` the facts, or names that
    are none, whose text cannot be read. ``changes`` are empty where there are errors.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    proven: frozenset[str] = frozenset()
    changes: Changes = field(default_factory=dict)
    errors: tuple[str, ...] = ()


def read_asked(subject: Subject, words: Mapping[str, str], proven: Iterable[str] = ()) -> Asked:
    """Return what ``words``, fact to text, ask to suppose of ``subject``.

    A value that the fact has already asks for nothing, unless only the borrower says so and the
    fact is among ``proven``. Facts that are not named stay as they are.
    """
    named = frozenset(proven)
    # Each by itself: one that cannot be read says nothing about the others.
    changes: dict[str, Value | None] = {}
    errors = []
    for name, text in words.items():
        if name not in subject.ruleset.facts:
            errors.append(name)
            continue
        try:
            changes |= parse_assignments(subject.ruleset, [f"{name}={text}"])
        except ChangesRejected:
            errors.append(name)
    kept = {
        fact: changes[fact]
        for fact in subject.ruleset.facts
        if fact in changes and _differs(subject.facts[fact], changes[fact], fact in named)
    }
    return Asked(dict(words), named, {} if errors else kept, tuple(errors))


def read_address(subject: Subject, pairs: Iterable[tuple[str, str]]) -> Asked:
    """Return what an address with ``fact=value`` in its query asks to suppose.

    Who names a fact there supposes it: a value that only the borrower vouches for is supposed
    to be proved. Of a fact that is named more than once the last value counts.
    """
    words = dict(pairs)
    claimed = [fact for fact in words if fact in subject.facts and subject.facts[fact].word_only]
    return read_asked(subject, words, claimed)


def query_of(subject: Subject, changes: Changes) -> list[tuple[str, str]]:
    """Return the query of the address that supposes ``changes``, as :func:`read_address` reads."""
    facts = subject.ruleset.facts
    return [(fact, _spelled(facts[fact], value)) for fact, value in changes.items()]


def groups(subject: Subject, asked: Asked, lang: str) -> tuple[Group, ...]:
    """Return every fact of the ruleset once, those behind what weighs on the grade first."""
    weighing = _weighing(subject)
    speaker = Speaker(lang, DOMAIN)
    control = partial(_control, subject, asked, speaker)
    facts = subject.ruleset.facts.values()
    found = [
        _group(WEIGHING, speaker.say("weighing"), [control(f) for f in facts if f.id in weighing])
    ]
    for section, title in subject.ruleset.section_titles.items():
        rest = [control(f) for f in facts if f.section == section and f.id not in weighing]
        found.append(_group(section, title.in_language(lang), rest))
    return tuple(group for group in found if group.controls)


def _group(name: str, title: str, controls: list[Control]) -> Group:
    shown = name == WEIGHING or any(c.changed or c.error is not None for c in controls)
    return Group(name, title, tuple(controls), shown)


def _weighing(subject: Subject) -> Collection[str]:
    """Facts that adverse findings, and what is missing for a grade, rest on."""
    ruleset = subject.ruleset
    found = set()
    for finding in subject.evaluation.findings:
        _, outcome = ruleset.outcomes[finding.code]
        if outcome.adverse:
            found |= {condition.fact for way in outcome.when for condition in way}
    for missing in subject.evaluation.missing:
        if missing in ruleset.facts:
            found.add(missing)
        else:
            outcomes = (o for o in ruleset.tests[missing].outcomes if o.gating)
            found |= {c.fact for o in outcomes for way in o.when for c in way}
    return found


def _control(subject: Subject, asked: Asked, speaker: Speaker, fact: Fact) -> Control:
    state = subject.facts[fact.id]
    changed = fact.id in asked.changes
    value = _spelled(fact, state.value)
    if changed:
        value = _spelled(fact, asked.changes[fact.id])
    error = None
    if asked.errors:
        # Nothing typed is lost while something else is put right.
        value = asked.words.get(fact.id, value)
        error = _error(fact, speaker) if fact.id in asked.errors else None
    return Control(
        fact=fact.id,
        title=fact.title.in_language(speaker.lang),
        options=_options(fact, value, speaker.lang),
        value=value,
        unit=speaker.say(f"in_{fact.unit}") if fact.unit not in _BARE else None,
        hint=_hint(fact, speaker) if fact.kind == "number" else None,
        known_as=_known_as(subject, fact, state, speaker),
        claimed=state.word_only,
        proven=fact.id in asked.proven,
        changed=changed,
        error=error,
    )


def _options(fact: Fact, value: str, lang: str) -> tuple[tuple[str, str], ...]:
    if fact.kind == "number":
        return ()
    listed = [(spelled, title.in_language(lang)) for spelled, title in fact.values.items()]
    options = [*listed, (NOT_KNOWN, value_text(fact, None, lang))]
    if value not in dict(options):
        # What was sent stays to be seen, and is not chosen by mistake for another.
        options.append((value, value))
    return tuple(options)


def _limits(fact: Fact, speaker: Speaker) -> str | None:
    if fact.minimum is None or fact.maximum is None:
        return None
    low, high = (number(at, fact.unit, speaker.lang) for at in (fact.minimum, fact.maximum))
    return speaker.say("limits_whole" if fact.whole else "limits", low=low, high=high)


def _hint(fact: Fact, speaker: Speaker) -> str:
    limits = _limits(fact, speaker)
    if limits is None:
        return speaker.say("empty_is_unknown")
    return speaker.say("number_hint", limits=limits)


def _error(fact: Fact, speaker: Speaker) -> str:
    limits = _limits(fact, speaker)
    if limits is not None:
        return speaker.say("not_a_number", limits=limits)
    return speaker.say("choose_number" if fact.kind == "number" else "choose_listed")


def _known_as(subject: Subject, fact: Fact, state: FactState, speaker: Speaker) -> str:
    found = fact_json(subject.ruleset, fact.id, state)
    lang = speaker.lang
    if state.value is None:
        return speaker.say("now_unknown", why=unknown_text(found["unknown"], lang))
    return speaker.say(
        "now_known",
        value=value_text(fact, found["value"], lang),
        source=source_text(found["source"], lang),
        date=date_text(found["as_of"], lang),
    )


def _spelled(fact: Fact, value: Value | None) -> str:
    """Return a value as a form sends it."""
    if value is None:
        return NOT_KNOWN
    if fact.kind == "number":
        return plain(int(value))
    return str(value).lower() if fact.kind == "bool" else str(value)


def _differs(state: FactState, value: Value | None, proven: bool) -> bool:
    return value != state.value or (proven and state.word_only and value is not None)
