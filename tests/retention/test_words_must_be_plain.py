"""What people write into records for ever is text that anybody can read again."""

import pytest

from service.retention.refusals import BadWords
from service.retention.words import MOST, plain


def test_space_around_words_is_taken_away_and_they_are_composed() -> None:
    assert plain("name", "  Jose\u0301 \u9648  ") == "Jos\u00e9 \u9648"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "a\nb", "a\x00b", "a\x7f", "a\x85b", "a\ud800", "\u200b", "\u00ad\u200d", "\u0301"],
)
def test_no_words_and_no_text_are_refused(text: str) -> None:
    with pytest.raises(BadWords, match=r"^The reason "):
        plain("reason", text)


@pytest.mark.parametrize("mark", "\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069")
def test_marks_that_show_a_text_otherwise_than_it_is_read_are_refused(mark: str) -> None:
    with pytest.raises(BadWords, match=r"^The name holds a mark that breaks lines or turns"):
        plain("name", f"Wu{mark}Lei")


@pytest.mark.parametrize("text", ["陈", "7", "?", "€", "Wu\u200bLei"])
def test_a_letter_a_digit_or_a_sign_is_a_word(text: str) -> None:
    assert plain("name", text) == text


@pytest.mark.parametrize("kind", MOST)
def test_as_many_characters_as_are_allowed_and_no_more(kind: str) -> None:
    assert plain(kind, "陈" * MOST[kind]) == "陈" * MOST[kind]
    with pytest.raises(BadWords, match=f"has {MOST[kind] + 1} characters"):
        plain(kind, "陈" * (MOST[kind] + 1))
