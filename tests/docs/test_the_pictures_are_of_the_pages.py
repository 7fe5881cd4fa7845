"""The pictures among the documents are those that are taken of the pages, and each is shown."""

import re

import pytest

from tests.browser.pictures import FOLDER, PICTURES
from tests.dossiers import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_there_are_the_pictures_that_are_taken() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.png" for name in PICTURES}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_and_said_in_words(name: str) -> None:
    shown = [
        words
        for document in DOCUMENTS
        for words, path in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", document.read_text("utf-8"))
        if path.endswith(f"img/{name}.png")
    ]
    assert shown
    assert all(len(words) > 20 for words in shown)
