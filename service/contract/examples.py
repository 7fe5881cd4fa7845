"""The examples of the contract: one conversation about one borrower, as it went."""

from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).resolve().parent / "examples"

_PROBLEMS = "problems"


def examples() -> dict[str, Any]:
    """Return name to what was sent or answered, in the order of their names."""
    return {name: _read(name) for name in sorted(_names()) if name != _PROBLEMS}


def problem_examples() -> dict[str, Any]:
    """Return code to a problem with it as it was answered, of those that are easily met."""
    found: dict[str, Any] = _read(_PROBLEMS)
    return found


def _names() -> list[str]:
    return [path.stem for path in FOLDER.glob("*.json")]


def _read(name: str) -> Any:
    return orjson.loads((FOLDER / f"{name}.json").read_bytes())
