"""Whatever is written on a drawing, it stays a drawing: named, whole, and nothing runs or loads."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from service.drawing.bars import Bar, Bars, draw_bars
from service.drawing.dimensions import draw_dimensions
from service.drawing.graph import Edge, Graph, Node, draw_graph
from service.drawing.look import PAPER, PHONE
from service.drawing.matrix import Matrix, draw_matrix
from service.drawing.text import width_of
from service.drawing.timeline import Moment, Timeline, draw_timeline
from service.drawing.waterfall import draw_waterfall
from service.paper.figures import dimensions_of, waterfall_of
from service.paper.graph import what_mattered
from service.ruleset.model import Ruleset
from tests.drawing.seeing import SVG, points, root, size, title, words

HOSTILE = '<script>alert("1")</script> & \u202eevil\u0000 ]]> ' + "长" * 200

each_language = pytest.mark.parametrize("lang", ["en", "zh"])
each_width = pytest.mark.parametrize("width", [PAPER, PHONE])

ALLOWED = {"svg", "title", "desc", "g", "path", "text", "circle"}


def hostile(lang: str, width: int) -> Iterator[str]:
    yield draw_bars(Bars(lang, HOSTILE, ("", ""), (Bar(HOSTILE, 3, HOSTILE),)), width)
    nodes = (Node("g", "grade", "N5", HOSTILE), Node("a", "adverse", HOSTILE, HOSTILE))
    yield draw_graph(Graph(lang, nodes, (Edge("a", "g"),)), width)
    moments = (Moment("2026-01-01", "N5", note=HOSTILE),)
    yield draw_timeline(Timeline(lang, moments, ("N5", "NR")), width)
    yield draw_matrix(Matrix(lang, ("N5", "NR"), ((1, 0), (0, 1)), HOSTILE, HOSTILE), width)


def worked(result: dict[str, Any], ruleset: Ruleset, lang: str, width: int) -> Iterator[str]:
    yield draw_waterfall(waterfall_of(result, ruleset, lang), width)
    yield draw_dimensions(dimensions_of(result, ruleset, lang), width)
    yield draw_graph(what_mattered(result, ruleset, lang), width)
    yield draw_graph(what_mattered(result, ruleset, lang, whole=True), width)


@each_language
@each_width
def test_hostile_words_are_shown_as_words(lang: str, width: int) -> None:
    for svg in hostile(lang, width):
        assert "<script" not in svg
        assert "\u202e" not in svg
        assert "\x00" not in svg
        assert {element.tag.removeprefix(SVG) for element in root(svg).iter()} <= ALLOWED


@each_language
@each_width
def test_no_drawing_has_styles_scripts_links_or_ids(
    rated: Callable[[str], Any], ruleset: Ruleset, lang: str, width: int
) -> None:
    for svg in worked(rated("family_condiment_maker"), ruleset, lang, width):
        for element in root(svg).iter():
            assert element.tag.removeprefix(SVG) in ALLOWED
            assert not {"style", "id", "href", "onclick", "filter"} & element.attrib.keys()
            assert not [v for v in element.attrib.values() if "url(" in v]


@each_language
@each_width
@pytest.mark.parametrize("name", ["family_condiment_maker", "incomplete_dossier"])
def test_a_drawing_says_what_it_is_and_in_which_language(
    rated: Callable[[str], Any], ruleset: Ruleset, lang: str, width: int, name: str
) -> None:
    for svg in worked(rated(name), ruleset, lang, width):
        drawn = root(svg)
        assert (drawn.get("role"), drawn.get("lang")) == ("img", lang)
        assert [child.tag for child in drawn][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert title(svg).endswith("." if lang == "en" else "。")
        assert size(svg)[0] == width
        assert drawn.get("viewBox") == f"0 0 {size(svg)[0]} {size(svg)[1]}"


@each_language
@each_width
def test_every_place_is_a_whole_number(
    rated: Callable[[str], Any], ruleset: Ruleset, lang: str, width: int
) -> None:
    places = ("x", "y", "d", "cx", "cy", "r", "width", "height", "viewBox")
    for svg in worked(rated("polluting_dye_maker"), ruleset, lang, width):
        for element in root(svg).iter():
            assert not [p for p in places if "." in element.get(p, "")]


@each_language
@each_width
@pytest.mark.parametrize(
    "name", ["family_condiment_maker", "incomplete_dossier", "defaulter_with_false_statements"]
)
def test_nothing_is_drawn_outside(
    rated: Callable[[str], Any], ruleset: Ruleset, lang: str, width: int, name: str
) -> None:
    for svg in (*worked(rated(name), ruleset, lang, width), *hostile(lang, width)):
        high = size(svg)[1]
        assert not [p for p in points(svg) if not (0 <= p[0] <= width and 0 <= p[1] <= high)]
        assert not [
            w.attrib | {"t": w.text}
            for w in root(svg).iter(f"{SVG}text")
            if not _inside(w, width, high)
        ]


def _inside(text: Element, width: int, high: int) -> bool:
    wide = width_of(text.text or "", int(text.get("font-size", "")), bool(text.get("font-weight")))
    part = {"start": 0, "middle": 1, "end": 2}[text.get("text-anchor", "start")]
    left = int(text.get("x", "")) - wide * part // 2
    return left >= -1 and left + wide <= width + 1 and 0 < int(text.get("y", "")) <= high


def test_equal_results_give_equal_bytes(rated: Callable[[str], Any], ruleset: Ruleset) -> None:
    result = rated("listed_pharma")
    assert list(worked(result, ruleset, "zh", PAPER)) == list(worked(result, ruleset, "zh", PAPER))


def test_drawings_in_chinese_have_no_english_words(
    rated: Callable[[str], Any], ruleset: Ruleset
) -> None:
    for name in ("family_condiment_maker", "incomplete_dossier", "strong_private_manufacturer"):
        for svg in worked(rated(name), ruleset, "zh", PAPER):
            assert not [w for w in words(svg) if re.search("[a-z]{3,}", w)]
            assert not re.search("[a-z]{3,}", title(svg))
