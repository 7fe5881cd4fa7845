"""A catalogue of messages that is damaged or missing is found before any message is needed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.language import catalogue, whole
from service.language.catalogue import FOLDER, read_catalogue
from service.language.whole import DOMAINS, MessagesDamaged, insist_whole_messages


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The catalogues, to be damaged where the service looks for them."""
    copy = shutil.copytree(FOLDER, tmp_path / "locale")
    for module in (catalogue, whole):
        monkeypatch.setattr(module, "FOLDER", copy)
    kept = (read_catalogue, catalogue._catalogue, insist_whole_messages)
    for read in kept:
        read.cache_clear()
    yield copy
    for read in kept:
        read.cache_clear()


def refusal(file: Path) -> str:
    with pytest.raises(MessagesDamaged) as refused:
        insist_whole_messages()
    told = str(refused.value)
    assert str(file) in told
    assert "\n" not in told
    return told


def test_every_domain_is_looked_at(locale: Path) -> None:
    assert {path.stem for path in locale.rglob("*.po")} == set(DOMAINS)
    insist_whole_messages()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_catalogue_that_is_missing_is_named(locale: Path, lang: str, domain: str) -> None:
    file = locale / lang / "LC_MESSAGES" / f"{domain}.po"
    file.unlink()
    assert refusal(file).endswith("is missing")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("part", [0, 1, 30, 60, 90])
def test_a_catalogue_that_was_cut_short_is_named(locale: Path, lang: str, part: int) -> None:
    file = locale / lang / "LC_MESSAGES" / "text.po"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * part // 100])
    refusal(file)


def test_a_catalogue_that_is_no_text_is_named(locale: Path) -> None:
    file = locale / "en" / "LC_MESSAGES" / "narrative.po"
    file.write_bytes(file.read_bytes().replace(b"msgstr", b"\xff\xfe", 1))
    assert "cannot be read" in refusal(file)


@pytest.mark.parametrize("instead", ["", "{count}", "{", "{}"])
def test_a_message_without_the_places_for_its_values_is_named(locale: Path, instead: str) -> None:
    file = locale / "zh" / "LC_MESSAGES" / "values.po"
    text = file.read_text("utf-8")
    assert "{number}天" in text
    file.write_text(text.replace("{number}天", f"{instead}天", 1), "utf-8")
    refusal(file)


def test_a_message_that_says_nothing_is_named(locale: Path) -> None:
    file = locale / "zh" / "LC_MESSAGES" / "values.po"
    text = file.read_text("utf-8")
    file.write_text(text.replace('msgstr "{number}%"', 'msgstr ""', 1), "utf-8")
    refusal(file)
