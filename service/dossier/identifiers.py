"""Checks the identifiers of legal persons: form is a fault, a wrong check digit a warning."""

import re

from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_97_10

from service.errors import Fault

_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")


def check_uscc(code: str, pointer: str) -> Fault | None:
    """Check a unified social credit code (GB 32100-2015).

    Returns the fault ``bad_identifier`` for a wrong length or alphabet, the warning
    ``check_digit`` where the last character does not fit, else ``None``.
    """
    # The form is checked here because python-stdnum demands digits in positions 1 and 2,
    # where letters occur (A military, N rural collective, Y other).
    if not _USCC.fullmatch(code):
        message = (
            "A unified social credit code has 18 characters of 0-9 and A-Z without I, O, S, V, Z, "
            "digits in positions 3 to 8."
        )
        return Fault("bad_identifier", pointer, message)
    if code[-1] != stdnum_uscc.calc_check_digit(code[:-1]):
        return _check_digit("unified social credit code", code, pointer)
    return None


def check_lei(code: str, pointer: str) -> Fault | None:
    """Check a legal entity identifier (ISO 17442-1); answers as :func:`check_uscc`."""
    if not _LEI.fullmatch(code):
        message = "A legal entity identifier has 20 characters of 0-9 and A-Z, the last two digits."
        return Fault("bad_identifier", pointer, message)
    if mod_97_10.checksum(code) != 1:
        return _check_digit("legal entity identifier", code, pointer)
    return None


def _check_digit(kind: str, code: str, pointer: str) -> Fault:
    message = f"The check digit of the {kind} {code} is wrong; confirm it against the registry."
    return Fault("check_digit", pointer, message)
