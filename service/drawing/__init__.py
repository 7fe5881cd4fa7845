"""Drawings of a grade as SVG: data in, markup out; pure, in whole numbers, without a font file.

A drawing is a function of one frozen dataclass and a width in px; equal input gives equal
bytes. Widths: ``PAPER`` (640, the text width of A4 with margins of 20 mm, and the page) and
``PHONE`` (340), set anew rather than made smaller; :func:`~service.drawing.drawn.drawn` makes
both, with the table that says the same in words and numbers::

    Drawn(wide: Markup, narrow: Markup, table: Table)
    Table(caption: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...],
          numbers: frozenset[int])                      # columns of numbers: set them right

    waterfall.draw_waterfall(Waterfall, width=PAPER)    waterfall.waterfall_table(Waterfall)
    dimensions.draw_dimensions(Dimensions, width=PAPER) dimensions.dimensions_table(Dimensions)
    graph.draw_graph(Graph, width=PAPER)                graph.graph_table(Graph)
    timeline.draw_timeline(Timeline, width=PAPER)       timeline.timeline_table(Timeline)
    bars.draw_bars(Bars, width=PAPER)                   bars.bars_table(Bars)
    matrix.draw_matrix(Matrix, width=PAPER)             matrix.matrix_table(Matrix)

Every ``draw_`` returns one ``<svg role="img">`` with ``<title>`` (one sentence that says what
is seen, the alternative text of a PDF) and ``<desc>``, as :class:`markupsafe.Markup`, so that
a template writes it as it is. It has presentation attributes only: no style, no script, no
ids, no links, nothing fetched. Its class is ``drawing drawing-wide`` or ``drawing
drawing-narrow``; the page shows one of the two (``/static/drawing.css``). Colour is never the
only sign: what is adverse is hatched, what is assumed is dashed, and words stand beside both.

From results (in :mod:`service.paper.figures`, ``result`` as records hold it)::

    waterfall_of(result, ruleset, lang) -> Waterfall
    dimensions_of(result, ruleset, lang) -> Dimensions
    service.paper.graph.what_mattered(result, ruleset, lang, whole=False) -> Graph
"""
