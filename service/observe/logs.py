"""The log: one line of JSON for each request and each failure, never what a dossier says."""

import logging
import sys
from collections.abc import MutableMapping
from traceback import extract_tb
from typing import Any, TextIO

import orjson
import structlog
from flask import g, has_request_context
from structlog.stdlib import BoundLogger, ProcessorFormatter

from service.settings import Settings

_QUOTING = ("Error handling request", "Invalid request")
"""How those messages of the server begin that quote the request, which may quote anything."""

_SERVER = "gunicorn.error"


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Let everything that is logged in this process go to ``stream`` (default: standard error).

    In production a line is one JSON object with ``time``, ``level``, ``logger`` and ``event``;
    in development it is text for people. The server's own log, which must have no file of its
    own (``errorlog = None``), goes there too.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(settings, stream or sys.stderr))
    for name in (None, _SERVER):
        logging.getLogger(name).handlers[:] = [handler]
    logging.getLogger(_SERVER).propagate = False
    logging.getLogger().setLevel(settings.log_level.upper())


def logger(name: str) -> BoundLogger:
    """Return a logger whose lines have members: ``log.info("request", status=201)``."""
    bound: BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
    )
    return bound


def _formatter(settings: Settings, stream: TextIO) -> logging.Formatter:
    render: Any = _json
    if settings.development:
        render = structlog.dev.ConsoleRenderer(colors=stream.isatty(), timestamp_key="time")
    return ProcessorFormatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _of_request,
            _unquoted,
            _place,
            render,
        ],
        # What raised is told by ``_place`` alone.
        keep_exc_info=False,
    )


def _of_request(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say which request a line is of, where it is of one."""
    if "request_id" not in line and has_request_context() and "request_id" in g:
        line["request_id"] = g.request_id
    return line


def _unquoted(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out what the server would quote of a request."""
    for beginning in _QUOTING:
        if line["logger"] == _SERVER and str(line["event"]).startswith(beginning):
            line["event"] = beginning
    return line


def _place(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Give of an exception its kind and place: its message may quote what a dossier says."""
    raised = line.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[0] is not None:
        line["failure"] = raised[0].__name__
        frames = extract_tb(raised[2])
        line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in reversed(frames)]
    return line


def _json(_: Any, __: str, line: MutableMapping[str, Any]) -> str:
    first = {key: line.pop(key) for key in ("time", "level", "logger", "event")}
    return orjson.dumps(first | dict(line), default=str).decode()
