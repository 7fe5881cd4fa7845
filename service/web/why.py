"""The page that says why a finding, pattern, test, cap or dimension holds, or why it does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response

from service.explanation.answers import Case
from service.explanation.text.why import why_text
from service.explanation.text.writer import STEP
from service.paper.pen import Pen
from service.store.port import Decision
from service.web.language import page_language
from service.web.rendering import render

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of text with the lines set in under it."""

    text: str
    under: tuple["Branch", ...]


def why_page(decision: Decision, case: Case, code: str) -> Response:
    """Return the page on ``code``.

    Raises :exc:`~service.explanation.why.UnknownCode` where the ruleset has no such code.
    """
    lang = page_language()
    found = case.why(code)
    pen = Pen(case.subject.ruleset, lang)
    _, *lines = why_text(pen.ruleset, found, lang)
    return render(
        "decision/why.html",
        "paper",
        decision_id=decision.decision_id,
        heading=pen.told(found) if "title" in found else pen.say("composite"),
        code=found.get("code", code),
        kind=pen.say(f"why_{found['kind']}"),
        branches=branches(lines),
        clauses=pen.clauses(found.get("clauses", ())),
        related=[one for one in pen.all_named(related(found)) if one.code != code],
    )


def branches(lines: Sequence[str]) -> tuple[Branch, ...]:
    """Return lines of text as trees, by how far each is set in; empty lines are left out."""
    return _trees([((len(line) - len(line.lstrip())) // len(STEP), line.strip()) for line in lines])


def _trees(lines: list[tuple[int, str]]) -> tuple[Branch, ...]:
    lines = [(depth, text) for depth, text in lines if text]
    if not lines:
        return ()
    least = min(depth for depth, _ in lines)
    # What comes before the first line of the least depth hangs under nothing.
    starts = [n for n, (depth, _) in enumerate(lines) if depth == least]
    ends = [*starts[1:], len(lines)]
    found = [
        Branch(lines[start][1], _trees(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]
    return (*_trees(lines[: starts[0]]), *found)


def related(found: Found) -> list[str]:
    """Return the codes that an answer to why names, in its order: where to read on."""
    return list(dict.fromkeys(_related(found)))


def _related(found: Found) -> Iterator[str]:
    yield from (found[name] for name in ("finding", "superseded_by", "test") if found.get(name))
    yield from (outcome["code"] for outcome in found.get("outcomes", ()))
    yield from _codes(found.get("terms", ()))
    yield from _codes(found.get("dimensions", ()))
    yield from found.get("because", ())
    yield from found.get("findings", ())
    if found.get("dimension"):
        yield found["dimension"]


def _codes(parts: Iterable[Found]) -> Iterator[str]:
    yield from (part.get("code") or part["dimension"] for part in parts)
