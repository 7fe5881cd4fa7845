"""The command in a process of its own, for what only real streams and terminals show."""

import os
import subprocess
import sys

from tests.dossiers import ROOT

PROGRAM = [sys.executable, "-c", "from service.cli import main; main(prog_name='pinzhi')"]
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")
} | {"TERM": "xterm-256color"}


def in_shell(redirected: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Run the command with ``arguments``, its streams ``redirected`` as a shell writes it."""
    return subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirected}', "sh", *PROGRAM, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT | variables,
        capture_output=True,
        check=False,
    )
