"""The paper has on four to six pages what the committee needs, in English and in Chinese."""

import orjson
import pytest

from tests.report.conftest import Library
from tests.report.reading import lines_of, text_of, words_of

FAMILY = "family_condiment_maker"
INCOMPLETE = "incomplete_dossier"
PAPERS = [(FAMILY, "en"), (FAMILY, "zh"), (INCOMPLETE, "zh")]

HEADINGS = {
    "en": ("Grade", "How the grade comes about", "Principal reasons", "Strengths", "Clauses cited"),
    "zh": ("等级", "等级的形成", "优势", "所引条款"),
}

each_paper = pytest.mark.parametrize(("name", "lang"), PAPERS)


@each_paper
def test_it_has_four_to_six_pages_of_a4_with_head_and_number(
    library: Library, name: str, lang: str
) -> None:
    paper = library.paper(name, lang)
    found = dict(line.split(":", 1) for line in lines_of("pdfinfo", paper))
    pages = int(found["Pages"])
    assert 4 <= pages <= 6
    assert found["Page size"].strip() == "595.276 x 841.89 pts (A4)"
    text = text_of(paper)
    borrower = orjson.loads(library.decision(name).dossier)["borrower"]["legal_name"]
    for number in range(1, pages + 1):
        assert {"en": f"Page {number} of {pages}", "zh": f"第{number}页，共{pages}页"}[lang] in text
    # On the first page as its heading, on all others at their head.
    assert text.count(borrower) == pages
    assert text.count(paper.decision_id) >= pages


@each_paper
def test_its_words_are_text_that_can_be_searched(library: Library, name: str, lang: str) -> None:
    text = text_of(library.paper(name, lang)).replace(" ", "")
    words = words_of(library, library.decision(name), lang)
    assert all(heading.replace(" ", "") in text for heading in HEADINGS[lang])
    # What stands in the margins, and what is told of a drawing, is not in the run of the text.
    missing = [word for word in words.split() if word not in text]
    assert len(missing) < len(words.split()) // 20, missing


def test_it_says_the_grade_and_what_it_is_not(library: Library) -> None:
    text = text_of(library.paper(FAMILY, "en"))
    result = orjson.loads(library.decision(FAMILY).body)
    assert "Proposed grade" in text
    assert "N5 Acceptable with conditions" in text
    assert "not a probability of default" in text
    assert f"{result['composite']} of 500" in text
    for finding in result["findings"]:
        if finding["points"] < 0:
            assert finding["title"] in text, finding["code"]
    for dimension in result["dimensions"].values():
        assert dimension["title"] in text


def test_it_says_in_chinese_that_there_is_no_grade_and_what_is_missing(library: Library) -> None:
    text = text_of(library.paper(INCOMPLETE, "zh")).replace(" ", "")
    assert "未评级" in text
    assert "不是违约概率" in text
    result = orjson.loads(library.decision(INCOMPLETE).body)
    titles = {f.id: f.title.zh for f in library.rater.ruleset.facts.values()}
    for unknown in result["unknown_facts"]:
        assert titles[unknown["fact"]].replace(" ", "") in text


def test_nothing_of_the_day_is_in_it(library: Library) -> None:
    words = words_of(library, library.decision(FAMILY))
    for told in ("Replay", "Reproduced", "Proved", "checkpoint of"):
        assert told not in words
