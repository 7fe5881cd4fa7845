"""A drawing in both widths, with its table: all that a template needs of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from service.drawing.look import PAPER, PHONE
from service.drawing.table import Table

Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing for paper and wide pages, one for phones, and the table that says the same."""

    wide: Markup
    narrow: Markup
    table: Table


def drawn(
    figure: Figure, draw: Callable[[Figure, int], Markup], table: Callable[[Figure], Table]
) -> Drawn:
    """Return ``figure`` drawn in both widths: ``drawn(w, draw_waterfall, waterfall_table)``."""
    return Drawn(draw(figure, PAPER), draw(figure, PHONE), table(figure))
