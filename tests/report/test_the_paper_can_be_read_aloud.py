"""The paper is a tagged PDF: a program that reads aloud finds title, language and structure."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from tests.report.conftest import Library
from tests.report.reading import lines_of, opened

FAMILY = "family_condiment_maker"

each_language = pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh", "zh-Hans")])


def elements(of: Any, under: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield each structure element, what it is under and what it is."""
    kids = of.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            name = str(kid["/S"]).removeprefix("/")
            yield under, name, kid
            # What stands for nothing itself is as if it were not there.
            yield from elements(kid, under if name == "NonStruct" else name)


@each_language
def test_it_has_a_title_a_language_and_says_what_it_conforms_to(
    library: Library, lang: str, tag: str
) -> None:
    with opened(library.paper(FAMILY, lang)) as pdf:
        root = pdf.Root
        assert str(root["/Lang"]) == tag
        assert bool(root["/MarkInfo"]["/Marked"])
        assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
        title = str(pdf.docinfo["/Title"])
        assert "Lao Yu Sauce & Condiment Co., Ltd." in title
        assert "N5" in title
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert said["dc:title"] == title
        assert len(root["/Outlines"]["/First"]) > 0


@each_language
def test_its_headings_leave_no_level_out(library: Library, lang: str, tag: str) -> None:
    with opened(library.paper(FAMILY, lang)) as pdf:
        named = [name for _, name, _ in elements(pdf.Root["/StructTreeRoot"])]
    levels = [int(name[1]) for name in named if name in {"H1", "H2", "H3", "H4", "H5", "H6"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, levels


@each_language
def test_each_drawing_says_what_it_shows(library: Library, lang: str, tag: str) -> None:
    with opened(library.paper(FAMILY, lang)) as pdf:
        figures = [of for _, name, of in elements(pdf.Root["/StructTreeRoot"]) if name == "Figure"]
        told = [str(figure["/Alt"]) for figure in figures]
    assert len(told) == 3
    assert len(set(told)) == 3
    assert all(len(text) > 10 for text in told)
    # Vectors, no pixels: nothing follows the heads of the table.
    assert len(lines_of("pdfimages -list", library.paper(FAMILY, lang))) == 2


def test_lists_and_tables_are_made_of_what_they_may_be_made_of(library: Library) -> None:
    allowed = {
        "L": {"LI", "L", "Caption"},
        "LI": {"Lbl", "LBody"},
        "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
        "THead": {"TR"},
        "TBody": {"TR"},
        "TFoot": {"TR"},
        "TR": {"TH", "TD"},
    }
    with opened(library.paper(FAMILY, "en")) as pdf:
        found = {
            (under, name)
            for under, name, _ in elements(pdf.Root["/StructTreeRoot"])
            if name != "NonStruct"
        }
    assert {"L", "Table", "TR"} <= {name for _, name in found}
    strayed = {
        (under, name) for under, name in found if under in allowed and name not in allowed[under]
    }
    assert strayed == set()
    assert {under for under, name in found if name == "LI"} <= {"L"}
    assert {under for under, name in found if name in {"TH", "TD"}} <= {"TR"}


def test_cells_know_their_heads(library: Library) -> None:
    with opened(library.paper(FAMILY, "en")) as pdf:
        cells = [of for _, name, of in elements(pdf.Root["/StructTreeRoot"]) if name == "TD"]
        headed = [cell for cell in cells if len(cell["/A"].get("/Headers", []))]
    assert len(cells) > 50
    assert len(headed) == len(cells)


@each_language
def test_every_font_is_in_the_paper(library: Library, lang: str, tag: str) -> None:
    _, _, *fonts = lines_of("pdffonts", library.paper(FAMILY, lang))
    assert fonts
    for font in fonts:
        name, *_, embedded, subset, to_unicode, _, _ = font.split()
        assert "Noto" in name
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes"), font
    assert any("CJK-SC" in font for font in fonts) or lang == "en"
    # The Japanese forms of characters are others.
    assert not any("CJK-JP" in font for font in fonts)
