"""A text in the two languages of a ruleset."""

from typing import NamedTuple


class Text(NamedTuple):
    """A title or sentence in both languages."""

    en: str
    zh: str

    def in_language(self, lang: str) -> str:
        """Return the text in ``lang``, ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en
