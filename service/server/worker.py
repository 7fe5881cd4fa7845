"""The worker of the service: a synchronous one that no client can keep waiting.

The application computes one request at a time, as in gunicorn's own synchronous worker, and each
worker has one thread and one connection to the store. Only requests that have arrived whole are
given to it, and an answer that a client does not take is kept for it while others are answered.
"""

import logging
import os
import resource
import time
from datetime import datetime
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers.sync import SyncWorker

from service.server.connection import Connection
from service.server.heads import Refused
from service.server.outbox import Outbox
from service.server.receiving import Terms
from service.server.reception import Reception
from service.server.refusals import worker_ended
from service.server.safe import Safe
from service.server.seats import Seats
from service.settings import settings_from

log = logging.getLogger(__name__)

ALIVE = "pinzhi.alive"
"""In the environ of a request: called by whoever works long at it, so that it is not ended."""

TICK = 5.0
"""Seconds between two calls of what the application wants done now and then."""

PRESSING = 30.0
"""Seconds after which that is done even while requests are waiting."""

LAST = 1.0
"""Seconds that an idle connection has for a last request before its worker ends."""

REST = 3.0
"""Seconds that a worker to be replaced waits for a slow client: until it ends there is no other."""

_seats = Seats()


class BufferedWorker(SyncWorker):
    """Answers requests that have arrived whole, one at a time."""

    alive: bool

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.settings = settings_from(os.environ)
        self.safe = Safe(self.settings.connections)
        self.seat = _seats.take()
        self.told_to_stop = False

    def bereaved(self) -> int:
        """Answer the clients of this worker, which is dead, in the process that forked it.

        Returns how many there were.
        """
        _seats.leave(self.seat)
        return self.safe.bereaved(worker_ended)

    def init_process(self) -> None:
        """Become a worker, and run."""
        self.safe.keep_only()
        # Half of what may be open is left for files: large bodies, the store, the log.
        may = _allow_descriptors(4 * self.settings.connections + 256) // 2
        self.connections = min(self.settings.connections, may)
        if self.connections < self.settings.connections:
            log.warning("only %d connections fit into the limit of open files", self.connections)
        super().init_process()

    def handle_exit(self, sig: Any, frame: Any) -> None:
        """Finish what is there, and end."""
        self.told_to_stop = True
        super().handle_exit(sig, frame)

    def run(self) -> None:
        """Answer requests until told to end, or until the worker is to be replaced."""
        self.beat = min(1.0, self.timeout / 4) if self.timeout else 1.0
        self.beaten = 0.0
        # The first is due at once: what was left undone by workers before goes on.
        self.ticked = time.monotonic() - TICK
        for listener in self.sockets:
            listener.setblocking(False)
        extensions = getattr(self.wsgi, "extensions", {})
        self.ticks = extensions.get("pinzhi.ticks", [])
        self.wanted = extensions.get("pinzhi.admits", lambda environ: True)
        self.reception = Reception(
            self.sockets,
            self.PIPE[0],
            Terms(self.cfg, self.settings.batch_bytes, self.admits),
            most=self.connections,
            receive=self.settings.receive_timeout,
            idle=self.cfg.keepalive,
            safe=self.safe,
            seats=_seats,
            seat=self.seat,
        )
        try:
            while self.alive:
                self.turn()
                self.alive = self.alive and self.is_parent_alive()
            self.finish()
        finally:
            for leave in extensions.get("pinzhi.exits", []):
                leave()

    def admits(self, request: Any) -> bool:
        """Return whether the body of ``request``, whose head has arrived, may be wanted."""
        _, environ = wsgi.create(request, Outbox(), request.peer_addr, ("", ""), self.cfg)
        return bool(self.wanted(environ))

    def turn(self) -> None:
        """Take in what has arrived, and answer one request."""
        now = time.monotonic()
        if now - self.beaten >= self.beat:
            self.beaten = now
            self.notify()
        self.reception.turn(self.beat)
        connection = self.reception.next()
        if connection is not None:
            self.serve(connection)
        since = now - self.ticked
        if since >= PRESSING or (connection is None and since >= TICK):
            self.ticked = now
            for tick in self.ticks:
                self.attend(tick)

    def finish(self) -> None:
        """Answer what has arrived and what is arriving, as long as there is time."""
        ends = time.monotonic() + self.cfg.graceful_timeout
        if self.told_to_stop:
            self.reception.accept_all()
        self.reception.close_doors(LAST, None if self.told_to_stop else REST)
        while len(self.reception) and time.monotonic() < ends:
            self.turn()
        self.reception.close()

    def attend(self, tick: Any) -> None:
        """Do what the application wants done now and then; where it fails, requests go on."""
        try:
            tick()
        except Exception as failure:  # whatever it is, it is no reason to answer nobody
            log.error("what is done now and then failed: %s", type(failure).__name__)

    def serve(self, connection: Connection) -> None:
        """Let the application answer the request that waits on ``connection``."""
        request = connection.request
        self.cfg.pre_request(self, request)
        outbox, response, environ = Outbox(), None, {}
        try:
            response, environ = wsgi.create(
                request, outbox, connection.peer, connection.local, self.cfg
            )
            # Whoever takes a large body in piece by piece is at work, and says so.
            environ[ALIVE] = self.notify
            self.nr += 1
            if self.alive and self.nr >= self.max_requests and not self.reception.uploads:
                self.log.info("Autorestarting worker after current request.")
                self.alive = False
            self.respond(request, response, environ)
        except Exception as failure:  # the application answers its own failures
            log.error("the application failed: %s", type(failure).__name__)
            outbox.close()
            self.reception.refuse(connection, Refused(500, "internal_error", _FAILED))
        else:
            self.reception.answer(connection, outbox, ends=response.should_close())
        finally:
            self.cfg.post_request(self, request, environ, response)

    def respond(self, request: Any, response: Any, environ: dict[str, Any]) -> None:
        """Write what the application answers into the response."""
        began = datetime.now()
        parts = self.wsgi(environ, response.start_response)
        try:
            if not self.alive:
                response.force_close()
            for part in parts:
                response.write(part)
            response.close()
        finally:
            self.log.access(response, request, environ, datetime.now() - began)
            if hasattr(parts, "close"):
                parts.close()


_FAILED = "An unforeseen failure of the service."


def _allow_descriptors(wanted: int) -> int:
    """Let this process have so many open files and connections, and return how many it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
