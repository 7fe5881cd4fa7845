"""The service in production, as gunicorn serves it, with a key for every role."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from service.access.roles import ROLES
from service.ledger.keys import KeyFolder
from service.settings import PREFIX
from service.store.sqlite import SqliteStore
from tests.calling import key_for
from tests.dossiers import ROOT


class Live(NamedTuple):
    """A service that listens: its address, and a key of one client for each role."""

    url: str
    keys: Mapping[str, str]


@contextmanager
def live(folder: Path) -> Iterator[Live]:
    """Serve a new store in ``folder``; insist that the service ends well."""
    store = SqliteStore(folder / "store.sqlite3")
    KeyFolder(folder / "keys").create("bank.example/pinzhi")
    keys = {role: key_for(store, role, "los-north") for role in ROLES}
    store.close()
    environment = {name: of for name, of in os.environ.items() if not name.startswith(PREFIX)}
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        # Whoever connects before the service is up waits for it.
        host, port = listening.getsockname()
        environment |= {
            "PINZHI_BIND": f"fd://{listening.fileno()}",
            "PINZHI_STORE": str(store.path),
            "PINZHI_KEYS": str(folder / "keys"),
            "PINZHI_RATE_LIMIT": "0",
        }
        with (folder / "service.log").open("wb") as log:
            service = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "wsgi:app"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                pass_fds=[listening.fileno()],
            )
    try:
        yield Live(f"http://{host}:{port}", keys)
    finally:
        service.send_signal(signal.SIGTERM)
        ended = service.wait()
    assert ended == 0, (folder / "service.log").read_text()
