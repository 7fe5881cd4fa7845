"""The routes by which outsiders check the ledger: its checkpoint, its proofs, its public keys."""

import re

from flask import Blueprint, Response

from service.api.answers import json_answer
from service.api.parameters import parameters
from service.api.problems import BadParameter, DecisionNotFound
from service.ledger.key_records import recorded_keys
from service.ledger.keys import KeyFolder
from service.ledger.newest import newest_checkpoint, newest_proof
from service.ledger.note import parse_vkey
from service.ledger.proofs import BadSizes, consistency
from service.store.port import RecordStore

_SIZE = re.compile(r"[1-9][0-9]{0,17}")


def ledger_routes(store: RecordStore, keys: KeyFolder) -> Blueprint:
    """Return the routes over ``store``; where ``keys`` are there, checkpoints are signed."""
    routes = Blueprint("ledger", __name__, url_prefix="/v1/ledger")

    @routes.get("/checkpoint")
    def get_checkpoint() -> Response:
        parameters()
        return Response(
            newest_checkpoint(store, keys).note, content_type="text/plain; charset=utf-8"
        )

    @routes.get("/proof/<decision_id>")
    def get_proof(decision_id: str) -> Response:
        parameters()
        proof = newest_proof(store, keys, decision_id)
        if proof is None:
            raise DecisionNotFound(decision_id)
        return json_answer(proof)

    @routes.get("/consistency")
    def get_consistency() -> Response:
        first, second = _sizes()
        try:
            return json_answer(consistency(store, first, second))
        except BadSizes as fault:
            raise BadParameter("second", f"does not fit. {fault}".rstrip(".")) from fault

    @routes.get("/keys")
    def get_keys() -> Response:
        parameters()
        recorded = recorded_keys(store)
        origin = parse_vkey(recorded[-1].vkey).name if recorded else None
        listed = [{"key_id": k.key_id, "vkey": k.vkey, "state": k.state} for k in recorded]
        return json_answer({"origin": origin, "keys": listed})

    return routes


def _sizes() -> tuple[int, int]:
    """Return the query parameters ``first`` and ``second``.

    Raises :exc:`~service.api.problems.BadParameter` where one is missing, given twice or no
    whole number of 1 or more, and for any other parameter.
    """
    found = parameters("first", "second")
    for name in ("first", "second"):
        if not _SIZE.fullmatch(found.get(name, "")):
            raise BadParameter(name, "must be the size of a ledger, a whole number of 1 or more")
    return int(found["first"]), int(found["second"])
