"""Every message exists whole in English and in Chinese, and every message is said somewhere."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from jinja2 import FileSystemLoader, nodes

from service.language.catalogue import FOLDER, LANGUAGES, forms, places, read_catalogue
from service.web.rendering import TEMPLATES as TEMPLATES_FOLDER
from service.web.rendering import environment

SERVICE = FOLDER.parents[1]
TEMPLATES = FileSystemLoader(TEMPLATES_FOLDER)
DOMAINS = sorted(path.stem for path in (FOLDER / "en" / "LC_MESSAGES").glob("*.po"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
LATIN = re.compile(r"(?<=[\u3400-\u9fff])[,:;()?!]|[,:;()?!](?=[\u3400-\u9fff])|[\u3400-\u9fff]\.$")
PLACE = re.compile(r"\{\w*\}")

each_domain = pytest.mark.parametrize("domain", DOMAINS)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def messages(lang: str, domain: str) -> dict[str, Message]:
    """The messages of a catalogue by id."""
    found = {}
    for message in read_catalogue(lang, domain):
        if message.id:
            name = message.id if isinstance(message.id, str) else message.id[0]
            found[name] = message
    return found


def texts(lang: str, domain: str) -> Iterator[tuple[str, str]]:
    for name, message in messages(lang, domain).items():
        yield from ((name, text) for text in forms(message))


def test_there_are_messages_and_each_language_has_the_same_domains() -> None:
    assert {"narrative", "rating", "values"} <= set(DOMAINS)
    for lang in LANGUAGES:
        assert sorted(p.stem for p in (FOLDER / lang).rglob("*.po")) == DOMAINS
    assert {path.parts[-3] for path in FOLDER.rglob("*.po")} == set(LANGUAGES)


@each_domain
def test_each_language_has_the_same_messages_with_the_same_places(domain: str) -> None:
    english, chinese = (
        {
            name: (message.pluralizable, frozenset().union(*map(places, forms(message))))
            for name, message in messages(lang, domain).items()
        }
        for lang in LANGUAGES
    )
    assert english == chinese
    assert list(english) == list(chinese)


@each_language
@each_domain
def test_no_message_is_empty_fuzzy_or_obsolete(lang: str, domain: str) -> None:
    catalogue = read_catalogue(lang, domain)
    assert [name for name, text in texts(lang, domain) if not text.strip()] == []
    assert [name for name, message in messages(lang, domain).items() if message.fuzzy] == []
    assert (catalogue.fuzzy, list(catalogue.obsolete)) == (False, [])


@each_language
@each_domain
def test_plural_forms_are_complete_and_have_the_same_places(lang: str, domain: str) -> None:
    catalogue = read_catalogue(lang, domain)
    assert catalogue.num_plurals == {"en": 2, "zh": 1}[lang]
    for name, message in messages(lang, domain).items():
        if message.pluralizable:
            assert len(forms(message)) == catalogue.num_plurals, name
            assert len({places(text) for text in forms(message)}) == 1, name


@each_language
@each_domain
def test_no_id_is_given_twice(lang: str, domain: str) -> None:
    written = (FOLDER / lang / "LC_MESSAGES" / f"{domain}.po").read_text("utf-8")
    ids = re.findall(r'^msgid "(.+)"$', written, re.MULTILINE)
    assert sorted(ids) == sorted(set(ids)) == sorted(messages(lang, domain))


@each_domain
def test_english_is_english(domain: str) -> None:
    strayed = [t for _, t in texts("en", domain) if CHINESE.search(t) or FULL_WIDTH.search(t)]
    assert strayed == []


@each_domain
def test_chinese_has_chinese_punctuation(domain: str) -> None:
    # What fills a place is Chinese, as a rule.
    strayed = [text for _, text in texts("zh", domain) if LATIN.search(PLACE.sub("文", text))]
    assert strayed == []


@each_domain
def test_chinese_differs_from_english_where_there_are_words(domain: str) -> None:
    words = {
        name: text for name, text in texts("en", domain) if re.search("[a-z]", PLACE.sub("", text))
    }
    wordless = [n for n, t in texts("zh", domain) if n in words and not CHINESE.search(t)]
    assert wordless == []


@each_language
@each_domain
def test_a_message_can_stand_in_a_page_as_it_is(lang: str, domain: str) -> None:
    assert [text for _, text in texts(lang, domain) if re.search("[<>&]", text)] == []


@cache
def said() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Ids given to ``say`` as they are, all strings of code and templates, patterns of others."""
    ids, strings, patterns = set(), set(), set()
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
                if re.fullmatch(r"_\w{3,}", node.value):
                    patterns.add(r"\w+" + node.value)
            elif isinstance(node, ast.JoinedStr) and _fixed(node):
                patterns.add(_pattern(node))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                if node.func.attr == "say" and isinstance(first, ast.Constant):
                    ids.add(str(first.value))
    for name in environment().list_templates():
        source, _, _ = TEMPLATES.get_source(environment(), name)
        template = environment().parse(source)
        strings |= {c.value for c in template.find_all(nodes.Const) if isinstance(c.value, str)}
        patterns |= {_composed(joined) for joined in template.find_all(nodes.Concat)}
        for call in template.find_all(nodes.Call):
            if getattr(call.node, "name", "") in ("say", "common") and call.args:
                first = call.args[0]
                if isinstance(first, nodes.Const):
                    ids.add(str(first.value))
    return frozenset(ids), frozenset(strings), tuple(sorted(patterns))


def _composed(joined: nodes.Concat) -> str:
    """The pattern of what a template puts together of fixed and of other parts."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, nodes.Const) else r"\w+"
        for part in joined.nodes
    )


def _fixed(node: ast.JoinedStr) -> bool:
    """True for an f-string that could be made of an id: fixed in part, and of a name's letters."""
    fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return re.fullmatch(r"\w{3,}", fixed) is not None


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
        for part in node.values
    )


def test_every_message_that_is_said_exists() -> None:
    ids, _, _ = said()
    existing = {name for domain in DOMAINS for name in messages("en", domain)}
    assert "label" in ids
    assert ids - existing == set()


@each_domain
def test_every_message_is_said(domain: str) -> None:
    _, strings, patterns = said()
    unsaid = [
        name
        for name in messages("en", domain)
        if name not in strings and not any(re.fullmatch(p, name) for p in patterns)
    ]
    assert unsaid == []


def test_catalogues_lie_inside_the_package_and_so_in_the_wheel() -> None:
    assert Path(SERVICE / "__init__.py").is_file()
    assert FOLDER.is_relative_to(SERVICE)
