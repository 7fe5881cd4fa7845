"""The routes by which outsiders check the ledger: its checkpoint, its proofs, its public keys."""

import re

from flask import Blueprint, Response

from service.api.answers import json_answer
from service.api.parameters import parameters
from service.api.problems import BadParameter, DecisionNotFound
from service.ledger.checkpoints import NoCheckpoint, insist_signed, make_checkpoint
from service.ledger.key_records import record_keys, recorded_keys, recorded_vkeys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.note import parse_vkey
from service.ledger.proofs import BadSizes, consistency, proof_of
from service.store.port import Checkpoint, Client, RecordStore

_SIZE = re.compile(r"[1-9][0-9]{0,17}")


def ledger_routes(store: RecordStore, keys: KeyFolder) -> Blueprint:
    """Return the routes over ``store``; where ``keys`` are there, checkpoints are signed."""
    routes = Blueprint("ledger", __name__, url_prefix="/v1/ledger")

    def newest() -> Checkpoint:
        """Return the checkpoint of the ledger as it is now, or the last where no key signs."""
        last = store.last_checkpoint()
        if last is None or last.size < store.size():
            try:
                # A checkpoint whose keys the ledger does not name would not verify.
                record_keys(store, keys, Client())
                return make_checkpoint(store, keys)
            except KeysUnavailable:
                pass
        if last is None:
            raise NoCheckpoint("The ledger has no checkpoint yet, and no key here to sign one.")
        insist_signed(last, recorded_vkeys(store))
        return last

    @routes.get("/checkpoint")
    def get_checkpoint() -> Response:
        parameters()
        return Response(newest().note, content_type="text/plain; charset=utf-8")

    @routes.get("/proof/<decision_id>")
    def get_proof(decision_id: str) -> Response:
        parameters()
        last = store.last_checkpoint()
        if last is not None:
            insist_signed(last, recorded_vkeys(store))
        try:
            proof = proof_of(store, decision_id, last or Checkpoint(0, ""))
        except NoCheckpoint:
            proof = proof_of(store, decision_id, newest())
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
