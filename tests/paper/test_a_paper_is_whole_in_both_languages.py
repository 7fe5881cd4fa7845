"""The same paper in English and in Chinese, and the same each time it is written."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from service.paper.paper import paper_of
from tests.paper.conftest import DOSSIERS, Desk

CHINESE = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")

FREE = {"name", "application", "evidence_ref", "officer", "reason", "query", "code"}
"""Members that strangers wrote, or machines read."""

IN_ENGLISH = {"section", "favourable", "unfavourable"}
"""Members that the catalogue of clauses has in English only."""


def texts(part: Any, name: str = "") -> Iterator[str]:
    """Every text of a paper that the paper itself worded."""
    if dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            if field.name not in FREE | IN_ENGLISH:
                yield from texts(getattr(part, field.name), field.name)
    elif isinstance(part, (tuple, list)):
        for one in part:
            yield from texts(one, name)
    elif isinstance(part, str):
        yield part


def shape(part: Any) -> Any:
    """A paper with its texts left out."""
    if dataclasses.is_dataclass(part):
        return [(f.name, shape(getattr(part, f.name))) for f in dataclasses.fields(part)]
    if isinstance(part, (tuple, list)):
        return [shape(one) for one in part]
    return bool(part) if isinstance(part, str) else part


@pytest.mark.parametrize("name", DOSSIERS)
def test_chinese_papers_have_no_english_sentence_and_the_other_way_round(
    desk: Desk, name: str
) -> None:
    assert [t for t in texts(desk.paper(name, "zh")) if SENTENCE.search(t)] == []
    assert [t for t in texts(desk.paper(name, "en")) if CHINESE.search(t)] == []


@pytest.mark.parametrize("name", DOSSIERS)
def test_both_languages_say_as_much(desk: Desk, name: str) -> None:
    assert shape(desk.paper(name, "en")) == shape(desk.paper(name, "zh"))


def test_a_paper_is_the_same_each_time_it_is_written(desk: Desk) -> None:
    assert desk.written("trading") == desk.paper("trading")


def test_another_language_is_none(desk: Desk) -> None:
    decision, explanation = desk.decision("trading"), desk.explanation("trading", "en")
    with pytest.raises(KeyError):
        paper_of(decision, explanation, desk.rater.ruleset, "fr")
