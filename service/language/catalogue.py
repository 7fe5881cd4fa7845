"""Messages by id, from gettext catalogues: whole sentences with named places for values."""

import string
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, NoReturn

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES: Final = ("en", "zh")
"""The languages of every message, the default first."""

FOLDER: Final = Path(__file__).parent / "locale"
"""Holds ``<language>/LC_MESSAGES/<domain>.po``."""

COUNT: Final = "n"
"""The value that picks among the plural forms of a message."""


class Speaker:
    """Says the messages of one domain in one language.

    A message has an id instead of an English original, so that both languages are written
    alike. Raises :exc:`KeyError` if the language or the domain is not known.
    """

    def __init__(self, lang: str, domain: str) -> None:
        self.lang = lang
        self._messages, self._places, self._plural = _catalogue(lang, domain)

    def say(self, message: str, /, *, n: int | None = None, **values: str) -> str:
        """Return the message of this id with ``values`` in its places.

        ``n``, a count from 0, picks the plural form of a message that has any. Raises
        :exc:`KeyError` if there is no such message, if it has other places than ``values``,
        or if ``n`` is missing or needless.
        """
        if message not in self._places:
            raise KeyError(f"no message {message!r}")
        if self._places[message] != values.keys() or (n is None) == (message in self._plural):
            raise KeyError(f"message {message!r} takes other values than these: {values}, n={n}")
        if n is None:
            return self._messages.gettext(message).format(**values)
        return self._messages.ngettext(message, message, n).format(n=n, **values)


@cache
def read_catalogue(lang: str, domain: str) -> Catalog:
    """Return a catalogue as its file has it. Raises :exc:`KeyError` if there is none."""
    path = FOLDER / lang / "LC_MESSAGES" / f"{domain}.po"
    if lang not in LANGUAGES or not path.is_file():
        raise KeyError(f"no messages of {domain!r} in {lang!r}")
    with path.open("rb") as file:
        return read_po(file, locale=lang, domain=domain, abort_invalid=True)


def forms(message: Message) -> tuple[str, ...]:
    """The texts of a message: one, or one for each plural form."""
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> frozenset[str]:
    """The names of the values that a message has places for, its count apart."""
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return frozenset(named - {COUNT})


class _Missing(NullTranslations):
    """Instead of gettext's own answer to an id without a message, which is the id."""

    def gettext(self, message: str) -> NoReturn:
        raise KeyError(f"no message {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:
        raise KeyError(f"no message {msgid1!r}")


@cache
def _catalogue(
    lang: str, domain: str
) -> tuple[GNUTranslations, dict[str, frozenset[str]], frozenset[str]]:
    """The messages of a domain, the places of each, and those with plural forms."""
    catalogue = read_catalogue(lang, domain)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    messages = GNUTranslations(compiled)
    messages.add_fallback(_Missing())
    told: dict[str, frozenset[str]] = {}
    plural = set()
    for message in catalogue:
        if not message.id:
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        told[name] = frozenset().union(*map(places, forms(message)))
        if message.pluralizable:
            plural.add(name)
    return messages, told, frozenset(plural)
