"""Draws a graph as a tree, from the grade down to facts: for a phone."""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

from service.drawing.look import INK, LARGE, SOFT
from service.drawing.marks import path, text
from service.drawing.nodes import Edge, Graph, Node
from service.drawing.shapes import draw, shaped
from service.drawing.svg import group
from service.drawing.text import wrap
from service.language.catalogue import Speaker

_INDENT: Final = 16
_GAP: Final = 7


def tree(graph: Graph, width: int) -> tuple[int, Markup]:
    """Return the height in px, and the drawing ``width`` px wide.

    What leads to several nodes is written out below the first of them; below the others it is
    named only.
    """
    grower = _Grower(graph, width)
    for node in graph.nodes:
        if node.kind == "grade":
            grower.grow(node, 0)
    return grower.y - _GAP + 4, group(*grower.marks)


class _Grower:
    """Draws node after node; ``y`` is the top of the next."""

    def __init__(self, graph: Graph, width: int) -> None:
        self._nodes = {node.key: node for node in graph.nodes}
        self._before: dict[str, list[Edge]] = {node.key: [] for node in graph.nodes}
        for edge in graph.edges:
            self._before[edge.target].append(edge)
        self._say = Speaker(graph.lang, "drawing").say
        self._width = width
        self._drawn: set[str] = set()
        self.y = 2
        self.marks: list[Markup] = []

    def grow(self, node: Node, depth: int) -> int:
        """Draw ``node`` and what leads to it; return where its line meets it."""
        again = node.key in self._drawn and bool(self._before[node.key])
        self._drawn.add(node.key)
        if again:
            title = self._say("shown_above", title=node.title)
            node = replace(node, title=title, note="")
        left = depth * _INDENT + 1
        meets = self.y + 10
        if node.kind == "grade":
            shape = shaped(replace(node, note=""), 60)
            (note,) = wrap(node.note, LARGE, self._width - 68, 1)
            self.marks.append(text(68, self.y + 17, note, LARGE))
        else:
            shape = shaped(node, self._width - left - 1)
        self.marks.append(draw(shape, left, self.y))
        self.y += shape.height + _GAP
        if not again:
            self._branches(node, depth, meets)
        return meets

    def _branches(self, node: Node, depth: int, meets: int) -> None:
        trunk, top = depth * _INDENT + 7, self.y - _GAP
        for edge in sorted(self._before[node.key], key=lambda edge: not edge.binding):
            end = self.grow(self._nodes[edge.source], depth + 1)
            ink, weight = (INK, "1.25") if edge.binding else (SOFT, "0.75")
            self.marks.append(
                path(f"M{trunk} {top}V{end}H{(depth + 1) * _INDENT + 1}", ink, weight)
            )
