"""What led to the grade as a graph: facts, findings, patterns, caps, grade."""

from markupsafe import Markup

from service.drawing.columns import columns
from service.drawing.look import NARROW_BELOW, PAPER, SMALL, SOFT
from service.drawing.marks import text
from service.drawing.nodes import COLUMN, Edge, Graph, Kind, Node
from service.drawing.svg import drawing
from service.drawing.table import Table
from service.drawing.tree import tree
from service.language.catalogue import Speaker
from service.language.values import listed

__all__ = ["Edge", "Graph", "Kind", "Node", "draw_graph", "graph_table"]


def draw_graph(graph: Graph, width: int = PAPER) -> Markup:
    """Return the drawing, ``width`` px wide: in columns, or as a tree where that is narrow."""
    say = Speaker(graph.lang, "drawing").say
    height, marks = (tree if width < NARROW_BELOW else columns)(graph, width)
    if graph.left_out:
        height += 16
        marks = Markup("").join(
            (marks, text(0, height - 4, say("graph_left_out", n=graph.left_out), SMALL, SOFT))
        )
    return drawing((width, height), graph.lang, _summary(graph), say("graph_how"), marks)


def graph_table(graph: Graph) -> Table:
    """Return the same as a table: a row for every node, with what it leads to."""
    say = Speaker(graph.lang, "drawing").say
    titles = {node.key: node.title for node in graph.nodes}
    leads: dict[str, list[str]] = {node.key: [] for node in graph.nodes}
    for edge in graph.edges:
        leads[edge.source].append(titles[edge.target])
    rows = []
    for node in sorted(graph.nodes, key=lambda node: COLUMN[node.kind]):
        kind = say(f"kind_{node.kind}")
        if node.assumed:
            kind = say("kind_assumed", kind=kind)
        rows.append((kind, node.title, node.note, listed(leads[node.key], graph.lang)))
    head = (say("node"), say("title"), say("value"), say("leads_to"))
    return Table(_summary(graph), head, tuple(rows))


def _summary(graph: Graph) -> str:
    say = Speaker(graph.lang, "drawing").say
    kinds = [node.kind for node in graph.nodes]
    found = kinds.count("adverse") + kinds.count("strength")
    grade = next((node.title for node in graph.nodes if node.kind == "grade"), "")
    if any(node.kind == "grade" and node.assumed for node in graph.nodes):
        assumed = {node.key for node in graph.nodes if node.assumed}
        last = {node.key for node in graph.nodes if node.kind == "grade"}
        waiting = [e for e in graph.edges if e.target in last and e.source in assumed]
        return say("graph_title_missing", n=len(waiting) + graph.left_out, grade=grade)
    facts = str(kinds.count("fact"))
    return say("graph_title", n=found, facts=facts, grade=grade)
