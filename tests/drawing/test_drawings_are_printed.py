"""Drawings become vectors and words of a PDF, with their titles as alternative texts."""

import io
import logging
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from service.drawing.dimensions import draw_dimensions
from service.drawing.graph import draw_graph
from service.drawing.waterfall import draw_waterfall
from service.paper.figures import dimensions_of, waterfall_of
from service.paper.graph import what_mattered
from service.ruleset.model import Ruleset
from tests.drawing.seeing import title


@pytest.fixture
def drawings(rated: Callable[[str], Any], ruleset: Ruleset) -> list[str]:
    result = rated("family_condiment_maker")
    return [
        draw_waterfall(waterfall_of(result, ruleset, "zh")),
        draw_dimensions(dimensions_of(result, ruleset, "zh")),
        draw_graph(what_mattered(result, ruleset, "zh")),
    ]


def printed(drawings: list[str]) -> bytes:
    page = f"<html lang='zh'><meta charset='utf-8'><title>品质</title>{''.join(drawings)}</html>"
    made: bytes = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"0" * 16)
    return made


def alternatives(reader: PdfReader) -> list[str]:
    found = []
    waiting = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop(0).get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            if "/Alt" in element:
                found.append(str(element["/Alt"]))
            waiting += [element["/K"]] if "/K" in element else []
    return found


def test_every_drawing_is_a_figure_with_its_title_as_alternative_text(
    drawings: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        reader = PdfReader(io.BytesIO(printed(drawings)))
    assert alternatives(reader) == [title(svg) for svg in drawings]
    assert caplog.messages == []


def test_words_can_be_found_and_nothing_is_a_picture_of_pixels(drawings: list[str]) -> None:
    reader = PdfReader(io.BytesIO(printed(drawings)))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for expected in ("综合分", "法人治理结构", "+44", "上限N5", "有条件可接受"):
        assert expected in text
    assert [image for page in reader.pages for image in page.images] == []
