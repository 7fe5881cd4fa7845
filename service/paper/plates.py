"""The drawings of a paper: dimensions, the way to the grade, the graph of what led there."""

from dataclasses import dataclass

from service.drawing.dimensions import dimensions_table, draw_dimensions
from service.drawing.drawn import Drawn, drawn
from service.drawing.graph import draw_graph, graph_table
from service.drawing.waterfall import draw_waterfall, waterfall_table
from service.paper.figures import dimensions_of, waterfall_of
from service.paper.graph import what_mattered
from service.paper.pen import Found
from service.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True)
class Plates:
    """What a paper shows drawn; ``whole_graph`` has every finding, ``graph`` what mattered."""

    dimensions: Drawn
    waterfall: Drawn
    graph: Drawn
    whole_graph: Drawn


def plates_of(result: Found, ruleset: Ruleset, lang: str) -> Plates:
    """Return the drawings of ``result``, of a dossier rated by ``ruleset``: a pure function."""
    return Plates(
        dimensions=drawn(dimensions_of(result, ruleset, lang), draw_dimensions, dimensions_table),
        waterfall=drawn(waterfall_of(result, ruleset, lang), draw_waterfall, waterfall_table),
        graph=drawn(what_mattered(result, ruleset, lang), draw_graph, graph_table),
        whole_graph=drawn(
            what_mattered(result, ruleset, lang, whole=True), draw_graph, graph_table
        ),
    )
