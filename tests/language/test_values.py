"""Values are written in each language exactly: no number is rounded, no name is left out."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.decimal4 import SCALE, to_json
from service.decisions.result import LABEL
from service.engine.trace import value_json
from service.language.catalogue import LANGUAGES
from service.language.values import (
    date_text,
    fact_text,
    label,
    listed,
    number,
    source_text,
    unknown_text,
    value_text,
)
from service.ruleset.model import SOURCES, UNITS, Ruleset

UNKNOWN = ("absent", "not_assessed", "not_applicable", "stale", "borrower_word_only", "void")

each_language = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.mark.parametrize(
    ("written", "unit", "english", "chinese"),
    [
        ("0.8512", "ratio", "0.8512", "0.8512"),
        ("1234567.5", "count", "1,234,567.5", "1,234,567.5"),
        ("91", "days", "91 days", "91天"),
        ("1", "days", "1 day", "1天"),
        ("0.5", "years", "0.5 years", "0.5年"),
        ("1.6", "years", "1.6 years", "1.6年"),
        ("0", "months", "0 months", "0个月"),
        ("-1", "percentage_points", "-1 percentage point", "-1个百分点"),
        ("-12.25", "percentage_points", "-12.25 percentage points", "-12.25个百分点"),
        ("33.3333", "percent", "33.3333%", "33.3333%"),
        ("250", "percent_of_net_assets", "250% of net assets", "250%（占净资产）"),
        ("3", None, "3", "3"),
    ],
)
def test_a_number_is_written_with_its_unit(
    written: str, unit: str | None, english: str, chinese: str
) -> None:
    scaled = int(Decimal(written) * SCALE)
    assert (number(scaled, unit, "en"), number(scaled, unit, "zh")) == (english, chinese)


@each_language
@pytest.mark.parametrize("unit", UNITS)
@given(scaled=st.integers(-(10**22), 10**22))
def test_no_number_is_rounded(lang: str, unit: str, scaled: int) -> None:
    digits = [c for c in number(scaled, unit, lang) if c in "-.0123456789"]
    assert Decimal("".join(digits)) * SCALE == scaled


@each_language
def test_every_value_that_a_fact_can_have_has_its_title(ruleset: Ruleset, lang: str) -> None:
    for fact in ruleset.facts.values():
        if fact.kind != "number":
            titles = [title.in_language(lang) for title in fact.values.values()]
            assert sorted(value_text(fact, v, lang) for v in fact.domain()) == sorted(titles)


@each_language
def test_a_number_of_a_result_is_the_number_that_was_meant(ruleset: Ruleset, lang: str) -> None:
    for fact in ruleset.facts.values():
        if fact.kind == "number":
            for scaled in (fact.minimum or 0, fact.maximum or 0, 1, 8512, 333333):
                shown = value_text(fact, value_json(fact, scaled), lang)
                assert shown == number(scaled, fact.unit, lang)


def test_the_smallest_number_is_written_without_an_exponent(ruleset: Ruleset) -> None:
    fact = next(f for f in ruleset.facts.values() if f.unit == "ratio")
    assert value_text(fact, to_json(1), "en") == "0.0001"


def test_what_is_not_known_says_so(ruleset: Ruleset) -> None:
    fact = next(iter(ruleset.facts.values()))
    assert value_text(fact, None, "en") == "not known"
    assert value_text(fact, None, "zh") == "未知"


@each_language
def test_every_reason_not_to_know_and_every_source_has_words(lang: str) -> None:
    said = [unknown_text(why, lang) for why in UNKNOWN]
    said += [source_text(source, lang) for source in (*SOURCES, "supposed")]
    assert len(set(said)) == len(UNKNOWN) + len(SOURCES) + 1


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (
            {"value": 91, "source": "credit_registry", "as_of": "2026-10-05"},
            "Current days past due: 91 days (credit registry, 5 October 2026)",
            "当前逾期天数：91天（征信系统，2026年10月5日）",
        ),
        (
            {"value": None, "unknown": "stale"},
            "Current days past due: not known (evidence too old)",
            "当前逾期天数：未知（证据已过期）",
        ),
    ],
)
def test_a_fact_is_told_with_its_value_source_and_date(
    ruleset: Ruleset, found: dict[str, Any], english: str, chinese: str
) -> None:
    fact = {"fact": "reputation.current_dpd", **found}
    assert fact_text(ruleset, fact, "en") == english
    assert fact_text(ruleset, fact, "zh") == chinese


def test_dates_are_written_out() -> None:
    assert date_text("2026-01-02", "en") == "2 January 2026"
    assert date_text("2026-01-02", "zh") == "2026年1月2日"


def test_lists_end_as_lists_do() -> None:
    assert [listed("abc"[:n], "en") for n in range(4)] == ["", "a", "a and b", "a, b, and c"]
    assert [listed("abc"[:n], "zh") for n in range(4)] == ["", "a", "a和b", "a、b和c"]


def test_the_label_is_that_of_results() -> None:
    assert label("en") == LABEL
    assert label("zh") == "非财务因素的序数评估，不是违约概率"
