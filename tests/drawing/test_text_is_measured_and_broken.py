"""Text is measured by a table and broken as a typesetter of either language would break it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.drawing.text import width_of, wrap

TITLE = "Key-person risk: one person decides, nobody can replace or contradict him"


def test_chinese_letters_are_as_wide_as_the_font_is_high() -> None:
    assert width_of("等级上限", 10) == 40
    assert width_of("", 10) == 0


def test_latin_letters_have_their_own_widths() -> None:
    assert width_of("iiii", 10) < width_of("mmmm", 10) < 40
    assert width_of("N5", 11, bold=True) > width_of("N5", 11)


def test_marks_on_letters_take_no_room() -> None:
    assert width_of("e\u0301", 100) == width_of("e", 100)


def test_words_are_kept_whole_and_every_line_fits() -> None:
    lines = wrap(TITLE, 10, 130)
    assert " ".join(lines) == TITLE
    assert all(width_of(line, 10) <= 130 for line in lines)


def test_lines_are_about_equally_long() -> None:
    widths = [width_of(line, 10) for line in wrap(TITLE, 10, 130)]
    assert len(widths) == 4
    assert max(widths) - min(widths) < 40


def test_what_fits_stays_on_one_line() -> None:
    assert wrap("Governance", 10, 130) == ("Governance",)
    assert wrap("", 10, 130) == ("",)


def test_chinese_is_broken_behind_a_pause_where_that_costs_no_line() -> None:
    assert wrap("关键人风险：一人决策，无人可替代或制衡", 10, 130) == (
        "关键人风险：一人决策，",
        "无人可替代或制衡",
    )


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "设备（含生产线）陈旧、环保能耗承压，且面临监管要求（另有三项）。"
    for width in range(40, 200, 10):
        lines = wrap(text, 10, width)
        assert "".join(lines) == text
        assert not [line for line in lines[1:] if line[0] in "，。、）"]
        assert not [line for line in lines[:-1] if line[-1] in "（"]


def test_a_number_stays_with_what_it_counts() -> None:
    for width in range(40, 130, 5):
        assert not [
            line for line in wrap("与银行合作满3年且配合良好", 10, width) if line[0] == "年"
        ]


def test_a_word_longer_than_a_line_is_broken_inside() -> None:
    lines = wrap("x" * 200, 10, 60)
    assert "".join(lines) == "x" * 200
    assert all(width_of(line, 10) <= 60 for line in lines)


@pytest.mark.parametrize("text", [TITLE, "设备陈旧、环保能耗承压，且面临监管要求", "x" * 200])
def test_what_does_not_fit_ends_in_an_ellipsis(text: str) -> None:
    lines = wrap(text, 10, 60, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(width_of(line, 10) <= 60 for line in lines)


@settings(max_examples=60)
@given(st.text(max_size=60), st.integers(20, 200), st.integers(1, 4))
def test_any_text_is_broken_into_lines_that_fit(text: str, width: int, most: int) -> None:
    lines = wrap(text, 10, width, most)
    assert 1 <= len(lines) <= most
    assert all(width_of(line, 10) <= width for line in lines)
