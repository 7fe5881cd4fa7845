"""Draws a graph in columns, from facts on the left to the grade on the right."""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from service.drawing.layers import Box, Layers, arrange
from service.drawing.look import INK, SOFT, TINY
from service.drawing.marks import arrowhead, line, path, text
from service.drawing.nodes import COLUMN, Edge, Graph, Node
from service.drawing.shapes import Shape, draw, shaped
from service.drawing.svg import group
from service.language.catalogue import Speaker

_HEADS: Final = ("facts", "findings", "patterns", "caps", "grade")
_NARROW: Final = {3: 84, 4: 64}
"""Px of the columns of caps and grade; the others share the rest."""

_ALLEY: Final = 34
_GAP: Final = 7
_APART: Final = 9
"""Px between two lines at the side of a shape, if it is high enough."""

_TOP: Final = 26


def columns(graph: Graph, width: int) -> tuple[int, Markup]:
    """Return the height in px, and the drawing ``width`` px wide."""
    used = sorted({COLUMN[node.kind] for node in graph.nodes})
    place = {column: n for n, column in enumerate(used)}
    wide = _widths(used, width - 2)
    lefts = [1 + sum(wide[:n]) + _ALLEY * n for n in range(len(wide))]
    shapes: dict[str, Shape] = {}
    for column, number in place.items():
        shapes |= _alike([n for n in graph.nodes if COLUMN[n.kind] == column], wide[number])
    layers = arrange(
        [Box(key, place[COLUMN[s.node.kind]], s.height) for key, s in shapes.items()],
        [(edge.source, edge.target) for edge in graph.edges],
        _GAP,
    )
    say = Speaker(graph.lang, "drawing").say
    heads = [text(lefts[n], 10, say(_HEADS[column]), TINY, SOFT) for column, n in place.items()]
    ports = _Ports(layers, shapes)
    lines = [
        _line(edge, layers, ports, lefts, wide, place[COLUMN[shapes[edge.source].node.kind]])
        for edge in _faint_first(graph)
    ]
    nodes = [
        draw(shape, lefts[place[COLUMN[shape.node.kind]]], _TOP + layers.tops[key])
        for key, shape in shapes.items()
    ]
    rule = line(0, 16, width, 16, INK, "0.5")
    low = max(layers.tops[key] + shape.hanging for key, shape in shapes.items())
    return _TOP + low + 4, group(*heads, rule, *lines, *nodes)


def _alike(nodes: Sequence[Node], width: int) -> dict[str, Shape]:
    """The shapes of a column: all notes beside the titles, or all below them."""
    shapes = {node.key: shaped(node, width) for node in nodes}
    if all(shape.beside for shape in shapes.values() if shape.note):
        return shapes
    return {node.key: shaped(node, width, beside=False) for node in nodes}


def _widths(used: list[int], width: int) -> list[int]:
    rest = width - _ALLEY * (len(used) - 1) - sum(_NARROW.get(column, 0) for column in used)
    sharing = len([column for column in used if column not in _NARROW])
    return [_NARROW.get(column) or rest // sharing for column in used]


def _faint_first(graph: Graph) -> list[Edge]:
    return sorted(graph.edges, key=lambda edge: edge.binding)


class _Ports:
    """Where lines leave a shape and reach one: spread over its side, so that they stay apart."""

    def __init__(self, layers: Layers, shapes: Mapping[str, Shape]) -> None:
        self._layers = layers
        self._leaving: dict[str, set[str]] = {key: set() for key in shapes}
        self._reaching: dict[str, set[str]] = {key: set() for key in shapes}
        for (source, target), route in layers.routes.items():
            self._leaving[source].add(route[1])
            self._reaching[target].add(route[-2])

    def leave(self, source: str, towards: str) -> int:
        """The height at which the line from ``source`` starts; all through one bend share it."""
        return self._port(source, towards, self._leaving[source])

    def reach(self, target: str, coming: str) -> int:
        """The height at which the line meets ``target``."""
        return self._port(target, coming, self._reaching[target])

    def _port(self, key: str, other: str, others: set[str]) -> int:
        in_order = sorted(others, key=lambda each: (self._layers.middle(each), each))
        room = self._layers.heights[key] - 10
        apart = min(_APART, room // len(in_order))
        place = 2 * in_order.index(other) - len(in_order) + 1
        return _TOP + self._layers.middle(key) + place * apart // 2


def _line(
    edge: Edge,
    layers: Layers,
    ports: _Ports,
    lefts: Sequence[int],
    wide: Sequence[int],
    start: int,
) -> Markup:
    """A line through the bends of its route, flat where it passes a column."""
    route = layers.routes[edge.source, edge.target]
    x, y = lefts[start] + wide[start], ports.leave(edge.source, route[1])
    drawn = f"M{x} {y}"
    for number, key in enumerate(route[1:], start + 1):
        left = lefts[number]
        last = key == edge.target
        down = ports.reach(key, route[-2]) if last else _TOP + layers.middle(key)
        middle = (x + left) // 2
        drawn += f"C{middle} {y} {middle} {down} {left} {down}"
        x, y = left, down
        if not last:
            x += wide[number]
            drawn += f"H{x}"
    ink, weight = (INK, "1.25") if edge.binding else (SOFT, "0.75")
    return group(path(drawn, ink, weight), arrowhead(x, y, ink, size=3))
