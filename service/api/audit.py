"""The route that gives an auditor a bundle of records with their proofs; it changes no record."""

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

from flask import Blueprint, Response, request

from service.api.problems import BadParameter, BundleTooLarge, DecisionNotFound
from service.audit.bundle import BundleFaulty, NotCovered, NothingRecorded, export
from service.audit.selection import NotRecorded, Request
from service.audit.zipping import CannotHold
from service.ledger.checkpoints import LedgerInconsistent, NoCheckpoint, make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.records.query import BadQuery, Query, read_query
from service.store.port import Client, StoreUnavailable
from service.store.search import find
from service.store.sqlite import SqliteStore

PATH = "/v1/audit-bundle"

MOST = 1000
"""The most decisions that are asked for at once; the command export-audit knows no limit."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CHUNK = 1 << 16


def audit_routes(store: SqliteStore, keys: KeyFolder) -> Blueprint:
    """Return the route over ``store``; where ``keys`` are there, a missing checkpoint is signed."""
    routes = Blueprint("audit", __name__)

    @routes.get(PATH)
    def get_bundle() -> Response:
        return bundle(store, keys)

    return routes


def bundle(store: SqliteStore, keys: KeyFolder) -> Response:
    """Return the bundle that the query of the request asks for.

    Raises :exc:`BadParameter`, :exc:`BundleTooLarge`, :exc:`DecisionNotFound`,
    :exc:`NoCheckpoint`, :exc:`LedgerInconsistent` and :exc:`StoreUnavailable`.
    """
    asked = _asked()
    _insist_on_size(store, asked)
    with tempfile.TemporaryDirectory(prefix="pinzhi-audit-") as folder:
        target = Path(folder) / "bundle.zip"
        _export(store, keys, asked, target)
        # The file has no name any more once it is given: it goes with the connection.
        file = target.open("rb")
        size = target.stat().st_size
    answer = Response(_chunks(file), mimetype="application/zip")
    answer.call_on_close(file.close)
    answer.content_length = size
    answer.headers["Content-Disposition"] = 'attachment; filename="bundle.zip"'
    return answer


def _asked() -> Request:
    """Return what the query asks for; raises :exc:`BadParameter`."""
    given = request.args
    for name in given:
        if name not in ("decision", "since", "until", "all"):
            raise BadParameter(name, "is not known here")
        if name != "decision" and len(given.getlist(name)) > 1:
            raise BadParameter(name, "is given more than once")
    if ("decision" in given) + ("since" in given) + ("all" in given) != 1:
        raise BadParameter("decision", "or one of since and all must be given, and only one")
    if given.get("all", "true") != "true":
        raise BadParameter("all", "can only be true")
    if "until" in given and "since" not in given:
        raise BadParameter("until", "goes with since only")
    since, until = _day("since"), _day("until")
    if since and until and until < since:
        raise BadParameter("until", "is before since")
    return Request(tuple(given.getlist("decision")), since, until)


def _day(name: str) -> str | None:
    text = request.args.get(name)
    if text is None:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise BadParameter(name, "is no date such as 2026-11-22")


def _insist_on_size(store: SqliteStore, asked: Request) -> None:
    """Insist on at most :data:`MOST` decisions, beside those that they correct and that do so.

    Raises :exc:`~service.api.problems.BundleTooLarge` and :exc:`BadParameter`.
    """
    if asked.decisions:
        many = len(set(asked.decisions))
    else:
        period = [("since", asked.since), ("until", asked.until)]
        try:
            filters = read_query((name, day) for name, day in period if day).filters
        except BadQuery as error:
            raise BadParameter(error.parameter, error.why) from error
        many = len(find(store, Query(filters, limit=MOST + 1)).hits)
    if many > MOST:
        raise BundleTooLarge(MOST)


def _export(store: SqliteStore, keys: KeyFolder, asked: Request, target: Path) -> None:
    """Write the bundle; raises what there are problems for."""
    try:
        try:
            export(store, asked, target)
        except NotCovered:
            # Whoever reads did not make the keys.
            record_keys(store, keys, Client())
            export(store, asked, target, make_checkpoint(store, keys).size)
    except NotRecorded as missing:
        raise DecisionNotFound(missing.decision_id) from missing
    except NothingRecorded:
        raise NoCheckpoint("The ledger has no records yet.") from None
    except (NotCovered, KeysUnavailable) as missing:
        raise NoCheckpoint(
            "No checkpoint covers all the records asked for, and there is no key here to sign one."
        ) from missing
    except BundleFaulty as damaged:
        raise LedgerInconsistent(str(damaged)) from damaged
    except (OSError, CannotHold) as fault:
        raise StoreUnavailable(f"a bundle cannot be written: {fault}") from fault


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
