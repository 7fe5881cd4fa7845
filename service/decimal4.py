"""Numbers as integers scaled by 10,000: exact, comparable, safe in every part of the service."""

from decimal import Decimal

DECIMALS = 4
SCALE = 10_000
_MAX_DIGITS = 24


def scale(number: Decimal | int | str) -> int:
    """Return ``number`` times 10,000 as an integer.

    Raises :exc:`ValueError` if the number is not finite, has more than 4 decimals, or is of
    more than 24 digits, which decimal arithmetic would round.
    """
    value = Decimal(number)
    if not value.is_finite():
        raise ValueError(f"{number} is not a finite number")
    if len(value.as_tuple().digits) > _MAX_DIGITS:
        raise ValueError(f"{number} has more than {_MAX_DIGITS} digits")
    scaled = value.scaleb(DECIMALS)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} has more than {DECIMALS} decimals")
    return int(scaled)


def plain(scaled: int) -> str:
    """Return the shortest decimal text of a scaled integer: ``2500`` -> ``0.25``."""
    whole, part = divmod(abs(scaled), SCALE)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{part:04d}".rstrip("0") if part else f"{sign}{whole}"


def to_json(scaled: int) -> int | float:
    """Return the JSON number for a scaled integer.

    Whole numbers become ``int``; the rest become the nearest double, whose shortest
    decimal text is :func:`plain` again because at most 15 significant digits occur.
    """
    whole, part = divmod(scaled, SCALE)
    return scaled / SCALE if part else whole
