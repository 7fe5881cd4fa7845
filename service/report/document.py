"""The text of the paper: what the decision page says, for print, and nothing of the day."""

import base64
import re
from dataclasses import replace
from typing import Any, Final, NamedTuple

import orjson
from markupsafe import Markup

from service.drawing.dimensions import draw_dimensions
from service.drawing.graph import draw_graph
from service.drawing.waterfall import draw_waterfall
from service.language.catalogue import Speaker
from service.language.values import listed
from service.ledger.tree import leaf_hash
from service.paper.figures import dimensions_of, waterfall_of
from service.paper.graph import what_mattered
from service.paper.paper import Paper, paper_of
from service.paper.pen import Clause, Found
from service.paper.record import Review
from service.records.policy import records_policy
from service.report.room import ROOMS, Room
from service.ruleset.model import Ruleset
from service.store.port import Decision
from service.web.rendering import fill

GROUPS: Final = ("missing", "found", "not_evidenced")
"""The groups of reasons, each with a heading of its own."""

_PAGE: Final = '<span class="page"></span>'
_PAGES: Final = '<span class="pages"></span>'
"""Where the number of a page, and of all pages, comes to stand: only whoever sets them knows it."""


_AROUND_ENTRIES: Final = re.compile(r"(<[uo]l\b[^>]*>|</li>)\s+(?=<li\b|</[uo]l>)")


class Imprint(NamedTuple):
    """What a paper has that the page has not, in words; some may be empty."""

    page: Markup
    decision: str
    corrects: str
    corrected_by: str
    proving: str
    leaf: str
    leaf_hash: str
    proof: str
    made_of: str


class Drawing(NamedTuple):
    """A drawing in the one width that paper has."""

    wide: Markup


class Figures(NamedTuple):
    """The drawings of a paper."""

    waterfall: Drawing
    dimensions: Drawing
    graph: Drawing


def documents(
    decision: Decision, explanation: Found, history: Found, ruleset: Ruleset, lang: str
) -> tuple[str, ...]:
    """Return the paper of ``decision`` as HTML, first with most room: a pure function.

    ``explanation`` is that of the decision as JSON, ``history`` what
    :func:`~service.reviews.review.reviews_of` returns, ``ruleset`` the one that decided. Those
    with less room tell less in full, and say so.
    """
    titles = {code: r.title for code, r in records_policy().review.reason_codes.items()}
    paper = paper_of(decision, explanation, ruleset, lang, reviews=history, reason_titles=titles)
    times = [decision.recorded_at, *(review["recorded_at"] for review in history["reviews"])]
    values = {
        "printed": True,
        "figures": _figures(decision, ruleset, lang),
        "created": times[0],
        "modified": times[-1],
        "imprint": _imprint(decision, history, lang),
    }
    # Where nothing is cut off, less room gives the same text.
    return tuple(dict.fromkeys(_set(paper, history, room, values) for room in ROOMS))


def _set(paper: Paper, history: Found, room: Room, values: dict[str, Any]) -> str:
    reviews = _reviews(paper, history, room)
    unprinted = len(history["reviews"]) - len(reviews)
    if paper.human is not None:
        paper = replace(paper, human=replace(paper.human, reviews=reviews))
    html = fill(
        "report/paper.html",
        "paper",
        paper.lang,
        **values,
        paper=paper,
        room=room,
        unprinted=unprinted,
        cited=_cited(paper, room),
    )
    # A list of a tagged PDF has entries and nothing else, not even a space (ISO 14289-1, 7.6).
    html = html.replace("<div><dt>", "<dt>").replace("</dd></div>", "</dd>")
    return _AROUND_ENTRIES.sub(r"\1", html)


def _reviews(paper: Paper, history: Found, room: Room) -> tuple[Review, ...]:
    """Return the latest reviews, and those before them that stand or wait for a signature."""
    if paper.human is None:
        return ()
    early = len(paper.human.reviews) - room.reviews
    return tuple(
        review
        for place, (review, found) in enumerate(
            zip(paper.human.reviews, history["reviews"], strict=True)
        )
        if place >= early or found["state"] in ("in_force", "pending")
    )


def _cited(paper: Paper, room: Room) -> tuple[Clause, ...]:
    """Return the clauses that stand on the paper, where what is only named has none."""
    told = [clauses for group in GROUPS for clauses in _clauses_of(paper, group)[: room.reasons]]
    told += [pattern.clauses for pattern in paper.patterns[: room.patterns]]
    told += [strength.clauses for strength in paper.strengths[: room.strengths]]
    cited = {clause.id for clauses in told for clause in clauses[: room.details]}
    return tuple(clause for clause in paper.clauses if clause.id in cited)


def _clauses_of(paper: Paper, group: str) -> list[tuple[Clause, ...]]:
    """Return the clauses of each reason of ``group``, in the order in which they are told."""
    reasons = [reason for reason in paper.reasons if reason.group == group]
    reasons.sort(key=lambda reason: not reason.first)
    return [reason.clauses for reason in reasons]


def _imprint(decision: Decision, history: Found, lang: str) -> Imprint:
    say = Speaker(lang, "report").say
    of, correcting = decision.decision_id, listed(history["corrected_by"], lang)
    return Imprint(
        # Nobody's words: the catalogue's, and the two places.
        page=Markup(say("page", page=_PAGE, pages=_PAGES)),
        decision=say("decision", decision=of),
        corrects=say("corrects", decision=decision.corrects) if decision.corrects else "",
        corrected_by=say("corrected_by", decisions=correcting) if correcting else "",
        proving=say("proving"),
        leaf=say("leaf"),
        leaf_hash=base64.b64encode(leaf_hash(decision.record.data)).decode(),
        proof=say("proof", path=f"/v1/ledger/proof/{of}", command=f"pinzhi ledger prove {of}"),
        made_of=say("made_of", n=len(history["reviews"])),
    )


def _figures(decision: Decision, ruleset: Ruleset, lang: str) -> Figures:
    result = orjson.loads(decision.body)
    return Figures(
        Drawing(draw_waterfall(waterfall_of(result, ruleset, lang))),
        Drawing(draw_dimensions(dimensions_of(result, ruleset, lang))),
        Drawing(draw_graph(what_mattered(result, ruleset, lang))),
    )
