"""The pages of rulesets: what each asks and allows, by which clause, and what a version changed."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from service.api.parameters import parameters
from service.api.whole import installed_rulesets
from service.language.catalogue import Speaker
from service.records.policy import records_policy
from service.ruleset import catalogue
from service.ruleset.differences import CHANGES, KINDS, Difference, differences
from service.ruleset.model import Clause, Fact, Pattern, Ruleset, Test
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.ruleset_words import Words
from service.web.site import Site

PARTS: Final = ("tests", "patterns", "policy", "facts")
"""What the page of a ruleset shows, one at a time."""

_DOMAIN: Final = "auditor"


class Found(NamedTuple):
    """One thing of a ruleset that has the text looked for: what it is, its code, title, address."""

    kind: str
    code: str
    title: str
    address: str


class Entry(NamedTuple):
    """One difference in words."""

    change: str
    of: str
    title: str
    member: str
    before: str
    after: str


class Group(NamedTuple):
    """The differences of one kind; ``left_out``: how many are not listed."""

    kind: str
    entries: list[Entry]


def ruleset_pages(site: Site) -> Blueprint:
    """Return the pages; they show what is installed, which is loaded once a process."""
    pages = Blueprint("web_rulesets", __name__)

    @pages.get("/rulesets")
    def show_rulesets() -> Response:
        parameters(PARAMETER)
        rulesets = installed_rulesets()
        return render(
            "rulesets/list.html",
            _DOMAIN,
            rulesets=rulesets,
            active=catalogue.active(),
            records=records_policy(),
            outcomes=sum(len(test.outcomes) for test in catalogue.active().tests.values()),
            newest=rulesets[-2:] if len(rulesets) > 1 else rulesets,
        )

    @pages.get("/rulesets/differences")
    def show_differences() -> Response:
        given = parameters("from", "to", PARAMETER)
        if given.keys() & {"from", "to"}:
            before, after = (_named(given.get(side, "")) for side in ("from", "to"))
        else:
            # What the newest changed is what is asked for mostly.
            newest = installed_rulesets()[-2:]
            before, after = newest[0], newest[-1]
        found = differences(before, after)
        telling = _told([d for d in found if not d.decides], before, after)
        deciding = _told([d for d in found if d.decides], before, after)
        return render(
            "rulesets/differences.html",
            _DOMAIN,
            before=before,
            after=after,
            rulesets=installed_rulesets(),
            found=found,
            parts_told=(("decides", deciding), ("tells", telling)),
            counts={change: sum(d.change == change for d in found) for change in CHANGES},
        )

    @pages.get("/rulesets/<ruleset_id>/<version>")
    def show_ruleset(ruleset_id: str, version: str) -> Response:
        ruleset = _named(f"{ruleset_id}/{version}")
        given = parameters("part", "dimension", "find", PARAMETER)
        part = given.get("part", PARTS[0])
        dimension = given.get("dimension", ruleset.policy.dimensions[0])
        if part not in PARTS or dimension not in ruleset.dimensions:
            raise NotFound
        looked_for = given.get("find", "").strip()
        return render(
            "rulesets/ruleset.html",
            _DOMAIN,
            ruleset=ruleset,
            active=ruleset is catalogue.active(),
            words=Words(ruleset, page_language()),
            address=_address(ruleset),
            part=part,
            part_names=[(name, f"part_{name}") for name in PARTS],
            dimension=dimension,
            tests=[t for t in ruleset.tests.values() if t.dimension == dimension],
            many=Counter(t.dimension for t in ruleset.tests.values()),
            find=looked_for,
            found=_find(ruleset, looked_for) if looked_for else None,
        )

    @pages.get("/rulesets/<ruleset_id>/<version>/clauses")
    def show_clauses(ruleset_id: str, version: str) -> Response:
        ruleset = _named(f"{ruleset_id}/{version}")
        given = parameters("dimension", PARAMETER)
        tests = implementing(ruleset)
        names = list(dict.fromkeys(clause.dimension for clause in ruleset.clauses.values()))
        dimension = given.get("dimension", "")
        if dimension and dimension not in names:
            raise NotFound
        shown = [c for c in ruleset.clauses.values() if dimension in ("", c.dimension)]
        return render(
            "rulesets/clauses.html",
            _DOMAIN,
            ruleset=ruleset,
            address=_address(ruleset),
            words=Words(ruleset, page_language()),
            dimension=dimension,
            dimensions=names,
            clauses=[(c, tests[c.id], f"clause_source_{c.source}") for c in shown],
            without=[c for c in ruleset.clauses.values() if not tests[c.id]],
        )

    return pages


def implementing(ruleset: Ruleset) -> dict[str, tuple[Test, ...]]:
    """Return every clause, by id, with the tests that cite it, in their order."""
    citing: dict[str, list[Test]] = {clause: [] for clause in ruleset.clauses}
    for test in ruleset.tests.values():
        for clause in test.clauses:
            citing[clause].append(test)
    return {clause: tuple(tests) for clause, tests in citing.items()}


def _named(reference: str) -> Ruleset:
    """Return an installed ruleset by ``id/version``; raises :exc:`NotFound`."""
    for ruleset in installed_rulesets():
        if f"{ruleset.id}/{ruleset.version}" == reference:
            return ruleset
    raise NotFound


def _address(ruleset: Ruleset) -> str:
    return f"/rulesets/{ruleset.id}/{ruleset.version}"


def _find(ruleset: Ruleset, text: str) -> list[Found]:
    """Return all whose code or title, in either language, has ``text`` in it."""
    lang, address = page_language(), _address(ruleset)

    def tests_at(test: Test) -> str:
        return f"{address}?part=tests&dimension={test.dimension}#{test.id}"

    everything = [
        *(("found_test", t.id, t.title, tests_at(t)) for t in ruleset.tests.values()),
        *(("found_outcome", c, o.title, tests_at(t)) for c, (t, o) in ruleset.outcomes.items()),
        *(
            ("found_pattern", f"{p.id} {p.code}", p.title, f"{address}?part=patterns#{p.id}")
            for p in ruleset.patterns.values()
        ),
        *(
            ("found_fact", f.id, f.title, f"{address}?part=facts#{f.id}")
            for f in ruleset.facts.values()
        ),
        *(
            ("found_clause", c.id, c.title, f"{address}/clauses#{c.id}")
            for c in ruleset.clauses.values()
        ),
    ]
    wanted = text.casefold()
    return [
        Found(kind, code, title.in_language(lang), where)
        for kind, code, title, where in everything
        if any(wanted in said.casefold() for said in (code, *title))
    ]


def _told(found: list[Difference], before: Ruleset, after: Ruleset) -> list[Group]:
    """Return the differences in words, by kind; what is only in one is told by that one."""
    lang = page_language()
    speaker, old, new = Speaker(lang, _DOMAIN), Words(before, lang), Words(after, lang)
    groups = [Group(f"kind_{kind}", []) for kind in KINDS]
    for one in found:
        of, title = _subject(one, new if one.change != "removed" else old)
        member = speaker.say(f"member_{one.path[0]}") if one.path else speaker.say("whole_of_it")
        if len(one.path) > 1:
            member = speaker.say("member_of", member=member, part=" / ".join(one.path[1:]))
        sides = old.side(one, one.before), new.side(one, one.after)
        entry = Entry(f"change_{one.change}", of, title, member, *sides)
        groups[KINDS.index(one.kind)].entries.append(entry)
    return [group for group in groups if group.entries]


def _subject(difference: Difference, words: Words) -> tuple[str, str]:
    """Return the code and the title of what differs, both empty where there is but one of it."""
    ruleset, of = words.ruleset, difference.of
    code = of.partition("/")[2] if difference.kind == "outcome" else of
    titles: dict[str, Mapping[str, Fact | Test | Pattern | Clause]] = {
        "fact": ruleset.facts,
        "test": ruleset.tests,
        "pattern": ruleset.patterns,
        "clause": ruleset.clauses,
    }
    if difference.kind == "outcome" and code in ruleset.outcomes:
        return of, words.writer.text(ruleset.outcomes[code][1].title)
    entry = titles.get(difference.kind, {}).get(of)
    return of, words.writer.text(entry.title) if entry is not None else ""
