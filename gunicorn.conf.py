"""How gunicorn runs the service; read from the current folder by ``gunicorn wsgi:app``."""

import gc
import os
import pathlib
import sys
from typing import Any

from service.access.development import development_key
from service.observe import folder
from service.observe.logs import configure
from service.server.heads import MAX_FIELDS, MAX_LINE
from service.settings import SettingsRejected, settings_from
from service.users.development import NAME, development_password
from service.watching import noticed

try:
    settings = settings_from(os.environ)
except SettingsRejected as rejected:
    sys.exit(str(rejected))

bind = settings.bind

# A rating is CPU-bound: one worker a core, each with one thread and one connection to the store.
# Slow clients wait in the worker's reception, not in its thread.
worker_class = "service.server.worker.BufferedWorker"
workers = settings.workers or len(os.sched_getaffinity(0))

# The rule engine is compiled once and inherited; store connections are opened after the fork.
preload_app = True

# The watchdog of a hung engine: a worker that does not answer within this many seconds is
# replaced, and its clients are told.
timeout = settings.worker_timeout
graceful_timeout = settings.graceful_timeout
max_requests = settings.max_requests
max_requests_jitter = settings.max_requests_jitter

# Seconds that a connection may be idle between two requests.
keepalive = 75

limit_request_line = MAX_LINE
limit_request_fields = MAX_FIELDS
limit_request_field_size = MAX_LINE

# Clients set no part of an address that only a server in front could know.
forwarder_headers = ""

# Nobody but this process controls it.
loglevel = settings.log_level
control_socket_disable = True

# All that is logged goes where the service's own log goes.
errorlog = None
folder.prepare()
configure(settings)


def post_fork(server: Any, worker: Any) -> None:
    """Let a worker count also where the folder of counts was removed meanwhile."""
    folder.remake()


def pre_request(worker: Any, request: Any) -> None:
    """Log nothing: what gunicorn would log here at the level ``debug`` quotes the address."""


def child_exit(server: Any, worker: Any) -> None:
    """Tell the clients of a worker that died over their requests, and count what it had counted."""
    # Not before the folder has its name, for what counts looks for it once.
    from service.observe.shared import tidy

    try:
        if worker.aborted:
            noticed("worker_hung")
        worker.bereaved()
        tidy()
    except Exception as failure:  # without this process there would be no worker at all
        server.log.error("A worker that ended was not seen off: %s", type(failure).__name__)


def on_exit(server: Any) -> None:
    """Do the same for workers that would not end, and forget what was counted."""
    for worker in server.WORKERS.values():
        os.waitpid(worker.pid, 0)
        worker.bereaved()
    folder.forget()


def when_ready(server: Any) -> None:
    """Print a call that can be pasted into another terminal, once the server listens."""
    # What all workers share is never looked through for garbage, nor copied because it was.
    gc.freeze()
    # A request makes more than 700 objects, and frees them without being looked through for it.
    gc.set_threshold(20_000)
    fixture = pathlib.Path("fixtures/dossiers/strong_private_manufacturer.json").resolve()
    address = server.LISTENERS[0].sock.getsockname()
    if isinstance(address, tuple):
        host, port, *_ = address
        at = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        through = ""
    else:
        at, through = "http://localhost", f" --unix-socket {address}"
    key = development_key(settings)
    if key is not None and fixture.is_file():
        print(
            "\nTry it from another terminal:\n\n"
            f"curl -sS {at}/v1/decisions{through}"
            f" -H 'Content-Type: application/json' -H 'Authorization: Bearer {key}'"
            f" --data-binary @{fixture}\n",
            flush=True,
        )
    password = development_password(settings)
    if password is not None:
        print(f"Or open {at}/ in a browser: user {NAME}, password {password}\n", flush=True)
