"""Sees that the catalogues of messages are whole, and reads them once for the whole process."""

from functools import cache
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from service.language.catalogue import FOLDER, LANGUAGES, Speaker, forms, places, read_catalogue

DOMAINS: Final = (
    "auditor",
    "drawing",
    "follow_up",
    "lists",
    "narrative",
    "notice",
    "paper",
    "portfolio",
    "problems",
    "questionnaire",
    "rating",
    "report",
    "review_page",
    "sign_in",
    "text",
    "values",
    "web",
)
"""The domains of all messages."""


class MessagesDamaged(Exception):
    """A catalogue cannot be used; the message names its file."""


@cache
def insist_whole_messages() -> None:
    """Read every catalogue; raises :exc:`MessagesDamaged` where one is not what it must be.

    A catalogue that was cut short may still be a sound one: each language must have the same
    messages, with the same places for values, and none may be empty.
    """
    for domain in DOMAINS:
        first, *others = [_said(lang, domain) for lang in LANGUAGES]
        for lang, found in zip(LANGUAGES[1:], others, strict=True):
            for name in first.keys() ^ found.keys():
                lacking = lang if name in first else LANGUAGES[0]
                raise MessagesDamaged(f"{_path(lacking, domain)} has no message {name}")
            for name in first:
                if first[name] != found[name]:
                    why = f"the message {name} has other places than in {LANGUAGES[0]}"
                    raise MessagesDamaged(f"in {_path(lang, domain)} {why}")


def _said(lang: str, domain: str) -> dict[str, tuple[bool, frozenset[str]]]:
    """Return the id of each message to whether it has plural forms, and its places."""
    try:
        Speaker(lang, domain)
        catalogue: Catalog = read_catalogue(lang, domain)
        found = {}
        for message in catalogue:
            if not message.id:
                continue
            name = message.id if isinstance(message.id, str) else message.id[0]
            found[name] = message.pluralizable, _places(message)
    except KeyError:
        raise MessagesDamaged(f"{_path(lang, domain)} is missing") from None
    except (OSError, ValueError, PoFileError) as fault:
        why = " ".join(str(fault).split())
        raise MessagesDamaged(f"{_path(lang, domain)} cannot be read: {why}") from None
    return found


def _places(message: Message) -> frozenset[str]:
    texts = forms(message)
    if not all(texts):
        name = message.id if isinstance(message.id, str) else message.id[0]
        raise ValueError(f"the message {name} is empty")
    return frozenset().union(*map(places, texts))


def _path(lang: str, domain: str) -> str:
    return str(FOLDER / lang / "LC_MESSAGES" / f"{domain}.po")
