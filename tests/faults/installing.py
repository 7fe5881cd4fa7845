"""An installation of the service of a test's own, of which files can be damaged."""

import os
import shutil
from pathlib import Path

from tests.dossiers import ROOT, STRONG

PARTS = ("service", "rulesets", "docs/errors", "wsgi.py", "gunicorn.conf.py")


def installed(folder: Path) -> Path:
    """Install the service in ``folder``, which is made, and return it."""
    for part in PARTS:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part)
        else:
            shutil.copy(ROOT / part, folder / part)
    # The server names it when it tells how it is called.
    example = folder / STRONG.relative_to(ROOT)
    example.parent.mkdir(parents=True)
    shutil.copy(STRONG, example)
    return folder


def as_one_bound_by_rights() -> list[str]:
    """Return what runs the rest of a command so that rights bind it, also as super-user."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


def cut_short(path: Path) -> None:
    """Leave the first half of a file, to within a line."""
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"\n", 0, len(data) // 2) - 3])
