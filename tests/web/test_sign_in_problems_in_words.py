"""Every problem is told to a person in words of their own, in both languages."""

from collections.abc import Callable

import pytest

from service.api.titles import TITLES
from service.language.catalogue import LANGUAGES, Speaker, read_catalogue
from service.web.refusals import EXPLAINED
from tests.web.reading import Page
from tests.web.signing_in import Browser


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_has_a_title_and_those_that_persons_meet_an_advice(lang: str) -> None:
    told = {message.id for message in read_catalogue(lang, "problems") if message.id}

    assert told == TITLES.keys() | {f"{code}_says" for code in EXPLAINED}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_is_told_in_the_language_of_the_page(
    site_client: Callable[..., Browser], lang: str
) -> None:
    say = Speaker(lang, "problems").say
    browser = site_client("policy", "zhao.lei")

    for address, code in (("/decisions", "forbidden"), ("/nowhere", "not_found")):
        page = Page(browser.get(f"{address}?lang={lang}"))
        assert page.heading == say(code)
        assert say(f"{code}_says") in page.text
        assert code in page.text


def test_what_programs_are_told_is_marked_as_english_on_a_chinese_page(
    site_client: Callable[..., Browser],
) -> None:
    answer = site_client("policy", "zhao.lei").get("/decisions?lang=zh")

    assert '<html lang="zh-Hans">' in answer.text
    assert '<p class="soft" lang="en">The role of who asks' in answer.text


def test_who_mistypes_an_address_is_still_signed_in(site_client: Callable[..., Browser]) -> None:
    page = Page(site_client("auditor", "wang.wei").get("/nowhere"))

    assert page.links()["wang.wei (auditor)"] == "/account"
