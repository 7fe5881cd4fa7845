"""Who a paper is about, and what vouches for it: record, ruleset, replay, proof, people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from service.paper.pen import Found, Pen
from service.ruleset.model import BUSINESS_MODEL
from service.ruleset.text import Text
from service.store.port import Decision

OWNERSHIP: Final = "borrower.ownership_type"

GOOD: Final = "good"
OPEN: Final = "open"
BAD: Final = "bad"
"""How a check came out; beside it always stands a sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of two columns. ``kind`` is ``text``, ``code`` (digests, ids) or
    ``free``: what a stranger wrote."""

    label: str
    value: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Head:
    """The borrower and the application; ``name`` and ``application`` are free text."""

    name: str
    application: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What vouches for a paper: how it came out, in a word and in a sentence."""

    outcome: str
    word: str
    told: str


@dataclass(frozen=True, slots=True)
class Vouching:
    """The record and the ruleset; ``replay`` and ``proof`` where they were looked at."""

    entries: tuple[Entry, ...]
    replay: Check | None
    proof: Check | None


@dataclass(frozen=True, slots=True)
class Review:
    """One review; ``officer`` and ``reason`` are free text, the latter may be empty."""

    review_id: str
    when: str
    officer: str
    told: str
    state: str
    reason_title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Human:
    """What people made of the proposed grade: ``grade`` is theirs, empty where there is none."""

    grade: str
    told: str
    pending: bool
    reviews: tuple[Review, ...]


def head_of(pen: Pen, decision: Decision) -> Head:
    """Return who the borrower of ``decision`` is, as its dossier says."""
    borrower = orjson.loads(decision.dossier)["borrower"]
    return Head(
        name=borrower["legal_name"],
        application=decision.application_ref,
        entries=tuple(_head(pen, decision, borrower)),
    )


def _head(pen: Pen, decision: Decision, borrower: Found) -> Iterator[Entry]:
    identifiers = borrower.get("identifiers") or {}
    yield Entry(pen.say("head_application"), decision.application_ref, "free")
    yield Entry(pen.say("head_rating_date"), pen.date(decision.rating_date))
    for name, message in (("uscc", "head_uscc"), ("lei", "head_lei")):
        if identifiers.get(name):
            yield Entry(pen.say(message), identifiers[name], "code")
    for fact in (OWNERSHIP, BUSINESS_MODEL):
        value = _value(borrower.get(fact.partition(".")[2]))
        if value is not None and fact in pen.ruleset.facts:
            yield Entry(pen.title(fact), pen.value(fact, value))
    industry = borrower.get("industry") or {}
    for name, message in (("gbt4754", "head_gbt4754"), ("isic", "head_isic")):
        if industry.get(name):
            yield Entry(pen.say(message), industry[name], "code")
    if borrower.get("incorporated_on"):
        yield Entry(pen.say("head_incorporated"), pen.date(borrower["incorporated_on"]))
    yield Entry(pen.say("head_dossier"), decision.dossier_id, "free")


def _value(member: Any) -> Any:
    """The value of a fact as a dossier writes it: by itself, or in an envelope."""
    return member.get("value") if isinstance(member, dict) else member


def vouching_of(
    pen: Pen, decision: Decision, replay: Found | None = None, proof: Found | None = None
) -> Vouching:
    """Return the record of ``decision`` and what vouches for it.

    ``replay`` is a verdict as JSON. ``proof`` has ``state`` (``proved``, ``waiting`` or
    ``inconsistent``) and, where it is proved, ``tree_size``, the records of the checkpoint.
    """
    return Vouching(
        entries=tuple(_entries(pen, decision)),
        replay=None if replay is None else _replay(pen, replay),
        proof=None if proof is None else _proof(pen, proof),
    )


def _entries(pen: Pen, decision: Decision) -> Iterator[Entry]:
    document, body = decision.record.document, decision.record.body
    ruleset, engine, service = body["ruleset"], body["engine"], document["service"]
    client = document["client"]
    yield Entry(pen.say("record_decision"), decision.decision_id, "code")
    yield Entry(pen.say("record_at"), pen.moment(decision.recorded_at))
    if client["name"] is None:
        yield Entry(pen.say("record_client"), pen.say("client_unnamed"))
    else:
        yield Entry(pen.say("record_client"), client["name"], "free")
    yield Entry(pen.say("record_leaf"), pen.count(decision.record.leaf_index))
    yield Entry(pen.say("record_digest"), decision.record.digest, "code")
    yield Entry(pen.say("record_dossier_digest"), body["contents"]["dossier"], "code")
    title = pen.text(pen.ruleset.title)
    yield Entry(
        pen.say("record_ruleset"),
        pen.say("ruleset_told", title=title, id=ruleset["id"], version=ruleset["version"]),
    )
    yield Entry(pen.say("record_ruleset_digest"), ruleset["digest"], "code")
    yield Entry(
        pen.say("record_software"),
        f"{service['name']} {service['version']}, {engine['name']} {engine['version']}",
    )


def _replay(pen: Pen, found: Found) -> Check:
    verdict = found["verdict"]
    if verdict == "reproduced":
        return Check(GOOD, pen.say("replay_reproduced"), pen.say("replay_reproduced_told"))
    if verdict == "diverged":
        told = pen.say(
            "replay_diverged_told",
            stage=pen.say(f"stage_{found['stage']}"),
            cause=pen.say(f"cause_{found['cause']}"),
        )
        return Check(BAD, pen.say("replay_diverged"), told)
    told = pen.say("replay_incomparable_told", reason=pen.say(f"incomparable_{found['reason']}"))
    return Check(OPEN, pen.say("replay_incomparable"), told)


def _proof(pen: Pen, found: Found) -> Check:
    state = found["state"]
    if state == "proved":
        told = pen.say("proof_proved_told", size=pen.count(found["tree_size"]))
        return Check(GOOD, pen.say("proof_proved"), told)
    if state == "waiting":
        return Check(OPEN, pen.say("proof_waiting"), pen.say("proof_waiting_told"))
    return Check(BAD, pen.say("proof_inconsistent"), pen.say("proof_inconsistent_told"))


def human_of(pen: Pen, found: Found, reasons: Mapping[str, Text]) -> Human:
    """Return what the reviews of a decision come to; ``reasons`` has the titles of their codes."""
    grade = found["effective_grade"] or ""
    if grade:
        same = "human_same" if grade == found["model_grade"] else "human_other"
        told = pen.say(same, grade=pen.worded(grade), model=found["model_grade"])
    else:
        told = pen.say(f"human_{found['state']}")
    if found["pending"]:
        told = pen.say("two_sentences", first=told, second=pen.say("human_pending"))
    return Human(
        grade=grade,
        told=told,
        pending=found["pending"] is not None,
        reviews=tuple(_review(pen, review, reasons) for review in found["reviews"]),
    )


def _review(pen: Pen, found: Found, reasons: Mapping[str, Text]) -> Review:
    code = found["reason_code"]
    return Review(
        review_id=found["review_id"],
        when=pen.moment(found["recorded_at"]),
        officer=found["officer"],
        told=_act(pen, found),
        state=pen.say(f"review_{found['state']}"),
        reason_title=pen.text(reasons[code]) if code in reasons else code or "",
        reason=found["reason"] or "",
    )


def _act(pen: Pen, found: Found) -> str:
    action, model = found["action"], found["model_grade"]
    if action in ("override_down", "override_up"):
        return pen.say(f"act_{action}", grade=found["grade"], model=model)
    return pen.say("act_accept", model=model) if action == "accept" else pen.say(f"act_{action}")
