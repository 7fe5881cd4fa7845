"""What mattered to a grade, as a graph: from facts over findings and patterns to the grade."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from service.drawing.marks import signed
from service.drawing.nodes import Edge, Graph, Kind, Node
from service.language.catalogue import Speaker
from service.language.values import value_text
from service.paper.pen import Pen
from service.ruleset.model import NOT_RATED, DimensionCap, Ruleset

MOST: Final = 12
"""Findings of a graph that shows only what mattered: as many as a page has room for."""

MOST_FACTS: Final = 15
"""Facts of such a graph."""

MOST_BEHIND_COMPOSITE: Final = 6
"""Of those, findings that count by their points alone."""

GRADE: Final = "grade"
COMPOSITE: Final = "composite"
"""Keys of the two nodes of which there is one; those of others name what they are."""


def what_mattered(
    result: Mapping[str, Any], ruleset: Ruleset, lang: str, whole: bool = False
) -> Graph:
    """Return what led to the grade of ``result``, of a dossier rated by ``ruleset``.

    Only what mattered: of a borrower that is not rated, what is missing; else the caps that
    hold the grade, the patterns and dimensions that they come from, the findings that form
    these and the facts that these rest on. Where the composite holds the grade, the findings
    that cost it most; strengths, where there are none. ``whole``: everything that counted.
    """
    draft = _Draft(result, Pen(ruleset, lang), whole)
    missing = result["grade"] == NOT_RATED
    if missing:
        draft.missing()
    if whole or not missing:
        draft.caps()
        draft.composite()
    draft.findings()
    return draft.graph()


class _Draft:
    """Gathers nodes and edges; which findings are drawn is settled at the end."""

    def __init__(self, result: Mapping[str, Any], pen: Pen, whole: bool) -> None:
        self._result = result
        self._whole = whole
        self._pen = pen
        self._ruleset = pen.ruleset
        self._say = Speaker(pen.lang, "drawing").say
        self._findings = {f["code"]: f for f in result["findings"] if not f["claimed"]}
        self._nodes: dict[str, Node] = {}
        self._edges: dict[tuple[str, str], bool] = {}
        self._leading: dict[tuple[str, str], bool] = {}
        """Findings to what they lead to, the most telling first; ``True`` where it binds."""
        self._left_out = 0
        self._grade()

    def _grade(self) -> None:
        grade, indicative = self._result["grade"], self._result["indicative_grade"]
        rated = grade != NOT_RATED
        note = self._pen.grade(grade).word if rated else self._say("indicative", grade=indicative)
        self._node(Node(GRADE, "grade", grade, note, assumed=not rated, binding=True))

    def missing(self) -> None:
        """Add the tests, and the facts by themselves, that the grade waits for."""
        waiting = self._result["mandatory_missing"]
        shown = waiting if self._whole else waiting[:MOST]
        self._left_out += len(waiting) - len(shown)
        for name in shown:
            if name in self._ruleset.facts:
                self._fact({"fact": name, "value": None}, GRADE, True)
                continue
            key = f"gate:{name}"
            title, undecided = self._pen.title(name), self._say("undecided")
            self._node(Node(key, "adverse", title, undecided, assumed=True, binding=True))
            self._edge(key, GRADE, True)
            for unknown in self._result["unknown_facts"]:
                if name in unknown["tests"]:
                    self._fact({"fact": unknown["fact"], "value": None}, key, True)

    def caps(self) -> None:
        """Add the caps that hold the (indicative) grade, or all, and what they come from."""
        for cap in self._result["caps"]:
            holds = cap["binding"] and self._result["grade"] != NOT_RATED
            if not (self._whole or holds):
                continue
            key = f"cap:{cap['grade']}"
            title = self._say("at_best", grade=cap["grade"])
            self._node(Node(key, "cap", title, binding=holds))
            self._edge(key, GRADE, holds)
            self._cause(cap["reason"], key, holds)

    def _cause(self, reason: str, cap: str, holds: bool) -> None:
        if reason in self._ruleset.outcomes:
            self._lead([reason], cap, holds)
            return
        for pattern in self._result["patterns"]:
            if reason in (pattern["id"], f"{pattern['id']} {pattern['code']}"):
                title = self._pen.told(pattern)
                self._node(Node(pattern["id"], "pattern", title, binding=holds))
                self._edge(pattern["id"], cap, holds)
                self._lead(pattern["because"], pattern["id"], holds)
        for dimension_cap in self._ruleset.policy.dimension_caps:
            if dimension_cap.reason == reason:
                for dimension in self._made_by(dimension_cap):
                    self._dimension(dimension, cap, holds)
                    adverse = (f["code"] for f in self._adverse() if f["dimension"] == dimension)
                    self._lead(adverse, dimension, holds)

    def _made_by(self, cap: DimensionCap) -> Iterable[str]:
        rated = self._result["dimensions"]
        looked_at = cap.dimensions or tuple(d for d in rated if rated[d]["weight"])
        return (d for d in looked_at if d in rated and rated[d]["rating"] in cap.rating)

    def composite(self) -> None:
        """Add the composite, and what led to it where it holds the grade, or everything."""
        result = self._result
        holds = result["base_grade"] == result["grade"]
        title = self._say("composite_is", composite=str(result["composite"]))
        note = self._say("would_be", grade=result["base_grade"])
        self._node(Node(COMPOSITE, "composite", title, note, binding=holds))
        self._edge(COMPOSITE, GRADE, holds)
        if self._whole:
            telling = list(self._findings.values())
        elif holds:
            adverse = sorted(self._adverse(), key=self._weight, reverse=True)
            strengths = [f for f in self._findings.values() if f["points"] > 0]
            best = sorted(strengths, key=self._weight, reverse=True)
            telling = (adverse or best)[:MOST_BEHIND_COMPOSITE]
        else:
            return
        for finding in telling:
            self._dimension(finding["dimension"], COMPOSITE, holds)
            self._lead([finding["code"]], finding["dimension"], holds)

    def _adverse(self) -> list[Mapping[str, Any]]:
        return [f for f in self._findings.values() if f["points"] < 0]

    def _weight(self, finding: Mapping[str, Any]) -> int:
        weight: int = self._result["dimensions"][finding["dimension"]]["weight"]
        return abs(weight * int(finding["points"]))

    def _dimension(self, dimension: str, target: str, holds: bool) -> None:
        found = self._result["dimensions"][dimension]
        note = self._say("rated_net", word=self._pen.told(found, "word"), net=signed(found["net"]))
        self._node(Node(dimension, "dimension", self._pen.title(dimension), note, binding=holds))
        self._edge(dimension, target, holds)

    def _lead(self, codes: Iterable[str], target: str, holds: bool) -> None:
        for code in codes:
            if code in self._findings:
                before = self._leading.get((code, target), False)
                self._leading[code, target] = before or holds

    def findings(self) -> None:
        """Add the findings that led anywhere, and their facts: as many as there is room for."""
        facts: set[str] = set()
        drawn: list[str] = []
        for code in dict.fromkeys(code for code, _ in self._leading):
            more = facts | {found["fact"] for found in _shown(self._findings[code])}
            if self._whole or (len(drawn) < MOST and len(more) <= MOST_FACTS):
                facts = more
                drawn.append(code)
            else:
                self._left_out += 1
        for code in (code for code in self._findings if code in drawn):
            self._finding(code)

    def _finding(self, code: str) -> None:
        finding = self._findings[code]
        kind: Kind = "adverse" if finding["points"] < 0 else "strength"
        title = self._pen.told(finding)
        self._node(Node(code, kind, title, assumed=finding["assumed"]))
        leads = {target: holds for (one, target), holds in self._leading.items() if one == code}
        for target, holds in leads.items():
            self._edge(code, target, holds)
        for found in _shown(finding):
            self._fact(found, code, any(leads.values()))

    def graph(self) -> Graph:
        """Return what was gathered."""
        edges = tuple(Edge(*ends, holds) for ends, holds in self._edges.items())
        return Graph(self._pen.lang, tuple(self._nodes.values()), edges, self._left_out)

    def _fact(self, found: Mapping[str, Any], target: str, holds: bool) -> None:
        fact = self._ruleset.facts[found["fact"]]
        value = value_text(fact, found["value"], self._pen.lang)
        key, unknown = f"fact:{fact.id}", found["value"] is None
        self._node(Node(key, "fact", self._pen.text(fact.title), value, assumed=unknown))
        self._edge(key, target, holds)

    def _node(self, node: Node) -> None:
        before = self._nodes.get(node.key)
        if before is None or node.binding:
            self._nodes[node.key] = node

    def _edge(self, source: str, target: str, holds: bool) -> None:
        self._edges[source, target] = self._edges.get((source, target), False) or holds


def _shown(finding: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The facts that a finding rests on: what is not known shows nothing, unless it is assumed."""
    facts: list[Mapping[str, Any]] = finding["facts"]
    return [f for f in facts if finding["assumed"] or f["value"] is not None]
