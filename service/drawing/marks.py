"""Marks that drawings are made of: words, hairlines, boxes, hatching, signs and arrows."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from service.drawing.look import ACCENT, FAMILIES, HAIR, INK, NORMAL, WHITE, Anchor
from service.drawing.svg import element, group, words

_GAP: Final = 4
"""Px between two lines of a hatching."""


def text(
    x: int,
    y: int,
    said: str,
    size: int = NORMAL,
    fill: str = INK,
    anchor: Anchor = "start",
    bold: bool = False,
    figures: bool = False,
) -> Markup:
    """Return ``said`` on the baseline ``y``; ``figures`` are set in Latin in every language."""
    told: dict[str, str | int] = {"x": x, "y": y, "font_size": size, "fill": fill}
    if anchor != "start":
        told["text_anchor"] = anchor
    if bold:
        told["font_weight"] = "bold"
    if figures:
        told["font_family"] = FAMILIES["en"]
    return element("text", words(said), **told)


def lines(
    x: int,
    y: int,
    said: Sequence[str],
    leading: int,
    size: int = NORMAL,
    fill: str = INK,
    anchor: Anchor = "start",
    bold: bool = False,
) -> Markup:
    """Return lines of text, the first on the baseline ``y``."""
    return Markup("").join(
        text(x, y + place * leading, line, size, fill, anchor, bold)
        for place, line in enumerate(said)
    )


def line(
    x1: int,
    y1: int,
    x2: int,
    y2: int,
    stroke: str = HAIR,
    weight: str = "0.75",
    dashed: bool = False,
) -> Markup:
    """Return a straight line."""
    return path(f"M{x1} {y1}L{x2} {y2}", stroke, weight)


def path(d: str, stroke: str, weight: str = "1", dashed: bool = False) -> Markup:
    """Return an open path."""
    return element("path", d=d, fill="none", **_stroke(stroke, weight, dashed))


def _stroke(stroke: str, weight: str, dashed: bool) -> dict[str, str | int]:
    told: dict[str, str | int] = {"stroke": stroke, "stroke_width": weight}
    if dashed:
        told["stroke_dasharray"] = "3 2"
    return told


def shape(points: Sequence[tuple[int, int]], fill: str) -> Markup:
    """Return a filled polygon."""
    return element("path", d=_outline(points), fill=fill)


def outlined(
    points: Sequence[tuple[int, int]],
    fill: str = WHITE,
    stroke: str = INK,
    weight: str = "0.75",
    dashed: bool = False,
) -> Markup:
    """Return a polygon with an outline."""
    return element("path", d=_outline(points), fill=fill, **_stroke(stroke, weight, dashed))


def _outline(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def corners(x: int, y: int, width: int, height: int) -> tuple[tuple[int, int], ...]:
    """Return the corners of a rectangle."""
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


def box(x: int, y: int, width: int, height: int, fill: str) -> Markup:
    """Return a filled rectangle."""
    return shape(corners(x, y, width, height), fill)


def hatched(
    x: int, y: int, width: int, height: int, stroke: str = INK, fill: str = WHITE
) -> Markup:
    """Return a rectangle hatched from lower left to upper right: what is adverse."""
    strokes = []
    for start in range(_GAP - height, width, _GAP):
        left, right = max(0, start), min(width, start + height)
        low, high = height - (left - start), height - (right - start)
        strokes.append(f"M{x + left} {y + low}L{x + right} {y + high}")
    return group(
        outlined(corners(x, y, width, height), fill, stroke),
        path("".join(strokes), stroke, "0.75") if strokes else Markup(""),
    )


def arrowhead(x: int, y: int, fill: str = INK, to: int = 1, size: int = 4) -> Markup:
    """Return an arrowhead with its point at ``x``, ``y``; it points right, or left (``to`` -1)."""
    return shape(((x, y), (x - 2 * size * to, y - size), (x - 2 * size * to, y + size)), fill)


def sign(kind: str, x: int, y: int) -> Markup:
    """Return the sign of a finding, 8 px high, its lower left corner at ``x``, ``y``.

    ``adverse``: a triangle that stands on its point; ``strength``: one on its side; else a
    ring, of what is neither.
    """
    if kind == "adverse":
        return shape(((x, y - 8), (x + 8, y - 8), (x + 4, y)), INK)
    if kind == "strength":
        return shape(((x, y), (x + 8, y), (x + 4, y - 8)), ACCENT)
    return element("circle", cx=x + 4, cy=y - 4, r=3, fill=WHITE, stroke=INK, stroke_width="1")


def signed(points: int) -> str:
    """Return ``points`` with its sign: a true minus below 0, none at 0."""
    if points < 0:
        return f"\N{MINUS SIGN}{-points}"
    return f"+{points}" if points else "0"
