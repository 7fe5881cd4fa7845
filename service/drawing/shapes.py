"""The shape of each kind of node, so that none is told apart by colour alone."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from service.drawing.look import ACCENT, END, INK, LARGE, MIDDLE, SMALL, SOFT, TINT, WHITE
from service.drawing.marks import box, corners, line, lines, outlined, sign, text
from service.drawing.nodes import Node
from service.drawing.svg import group
from service.drawing.text import width_of, wrap

LEADING: Final = 13
_INSET: Final = 6
_SIGN: Final = 12
"""Px that a sign and the space behind it take."""

_CUT: Final = 5
"""Px that the corners of a pattern are cut by."""

_MOST_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """A node with its words broken into lines to fit ``width`` px.

    ``beside``: the note stands on the line of the title, flush right.
    """

    node: Node
    width: int
    title: tuple[str, ...]
    note: tuple[str, ...]
    beside: bool = False

    @property
    def height(self) -> int:
        """Px from top to bottom; the note of a grade hangs below."""
        if self.node.kind == "grade":
            return 24
        below = 0 if self.beside else len(self.note)
        return LEADING * (len(self.title) + below) + 7

    @property
    def hanging(self) -> int:
        """Px from top to bottom with what hangs below."""
        return self.height + (4 + LEADING * len(self.note) if self.node.kind == "grade" else 0)


def shaped(node: Node, width: int, beside: bool = True) -> Shape:
    """Return ``node`` ready to be drawn ``width`` px wide.

    Its note stands ``beside`` the title if it fits there.
    """
    inside = width - 2 * _INSET
    room = inside - (_SIGN if _signed(node) else 0)
    if node.kind == "grade":
        inside = room = width
    title = wrap(node.title, SMALL, room, _MOST_LINES, _bold(node))
    note = wrap(node.note, SMALL, inside, 3, _bold_note(node)) if node.note else ()
    left = room - width_of(title[0], SMALL, _bold(node)) - 2 * _INSET
    fits = len(title) == len(note) == 1 and width_of(note[0], SMALL, _bold_note(node)) <= left
    return Shape(node, width, title, note, beside and fits)


def _signed(node: Node) -> bool:
    return node.kind in ("adverse", "strength") or (node.kind == "fact" and node.assumed)


def _bold(node: Node) -> bool:
    return node.kind == "cap" and node.binding


def _bold_note(node: Node) -> bool:
    return node.kind == "fact" and not node.assumed


def draw(shape: Shape, x: int, y: int) -> Markup:
    """Return the shape with its upper left corner at ``x``, ``y``."""
    if shape.node.kind == "grade":
        return _grade(shape, x, y)
    node, width, height = shape.node, shape.width, shape.height
    left = x + _INSET + (_SIGN if _signed(node) else 0)
    marks = [_outline(shape, x, y)]
    if _signed(node):
        kind = node.kind if not node.assumed else "unknown"
        marks.append(sign(kind, x + _INSET, y + LEADING))
    first = y + LEADING
    marks.append(lines(left, first, shape.title, LEADING, SMALL, bold=_bold(node)))
    bold, ink = (True, INK) if _bold_note(node) else (False, SOFT)
    if shape.beside:
        right = x + width - _INSET - (4 if node.kind == "cap" else 0)
        marks.append(text(right, first, shape.note[0], SMALL, ink, END, bold))
    else:
        below = first + LEADING * len(shape.title)
        marks.append(lines(x + _INSET, below, shape.note, LEADING, SMALL, ink, bold=bold))
    if node.kind == "cap":
        marks.append(box(x + width - 3, y, 3, height, INK if node.binding else SOFT))
    if node.kind == "dimension":
        marks.append(line(x + 3, y, x + 3, y + height, SOFT))
    return group(*marks)


def _outline(shape: Shape, x: int, y: int) -> Markup:
    node, width, height = shape.node, shape.width, shape.height
    around = corners(x, y, width, height)
    if node.kind == "pattern":
        right, low = x + width, y + height
        around = (
            *((x + _CUT, y), (right - _CUT, y), (right, y + _CUT), (right, low - _CUT)),
            *((right - _CUT, low), (x + _CUT, low), (x, low - _CUT), (x, y + _CUT)),
        )
    fill = TINT if node.kind in ("pattern", "dimension", "composite") else WHITE
    ink, weight = (INK, "1") if node.binding else (SOFT, "0.75")
    return outlined(around, fill, ink, weight, node.assumed)


def _grade(shape: Shape, x: int, y: int) -> Markup:
    node, width = shape.node, shape.width
    middle = x + width // 2
    ink = INK if node.assumed else WHITE
    fill, stroke = (WHITE, INK) if node.assumed else (ACCENT, ACCENT)
    return group(
        outlined(corners(x, y, width, 24), fill, stroke, "1.5", node.assumed),
        text(middle, y + 17, node.title, LARGE, ink, MIDDLE, bold=True, figures=True),
        lines(middle, y + 37, shape.note, LEADING, SMALL, INK, MIDDLE),
    )
