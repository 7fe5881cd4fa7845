"""Holds what is installed to what was released: one file says the digest of each version."""

import re
from pathlib import Path

from service.ruleset.faults import RulesetFault, RulesetRejected

FILE = "RELEASED"
"""Beside the folders of the rulesets; a line for each version, remarks begin with ``#``."""

_LINE = re.compile(r"([a-z][a-z0-9_]*) ([0-9]+\.[0-9]+\.[0-9]+) (sha256:[0-9a-f]{64})")


def released(root: Path) -> dict[tuple[str, str], str]:
    """Return id and version to digest, of everything that was released.

    Raises :exc:`RulesetRejected` where the file in ``root`` cannot be read.
    """
    path = root / FILE
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read: {error}"
        raise RulesetRejected([_fault("", f"{path} {why}")]) from None
    found: dict[tuple[str, str], str] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match.group(1, 2) in found:
            message = f"line {number} of {path} is not one id, version and digest"
            raise RulesetRejected([_fault("", message)])
        found[match[1], match[2]] = match[3]
    return found


def insist_released(root: Path, of: str, version: str, digest: str, *, in_force: bool) -> None:
    """Insist that a version which was released has the digest that was released.

    One that is ``in_force`` must have been; any other may be a draft. Raises
    :exc:`RulesetRejected`.
    """
    expected = released(root).get((of, version))
    if expected is None and in_force:
        raise RulesetRejected([_fault(of, f"version {version} was never released")])
    if expected is not None and expected != digest:
        message = f"version {version} was released as {expected}, and what is here is {digest}"
        raise RulesetRejected([_fault(of, message)])


def _fault(of: str, message: str) -> RulesetFault:
    return RulesetFault(FILE, of, "", "not_as_released", message)
