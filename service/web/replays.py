"""The pages of replays: one decision, or a selection, taken again from what was recorded."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from flask import Blueprint, Response, request

from service.api.parameters import parameters
from service.api.problems import DecisionNotFound
from service.language.catalogue import Speaker
from service.replay.replay import replay
from service.replay.selection import at_leaf, by_id, certificates, leaves, sample
from service.replay.stretch import first_since, stretch
from service.replay.verdict import REPRODUCED, VERDICTS, Verdict
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.site import Site
from service.web.verdicts import told

MOST: Final = 50
"""Decisions that are replayed by one request; after them the page goes on where it ended."""

MOST_SAMPLED_FROM: Final = 100_000
"""Records of a ledger of which the page draws a sample; the command knows no limit."""

WAYS: Final = ("all", "since", "sample", "named")
"""How decisions are chosen."""

_DOMAIN: Final = "auditor"
_WHOLE: Final = re.compile(r"[0-9]{1,12}")
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Asked:
    """What the form asks for; ``faults`` are (field, text) of what it cannot mean.

    ``start`` is the leaf to go on from and ``counts`` what was found before it.
    """

    way: str = "all"
    since: str = ""
    size: str = "20"
    seed: str = ""
    named: str = ""
    start: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The decisions that are named, each once."""
        return list(dict.fromkeys(self.named.split()))


def replay_pages(site: Site) -> Blueprint:
    """Return the pages over ``site``; they record nothing."""
    pages = Blueprint("web_replays", __name__)

    @pages.get("/decisions/<decision_id>/replay")
    def show_replay(decision_id: str) -> Response:
        parameters(PARAMETER)
        kept = by_id(site.store, decision_id)
        if kept is None:
            raise DecisionNotFound(decision_id)
        verdict = replay(kept, site.raters.by_source)
        return render("auditor/replay.html", _DOMAIN, decision_id=decision_id, told=told(verdict))

    @pages.get("/replays")
    def choose() -> Response:
        given = parameters("decision", PARAMETER)
        asked = Asked()
        if "decision" in given:
            asked.way, asked.named = "named", given["decision"]
        return _page(site, asked)

    @pages.post("/replays")
    def replay_selection() -> Response:
        asked = _asked(site)
        if asked.faults:
            return _page(site, asked, status=422)
        verdicts, following = _replayed(site, asked)
        for verdict in verdicts:
            asked.counts[verdict.verdict] += 1
        return _page(site, asked, verdicts, following)

    return pages


def _page(
    site: Site,
    asked: Asked,
    verdicts: list[Verdict] | None = None,
    following: int | None = None,
    status: int = 200,
) -> Response:
    apart = [v for v in verdicts or [] if v.verdict != REPRODUCED]
    alike = [v for v in verdicts or [] if v.verdict == REPRODUCED]
    return render(
        "auditor/replays.html",
        _DOMAIN,
        status,
        asked=asked,
        verdicts=None if verdicts is None else [told(v) for v in (*apart, *alike)],
        following=following,
        done=sum(asked.counts.values()),
        totals=[(verdict, f"verdict_{verdict}", asked.counts[verdict]) for verdict in VERDICTS],
        most=MOST,
        recorded=site.store.size(),
        sampled_from=MOST_SAMPLED_FROM,
    )


def _asked(site: Site) -> Asked:
    given = {name: request.form.get(name, "").strip() for name in ("way", "since", "size", "seed")}
    asked = Asked(given["way"], given["since"], given["size"], given["seed"])
    asked.named = request.form.get("named", "").strip()
    if _WHOLE.fullmatch(start := request.form.get("start", "")):
        asked.start = int(start)
        for verdict in VERDICTS:
            count = request.form.get(verdict, "")
            asked.counts[verdict] = int(count) if _WHOLE.fullmatch(count) else 0
    speaker = Speaker(page_language(), _DOMAIN)
    for place, message, values in _faults(site, asked):
        asked.faults.append((place, speaker.say(message, n=None, **values)))
    return asked


def _faults(site: Site, asked: Asked) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield what is wrong: the field, the message, and the values of its places."""
    most = {"most": str(MOST)}
    if asked.way not in WAYS:
        yield "way-all", "fault_way", {}
    if asked.way == "since" and not is_day(asked.since):
        yield "since", "fault_day", {}
    if asked.way == "sample":
        if not _WHOLE.fullmatch(asked.size) or not 1 <= int(asked.size) <= MOST:
            yield "size", "fault_size", most
        if len(asked.seed) > 100 or not asked.seed.isprintable():
            yield "seed", "fault_seed", {}
        if site.store.size() > MOST_SAMPLED_FROM:
            yield "size", "fault_too_many_to_sample", {}
    if asked.way == "named":
        if not 1 <= len(asked.ids) <= MOST:
            yield "named", "fault_named", most
        elif not all(_ID.fullmatch(named) and by_id(site.store, named) for named in asked.ids):
            yield "named", "fault_not_recorded", {}


def is_day(text: str) -> bool:
    """Return whether ``text`` is a date such as 2026-11-22."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _replayed(site: Site, asked: Asked) -> tuple[list[Verdict], int | None]:
    """Return the verdicts on what is asked for, and the leaf to go on from, if there is more."""
    store, raters = site.store, site.raters.by_source
    if asked.way == "named":
        kept = [by_id(store, named) for named in asked.ids]
        return [replay(one, raters) for one in kept if one is not None], None
    with store.snapshot():
        erased = certificates(store)
        following = None
        if asked.way == "sample":
            asked.seed = asked.seed or secrets.token_hex(4)
            chosen = sample(leaves(store, erased), int(asked.size), asked.seed)
        else:
            start = asked.start
            if start is None:
                start = first_since(store, asked.since) if asked.way == "since" else 0
            found = stretch(store, erased, start, MOST)
            chosen, following = list(found.leaves), found.following
        stored = [at_leaf(store, leaf, erased) for leaf in chosen]
    return [replay(one, raters) for one in stored], following
