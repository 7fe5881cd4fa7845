"""What the engine of ``tests.server.obedient`` is told to do, and by which pipes it is in touch."""

import json
import os
from pathlib import Path

from tests.dossiers import STRONG

IN_PYTHON, IN_C, WAITS = "HANGS-IN-PYTHON", "HANGS-IN-C", "WAITS"


def dossier(does: str) -> bytes:
    """Return a dossier that lets the engine do so."""
    return json.dumps(json.loads(STRONG.read_bytes()) | {"application_ref": does}).encode()


class Pipes:
    """The pipes beside the store in ``folder``, as the test has them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("began", "go_on"):
            os.mkfifo(folder / name)

    def began(self) -> None:
        """Wait until an engine hangs or waits."""
        (self._folder / "began").read_bytes()

    def go_on(self) -> None:
        """Let an engine that waits go on."""
        (self._folder / "go_on").write_bytes(b".")
