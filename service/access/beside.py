"""A secret kept in clear in a file beside the store, for its owner only."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from service.durable import sync


def read_beside(path: Path) -> str:
    """Return what is kept, empty where nothing is. Raises :exc:`OSError`."""
    try:
        kept = path.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return ""
    path.chmod(0o600)
    return kept


def write_beside(path: Path, text: str) -> None:
    """Keep ``text``, durable on return. Raises :exc:`OSError`."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(descriptor)
    temporary.rename(path)
    sync(path.parent)


@contextlib.contextmanager
def telling(path: Path, what: str, refused: Callable[[str], Exception]) -> Iterator[None]:
    """Raise ``refused`` with a sentence where ``what`` cannot be read from ``path``, or kept."""
    try:
        yield
    except OSError as fault:
        raise refused(f"The {what} cannot be kept in {path}: {fault.strerror}.") from None
