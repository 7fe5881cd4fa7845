"""What strangers wrote into a dossier is set as words, whatever it means to be."""

import orjson

from tests.report.conftest import Library
from tests.report.reading import lines_of, opened, text_of, words_of
from tests.web.deciding import dossier

SCRIPT = '<script>alert("x")</script><img src=x onerror=y>{{ 7 * 7 }}</title>'
LONG = "W" * 200
HEBREW = "חברת הבדיקה"
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}"


def hostile(name: str, reference: str) -> bytes:
    document = orjson.loads(dossier("trading"))
    document["borrower"]["legal_name"] = name
    for section in document.values():
        if isinstance(section, dict):
            for fact in section.values():
                if isinstance(fact, dict) and "value" in fact:
                    fact["evidence_ref"] = reference
    return orjson.dumps(document)


def test_markup_is_shown_and_does_nothing(library: Library) -> None:
    decision = library.decide(hostile(SCRIPT, SCRIPT))
    words = words_of(library, decision)
    assert SCRIPT in words
    assert "49" not in words.split()
    with opened(library.papers.of(decision, "en")) as pdf:
        assert SCRIPT in str(pdf.docinfo["/Title"])
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert not any("/Annots" in page for page in pdf.pages)


def test_long_names_and_words_from_right_to_left_stay_in_the_paper(library: Library) -> None:
    paper = library.papers.of(library.decide(hostile(LONG, f"{HEBREW} {TURNED}")), "zh")
    text = "".join(text_of(paper).split())
    assert LONG in text
    assert "".join(HEBREW.split()) in text
    # A mark that turns the direction of writing is shown by its number, and turns nothing.
    assert "U+202E" in text
    assert TURNED not in text
    (pages,) = [line for line in lines_of("pdfinfo", paper) if line.startswith("Pages:")]
    assert int(pages.split()[1]) <= 9
