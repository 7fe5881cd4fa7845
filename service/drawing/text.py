"""How wide text will be and where it is broken, by a table, for no font is at hand; made clean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

_REGULAR: Final = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372,
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434,
    899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907, 760, 781,
    605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444,
    281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605,
    615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572,
)  # fmt: skip
"""Advance of U+0020..U+007E in thousandths of the font size: Noto Sans Regular."""

_OTHER: Final = 650
"""Of a letter outside ASCII that is not wide: rather too much than too little."""

_BOLD: Final = 1060
"""Bold letters in thousandths of regular ones."""

_MARK: Final = frozenset({"Mn", "Me", "Cf"})

_NEVER_FIRST: Final = frozenset("，。、；：？！）》」』】〕”’％…—,.;:?!)]}%")
_PAUSES: Final = frozenset("，。、；：？！）")
_NEVER_LAST: Final = frozenset("（《「『【〔“‘([{")


_HARMFUL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What XML cannot hold, or what turns the order of the text around it."""


def clean(text: str) -> str:
    """Return ``text`` with the replacement character for what may not stand in a drawing."""
    return _HARMFUL.sub("\ufffd", text)


def width_of(text: str, size: int, bold: bool = False) -> int:
    """Return the width in px, rounded up, of ``text`` set in ``size`` px."""
    thousandths = sum(map(_advance, text)) * size
    if bold:
        thousandths = thousandths * _BOLD // 1000
    return -(-thousandths // 1000)


@lru_cache(maxsize=4096)
def _advance(letter: str) -> int:
    if " " <= letter <= "~":
        return _REGULAR[ord(letter) - 32]
    if unicodedata.category(letter) in _MARK:
        return 0
    return 1000 if _is_wide(letter) else _OTHER


def _is_wide(letter: str) -> bool:
    # Ambiguous ones (quotation marks, dashes, ellipses) are wide in Chinese fonts.
    return unicodedata.east_asian_width(letter) in "WFA"


@lru_cache(maxsize=4096)
def wrap(text: str, size: int, width: int, most: int = 99, bold: bool = False) -> tuple[str, ...]:
    """Return ``text`` in lines of at most ``width`` px: one at least, ``most`` at most.

    Breaks at spaces and between Chinese characters (not before closing nor after opening
    punctuation; only behind punctuation where that takes no more lines), inside a word only
    where it is longer than a line; what does not fit in ``most`` lines ends in an ellipsis.
    Lines are made about equally long.
    """
    text = clean(" ".join(text.split()))
    pieces, clauses = tuple(_pieces(text)), tuple(_pieces(text, _PAUSES))
    lines = _lines(pieces, size, width, bold)
    if len(_lines(clauses, size, width, bold)) == len(lines) and _fit(clauses, size, width, bold):
        pieces = clauses
    if len(lines) > most:
        kept = lines[most - 1]
        while kept and width_of(f"{kept}…", size, bold) > width:
            kept = kept[:-1]
        return (*lines[: most - 1], f"{kept.rstrip(' ,;:，；：、')}…")
    narrow, enough = width // 2, width
    while narrow < enough and len(lines) > 1:
        middle = (narrow + enough) // 2
        same = len(_lines(pieces, size, middle, bold)) == len(lines)
        if same and _fit(pieces, size, middle, bold):
            enough = middle
        else:
            narrow = middle + 1
    return tuple(_lines(pieces, size, enough, bold))


def _lines(pieces: Iterable[str], size: int, width: int, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if width_of((line + piece).rstrip(), size, bold) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece
        while width_of(line.rstrip(), size, bold) > width and len(line) > 1:
            fits = _fitting(line, size, width, bold)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()]


def _fitting(line: str, size: int, width: int, bold: bool) -> int:
    """How many letters of ``line`` fit into ``width``: one at least."""
    fits = 1
    while fits < len(line) and width_of(line[: fits + 1], size, bold) <= width:
        fits += 1
    return fits


def _fit(pieces: Iterable[str], size: int, width: int, bold: bool) -> bool:
    return all(width_of(piece.rstrip(), size, bold) <= width for piece in pieces)


def _pieces(text: str, pauses: frozenset[str] | None = None) -> Iterator[str]:
    """Yield what may not be broken, each with the space behind it.

    With ``pauses``, Chinese is broken only behind these.
    """
    piece = ""
    for before, letter in zip(" " + text, text, strict=False):
        if piece and _may_break(before, letter, pauses):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _may_break(before: str, letter: str, pauses: frozenset[str] | None) -> bool:
    if letter == " " or letter in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before.isdigit() and _is_wide(letter):
        # A number stays with what it counts.
        return False
    if pauses is not None:
        return before in " -" or before in pauses or letter in _NEVER_LAST
    return before in " -" or _is_wide(letter) or _is_wide(before)
