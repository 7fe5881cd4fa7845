"""A message is said whole, with the values it has places for, or not at all."""

from typing import Any

import pytest

from service.language.catalogue import LANGUAGES, Speaker


def test_values_stand_in_the_places_of_a_message() -> None:
    values = {"title": "近五年名称变更次数", "why": "未评估"}
    assert (
        Speaker("zh", "values").say("fact_unknown", **values)
        == "近五年名称变更次数：未知（未评估）"
    )
    values = {"title": "Name changes", "why": "not assessed"}
    assert (
        Speaker("en", "values").say("fact_unknown", **values)
        == "Name changes: not known (not assessed)"
    )


def test_what_looks_like_a_place_in_a_value_is_left_alone() -> None:
    said = Speaker("en", "values").say("fact_unknown", title="{why}", why="{title}")
    assert said == "{why}: not known ({title})"


@pytest.mark.parametrize(
    ("n", "english", "chinese"),
    [(0, "0 days", "0天"), (1, "1 day", "1天"), (2, "2 days", "2天"), (21, "21 days", "21天")],
)
def test_a_count_picks_the_form_of_its_language(n: int, english: str, chinese: str) -> None:
    assert Speaker("en", "values").say("unit_days", n=n, number=str(n)) == english
    assert Speaker("zh", "values").say("unit_days", n=n, number=str(n)) == chinese


def test_a_count_can_be_said_itself() -> None:
    assert Speaker("en", "narrative").say("more_facts", n=1) == "1 more fact"
    assert Speaker("en", "narrative").say("more_facts", n=3) == "3 more facts"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("message", "values"),
    [
        ("no_such_message", {}),
        ("", {}),
        ("fact_unknown", {}),
        ("fact_unknown", {"title": "x"}),
        ("fact_unknown", {"title": "x", "why": "y", "who": "z"}),
        ("unit_days", {"number": "1"}),
        ("label", {"n": 1}),
    ],
)
def test_a_message_that_cannot_be_said_whole_is_not_said(
    lang: str, message: str, values: dict[str, Any]
) -> None:
    speaker = Speaker(lang, "values")
    with pytest.raises(KeyError):
        speaker.say(message, **values)


@pytest.mark.parametrize(
    ("lang", "domain"), [("fr", "values"), ("EN", "values"), ("..", "values"), ("en", "no_such")]
)
def test_there_is_no_speaker_of_another_language_or_domain(lang: str, domain: str) -> None:
    with pytest.raises(KeyError):
        Speaker(lang, domain)
