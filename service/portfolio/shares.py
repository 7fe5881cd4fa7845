"""Shares of a whole as exact decimals."""

from fractions import Fraction

from service.decimal4 import SCALE, plain

_PER_CENT = 100


def share(part: int, whole: int) -> str | None:
    """Return ``part / whole``, 0 to 1, rounded half to even at 4 decimals; ``None`` of nothing."""
    return plain(round(Fraction(part * SCALE, whole))) if whole else None


def percent(part: int, whole: int) -> str | None:
    """Return ``part / whole`` in per cent with one decimal, rounded half to even: ``12.5``.

    ``None`` of nothing. What is more than nothing and less than all never reads as ``0.0`` or
    ``100.0``: it is ``<0.1`` or ``>99.9``.
    """
    if not whole:
        return None
    tenths = round(Fraction(part * _PER_CENT * 10, whole))
    if tenths == 0 and part:
        return "<0.1"
    if tenths == 10 * _PER_CENT and part < whole:
        return ">99.9"
    return f"{tenths // 10}.{tenths % 10}"
