"""What the paper needs of the machine beside Python, and what is said where it is not there."""

import shutil
import subprocess
from collections.abc import Iterator
from typing import Final

PACKAGES: Final = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fontconfig",
    "fonts-noto-core",
    "fonts-noto-cjk",
)
"""The Debian packages that make a paper possible; ``deploy/debian-packages`` installs them."""

COMMAND: Final = f"sudo apt-get install -y {' '.join(PACKAGES)}"
"""What makes the paper possible on Debian."""

FAMILIES: Final = {
    "Noto Sans": "fonts-noto-core",
    "Noto Serif": "fonts-noto-core",
    "Noto Sans CJK SC": "fonts-noto-cjk",
}
"""The families that the paper is set in, each with its package."""


class ReportUnavailable(Exception):
    """The paper cannot be made here and now; the message is a sentence that says why.

    It may be possible after ``seconds``.
    """

    def __init__(self, message: str, seconds: int = 30) -> None:
        self.seconds = seconds
        super().__init__(message)


def missing() -> Iterator[str]:
    """Yield each package that is missing here.

    To be asked in the process that is to make the paper: what it finds stays loaded.
    """
    yield from _missing_libraries()
    yield from _missing_fonts()


def lacking(packages: list[str]) -> str:
    """Return the sentence that says which ``packages`` are missing, and the command for them."""
    return f"The paper cannot be made here: {', '.join(packages)} missing. Install with: {COMMAND}"


def _missing_libraries() -> Iterator[str]:
    try:
        from weasyprint.text import ffi
    except OSError:
        # Whichever of them it is: they are installed together.
        yield from PACKAGES[:3]
        return
    if ffi.harfbuzz_subset is None:
        # WeasyPrint would go on without, to other bytes.
        yield PACKAGES[2]


def _missing_fonts() -> Iterator[str]:
    program = shutil.which("fc-match")
    if program is None:
        yield "fontconfig"
        return
    found = [family for family in FAMILIES if not _there(program, family)]
    yield from dict.fromkeys(FAMILIES[family] for family in found)


def _there(program: str, family: str) -> bool:
    """Return whether a font of ``family`` itself would be taken, not one in its place."""
    asked = [program, "--format", "%{family}", family]
    answer = subprocess.run(asked, capture_output=True, check=False, timeout=10)
    return family in answer.stdout.decode("utf-8", "replace").split(",")
