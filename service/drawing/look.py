"""What all drawings have in common: widths, fonts, sizes, inks."""

from typing import Final, Literal

PAPER: Final = 640
"""Width in px of a drawing on paper (170 mm at 96 px an inch) and on a wide page."""

PHONE: Final = 340
"""Width in px of a drawing on a phone."""

NARROW_BELOW: Final = 480
"""Drawings of less px than this are set for a phone."""

INK: Final = "#1a1a1a"
SOFT: Final = "#595959"
"""Of lesser words: 7 to 1 on white."""

HAIR: Final = "#b3b3b3"
"""Of hairlines, which carry no words."""

ACCENT: Final = "#1f3a68"
TINT: Final = "#dfe5ef"
PALE: Final = "#c3cede"
"""Of what is neither good nor bad."""

WHITE: Final = "#ffffff"

FAMILIES: Final = {
    "en": "Noto Sans,Noto Sans CJK SC,sans-serif",
    "zh": "Noto Sans CJK SC,Noto Sans,sans-serif",
}
"""Fonts by language; Chinese ones first in Chinese, for the punctuation."""

TINY: Final = 9
"""Font sizes in px: of figures on an axis, of lesser words, of words, of a grade."""
SMALL: Final = 10
NORMAL: Final = 11
LARGE: Final = 13

Anchor = Literal["start", "middle", "end"]
"""Where a text hangs by its place."""

START: Final[Anchor] = "start"
MIDDLE: Final[Anchor] = "middle"
END: Final[Anchor] = "end"
