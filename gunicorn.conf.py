"""How gunicorn runs the service; read from the current folder by ``gunicorn wsgi:app``."""

import logging
import os
import pathlib
from typing import Any

bind = os.environ.get("PINZHI_BIND") or "127.0.0.1:8000"

# A rating is CPU-bound and under 10 ms: one synchronous worker a core has the steadiest tail.
worker_class = "sync"
workers = len(os.sched_getaffinity(0))

# The rule engine is compiled once and inherited; store connections are opened after the fork.
preload_app = True

# The watchdog of a hung engine: a worker that does not answer within this many seconds is
# replaced.
timeout = 30
graceful_timeout = 30
max_requests = 10_000
max_requests_jitter = 1_000

# Nobody but this process controls it.
control_socket_disable = True

# A worker answers one request at a time: the lines of one request follow each other under the
# number of its process.
logging.basicConfig(format="%(asctime)s [%(process)d] %(levelname)s %(name)s %(message)s")


def when_ready(server: Any) -> None:
    """Print a call that can be pasted into another terminal, once the server listens."""
    fixture = pathlib.Path("fixtures/dossiers/strong_private_manufacturer.json").resolve()
    address = server.LISTENERS[0].sock.getsockname()
    if fixture.is_file() and isinstance(address, tuple):
        print(
            "\nTry it from another terminal:\n\n"
            f"curl -sS http://{address[0]}:{address[1]}/v1/decisions"
            f" -H 'Content-Type: application/json' --data-binary @{fixture}\n",
            flush=True,
        )
