"""Builds SVG element by element: escaped, in whole numbers, with nothing that could be fetched."""

from markupsafe import Markup, escape

from service.drawing.look import FAMILIES, NARROW_BELOW, NORMAL
from service.drawing.text import clean


def element(name: str, *children: Markup, **attributes: str | int) -> Markup:
    """Return an element; ``stroke_width`` is the attribute ``stroke-width``, ``role_`` is ``role``.

    Attributes stand in the order given. Children are markup: words go through :func:`words`.
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    inside = "".join(children)
    # Put together of what is escaped already: formatting Markup would take ten times as long.
    return Markup(f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>")


def _value(value: str | int) -> str:
    return str(value) if isinstance(value, int) else words(value)


def words(text: str) -> Markup:
    """Return ``text`` escaped, to stand inside an element."""
    return escape(clean(text))


def group(*children: Markup, **attributes: str | int) -> Markup:
    """Return a ``<g>``; empty if there is nothing in it."""
    return element("g", *children, **attributes) if any(children) else Markup("")


def drawing(
    size: tuple[int, int], lang: str, title: str, description: str, *children: Markup
) -> Markup:
    """Return the root of a drawing of ``size`` (width, height) px, named by ``title``."""
    width, height = size
    kind = "narrow" if width < NARROW_BELOW else "wide"
    return element(
        "svg",
        element("title", words(title)),
        element("desc", words(description)),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing drawing-{kind}",
        role="img",
        lang=lang,
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        font_family=FAMILIES[lang],
        font_size=NORMAL,
    )
