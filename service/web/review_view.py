"""How the human decision on a proposed grade stands, worded for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

from service.errors import Fault
from service.language.catalogue import Speaker
from service.paper.pen import Grade, Pen
from service.records.policy import ReviewPolicy
from service.reviews.choices import Choice, Choices
from service.reviews.history import SIGNATURES, Review
from service.store.port import Decision

DOMAIN: Final = "review_page"
"""The messages of the page."""

_UP: Final = "override_up"

_NAMED_BUTTONS: Final = ("override_down", "override_up", "refer_back")
"""Actions whose button says more than their heading."""

_CLOSED: Final = {
    ("override_down", "not_rated"): "closed_not_rated",
    ("override_down", "no_grade"): "closed_no_grade_down",
    ("override_up", "no_grade"): "closed_no_grade_up",
    ("override_up", "pending"): "closed_pending",
}
"""Action and why it is closed to the message that tells it; nothing more is said of others."""

_FAULTS: Final = {
    ("/grade", "missing_member"): "fault_grade_missing",
    ("/grade", ""): "fault_grade",
    ("/review_id", "grade_not_allowed"): "countersign_closed",
    ("/action", "grade_not_allowed"): "closed_not_rated",
    ("/reason_code", "missing_member"): "fault_reason_code_missing",
    ("/reason_code", ""): "fault_reason_code",
    ("/reason", "missing_member"): "fault_reason_missing",
    ("/reason", "too_long"): "fault_reason_long",
    ("/reason", "empty_text"): "fault_reason_empty",
    ("/reason", ""): "fault_reason_mark",
    ("/officer", "same_officer"): "fault_officer",
}
"""Pointer and code of a fault to the message that tells it; no code stands for any other."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent and not recorded.

    ``document`` is the review that was asked for; ``faults`` has the field (empty for the whole
    form) and the text of each; ``conflict``: others were quicker.
    """

    document: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()
    conflict: bool = False

    @property
    def action(self) -> str:
        """The action that was asked for, empty for none."""
        return self.document.get("action", "")


@dataclass(frozen=True, slots=True)
class Option:
    """An action that is open, with what its form offers.

    ``grades`` and ``codes`` are to choose from, each a value and its title; ``help`` says what
    the action does. ``needs_code`` and ``needs_reason`` tell what may not be left out;
    ``betters``: the reason is needed because another officer's grade would get better.
    """

    action: str
    title: str
    help: str
    button: str
    grades: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    needs_code: bool
    needs_reason: bool
    betters: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """An action that is not open, and why."""

    action: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One review of the history; ``reason`` is free text, ``code`` the title of its reason code.

    ``client`` is the program that named the officer, empty where the officer had signed in.
    """

    review_id: str
    what: str
    recorded_at: str
    state: str
    code: str
    reason: str
    after: Grade | None
    client: str
    leaf_index: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the page shows.

    ``human`` is ``None`` before a review and while the decision is referred back; ``bound_by``
    names the caps that made the model's grade, ``caps`` those that bind officers too.
    ``waiting`` is the upward override that waits for a second person; ``signing`` are the
    options about it, and ``unsigned`` says why it cannot be countersigned (``own``,
    ``no_grade``, else empty). ``options`` are all others.
    """

    borrower: str
    model: Grade
    human: Grade | None
    state: str
    standing: Review | None
    bound_by: str
    caps: str
    corrected_by: str | None
    waiting: Review | None
    waiting_grade: Grade | None
    waiting_code: str
    signing: tuple[Option, ...]
    unsigned: str
    options: tuple[Option, ...]
    closed: tuple[Closed, ...]
    history: tuple[Entry, ...]


def view_of(pen: Pen, decision: Decision, found: Choices, policy: ReviewPolicy) -> View:
    """Return what the page shows of ``decision`` to whom ``found`` is open."""
    return _Wording(pen, found, policy).view(decision)


def faults_of(faults: Iterable[Fault], lang: str) -> tuple[tuple[str, str], ...]:
    """Return each fault of a review with the field that it is at, told in ``lang``."""
    say = Speaker(lang, DOMAIN).say
    told = []
    for fault in faults:
        name = fault.pointer.removeprefix("/")
        message = _FAULTS.get((fault.pointer, fault.code)) or _FAULTS.get((fault.pointer, ""))
        text = say(message) if message else say("fault_other", message=fault.message)
        told.append((name if name in ("grade", "reason_code", "reason") else "", text))
    return tuple(dict.fromkeys(told))


class _Wording:
    """Words one state of the reviews of a decision in one language."""

    def __init__(self, pen: Pen, found: Choices, policy: ReviewPolicy) -> None:
        self._pen = pen
        self._found = found
        self._policy = policy
        self._say = Speaker(pen.lang, DOMAIN).say

    def view(self, decision: Decision) -> View:
        pen, found, history = self._pen, self._found, self._found.history
        waiting = found.pending
        effective = history.effective_grade
        signing = [self._option(c) for a, c in found.open.items() if a in SIGNATURES]
        closed = [self._closed(a, w) for a, w in found.closed.items() if a not in SIGNATURES]
        return View(
            borrower=orjson.loads(decision.dossier)["borrower"]["legal_name"],
            model=pen.grade(found.proposal.grade),
            human=pen.grade(effective) if effective else None,
            state=history.state,
            standing=history.standing,
            bound_by=self._bound_by(),
            caps=self._joined(
                self._say("cap_named", name=pen.title(name.partition(" ")[0]), grade=grade)
                for name, grade in found.caps
            ),
            corrected_by=found.corrected_by[-1] if found.corrected_by else None,
            waiting=waiting,
            waiting_grade=pen.grade(waiting.grade) if waiting and waiting.grade else None,
            waiting_code=self._code(waiting.reason_code) if waiting else "",
            signing=tuple(signing),
            unsigned=found.closed.get("countersign", ""),
            options=tuple(self._option(c) for a, c in found.open.items() if a not in SIGNATURES),
            closed=tuple(entry for entry in closed if entry.why),
            history=tuple(map(self._entry, history.reviews)),
        )

    def _option(self, choice: Choice) -> Option:
        """An open action with the grades and reasons that it can have."""
        action, say = choice.action, self._say
        title = self._title(action)
        return Option(
            action=action,
            title=title,
            help=self._help(action),
            button=say(f"{action}_button") if action in _NAMED_BUTTONS else title,
            grades=tuple((grade, self._pen.worded(grade)) for grade in choice.grades),
            codes=tuple((code, self._code(code)) for code in choice.codes),
            needs_code=choice.reasoned,
            needs_reason=choice.needs_reason,
            betters=choice.needs_reason and not choice.reasoned,
        )

    def _title(self, action: str) -> str:
        if action == "accept":
            return self._say("accept", grade=self._found.proposal.grade)
        own = self._found.closed.get("countersign") == "own"
        return self._say("withdraw" if action == "decline" and own else action)

    def _help(self, action: str) -> str:
        if action == _UP:
            return self._say("override_up_help", n=self._policy.max_notches_up)
        return self._say(f"{action}_help")

    def _closed(self, action: str, why: str) -> Closed:
        message = _CLOSED.get((action, why))
        return Closed(action, self._title(action), self._say(message) if message else "")

    def _bound_by(self) -> str:
        """What caps hold the model's grade there, empty for none."""
        return self._joined(self._pen.title(name) for name in self._found.proposal.binding)

    def _joined(self, items: Iterable[str]) -> str:
        return self._say("and_between").join(items)

    def _code(self, code: str | None) -> str:
        """A reason code by its title; one that the policy no longer has stands for itself."""
        if code is None or code not in self._policy.reason_codes:
            return code or ""
        return self._pen.text(self._policy.reason_codes[code].title)

    def _entry(self, review: Review) -> Entry:
        """One review, with the human grade that stood after it."""
        history = self._found.history
        after = history.grades[review.review_id]
        return Entry(
            review_id=review.review_id,
            what=self._did(review),
            recorded_at=review.recorded_at,
            state=self._say(f"review_{history.states[review.review_id]}"),
            code=self._code(review.reason_code),
            reason=review.reason or "",
            after=self._pen.grade(after) if after else None,
            client="" if review.client.get("user") else str(review.client.get("name") or ""),
            leaf_index=review.leaf_index,
        )

    def _did(self, review: Review) -> str:
        """Who did what, in a sentence without its stop."""
        say, officer = self._say, review.officer
        if review.signs is not None:
            signed = self._found.history.find(review.signs)
            other = signed.officer if signed else ""
            if review.action == "decline" and other.casefold() == officer.casefold():
                return say("did_withdraw", officer=officer)
            return say(f"did_{review.action}", officer=officer, other=other)
        model = self._pen.worded(review.model_grade)
        if review.grade is None:
            return say(f"did_{review.action}", officer=officer, model=model)
        grade, steps = self._pen.worded(review.grade), abs(review.notches or 0)
        return say(f"did_{review.action}", n=steps, officer=officer, model=model, grade=grade)
