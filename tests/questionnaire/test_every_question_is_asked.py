"""The questionnaire asks for everything that a dossier can say, and says why."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from service.dossier.identity import ENVELOPE
from service.dossier.members import BlockMember, ListMember, Member
from service.dossier.schema import FactMember
from service.questionnaire.book import Book
from service.questionnaire.drawn import Drawing
from service.questionnaire.form import members_of
from service.questionnaire.view import Control, Group, Item, Question, Rows, Section

CHINESE = re.compile(r"[\u3400-\u9fff]")


def sections(book: Book, lang: str = "en", **form: str) -> list[Section]:
    # One row of each list, so that its fields are there to be seen.
    rows = {f"{at}/0": "" for at, member in members(book.members, "") if _is_list(member)}
    drawing = Drawing(book, rows | form, lang, {}, {})
    return [drawing.section(name) for name in book.sections]


def _is_list(member: Member[Any]) -> bool:
    return isinstance(member, ListMember)


def members(of: Any, at: str) -> Iterator[tuple[str, Member[Any]]]:
    for name, member in of.items():
        yield f"{at}/{name}", member
        if isinstance(member, BlockMember):
            yield from members(members_of(member), f"{at}/{name}")
        elif isinstance(member, ListMember) and isinstance(member.item, BlockMember):
            yield from members(members_of(member.item), f"{at}/{name}/0")


def controls(items: Iterable[Item]) -> Iterator[Control]:
    for item in items:
        if isinstance(item, Control):
            yield item
        elif isinstance(item, Question):
            yield from (item.answer, *item.evidence)
        elif isinstance(item, Group):
            yield from controls(item.items)
        elif isinstance(item, Rows):
            yield from (c for row in item.rows for c in controls(row.items))


def everything(section: Section) -> tuple[Item, ...]:
    return (*section.questions, *section.not_asked, *section.items)


def all_controls(book: Book, lang: str = "en") -> list[Control]:
    return [c for section in sections(book, lang) for c in controls(everything(section))]


def test_each_member_of_a_dossier_has_one_field(book: Book) -> None:
    expected = []
    for at, member in members(book.members, ""):
        if isinstance(member, FactMember):
            expected += [at, *(f"{at}/{part}" for part in ENVELOPE)]
        elif isinstance(member, ListMember) and not isinstance(member.item, BlockMember):
            expected.append(f"{at}/0")
        elif not isinstance(member, (BlockMember, ListMember)):
            expected.append(at)
    assert sorted(c.name for c in all_controls(book)) == sorted(expected)


def test_sections_come_in_the_order_of_the_manual(book: Book) -> None:
    assert [section.name for section in sections(book)] == [
        "about",
        *book.ruleset.section_titles,
        "upstream",
        "record",
    ]


def test_each_question_names_the_clauses_of_the_tests_that_read_it(book: Book) -> None:
    asked = {}
    for section in sections(book):
        for question in (*section.questions, *section.not_asked):
            asked[question.answer.name[1:].replace("/", ".")] = question
    assert set(asked) == set(book.ruleset.facts)
    for fact, question in asked.items():
        tests = [book.ruleset.tests[test] for test in book.ruleset.readers[fact]]
        assert [reader.id for reader in question.readers] == [test.id for test in tests]
        assert set(question.clauses) == {clause for test in tests for clause in test.clauses}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_fields_say_what_they_are_in_both_languages(book: Book, lang: str) -> None:
    fields = all_controls(book, lang)
    assert [field.name for field in fields if not field.label.strip()] == []
    chinese = [field for field in fields if CHINESE.search(field.label)]
    assert len(chinese) == (len(fields) if lang == "zh" else 0)


def side_by_side(items: Iterable[Item]) -> Iterator[list[str]]:
    """The names of what stands side by side, with no other heading between."""
    labels = []
    for item in items:
        if isinstance(item, Control):
            labels.append(item.label)
        elif isinstance(item, Question):
            labels.append(item.answer.label)
            yield [part.label for part in item.evidence]
        elif isinstance(item, Group):
            labels.append(item.title)
            yield from side_by_side(item.items)
        elif isinstance(item, Rows):
            labels.append(item.title)
            for row in item.rows:
                yield from side_by_side(row.items)
    yield labels


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_fields_side_by_side_can_be_told_apart(book: Book, lang: str) -> None:
    for section in sections(book, lang):
        for labels in side_by_side(everything(section)):
            assert sorted(labels) == sorted(set(labels)), section.name


def test_not_assessed_is_offered_first_and_chosen_by_default(book: Book) -> None:
    choices = [
        question.answer
        for section in sections(book)
        for question in (*section.questions, *section.not_asked)
        if question.answer.kind == "choice"
    ]
    assert len(choices) == 103
    assert {c.options[0] for c in choices} == {("", "Not assessed")}
    assert {c.value for c in choices} == {""}


def test_numbers_say_their_unit_and_range(book: Book) -> None:
    named = {c.name: c for c in all_controls(book)}
    share = named["/history/unrelated_revenue_share_pct"]
    assert share.unit == "%"
    assert share.help.startswith("From 0 to 100. Blank: not assessed. Evidence counts for")


def test_a_value_that_is_not_offered_is_shown_all_the_same(book: Book) -> None:
    at = "/history/licence_status"
    drawing = Drawing(book, {at: "all_hold"}, "en", {}, {})
    found = {q.answer.name: q.answer for q in drawing.section("history").questions}[at]
    assert found.value == "all_hold"
    assert found.options[-1] == ("all_hold", "all_hold")


def test_a_date_that_is_none_is_shown_all_the_same(book: Book) -> None:
    drawing = Drawing(book, {"/rating_date": "2026-2-30"}, "en", {}, {})
    kinds = {c.name: c.kind for c in controls(everything(drawing.section("about")))}
    assert kinds["/rating_date"] == "text"
    assert kinds["/evidence_defaults/as_of"] == "date"


def test_questions_that_no_test_asks_of_the_borrower_are_set_apart(book: Book) -> None:
    def apart(kind: str) -> set[str]:
        form = {"/borrower/ownership_type": kind}
        governance = Drawing(book, form, "en", {}, {}).section("governance")
        return {question.answer.name for question in governance.not_asked}

    assert "/governance/free_float_pct" in apart("private")
    assert "/governance/free_float_pct" not in apart("listed")
    assert apart("") == set()
