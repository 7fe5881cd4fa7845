"""The routes of batches: send many dossiers at once, see how far they are, fetch the results."""

import re
import uuid
from collections.abc import Iterator

import orjson
from flask import Blueprint, Response, abort, request

from service.api.answers import json_answer
from service.api.body import BROKEN
from service.api.gate import asking, caller
from service.api.idempotency import Keyed, RequestDigest, again, keyed
from service.api.parameters import parameter, parameters
from service.api.problems import BadParameter, BatchNotFound, of_rating
from service.batches.addresses import target
from service.batches.progress import PATH, finished, progress, result
from service.batches.receive import bounded, cut, gunzipped, receive
from service.batches.signing import new_secret
from service.batches.start import Starter
from service.settings import Settings
from service.store import answered
from service.store.answered import Answered
from service.store.batches import Batch, Batches
from service.store.port import DecisionErased, StoreUnavailable
from service.store.sqlite import SqliteStore
from service.store.webhooks import Webhooks

MIME_TYPE = "application/x-ndjson"
PAGE = 50
"""Batches a page."""

RESULTS = 1000
"""Lines a page of results at most, and where the request does not say how many."""

RESULTS_WITH_DECISION = 50
"""The most where the decisions are given whole."""

_CHUNK = 1 << 16
_GZIP = ("gzip", "x-gzip")
"""Two names of one encoding (RFC 9110, 8.4.1.3)."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")


class _AnsweredBefore(Exception):
    """The request is a retry of one that was answered so."""

    def __init__(self, answer: Answered) -> None:
        self.answer = answer
        super().__init__("the batch was accepted before")


def batch_routes(store: SqliteStore, settings: Settings, starter: Starter) -> Blueprint:
    """Return the routes over ``store``; ``starter`` is told of a batch that came."""
    routes = Blueprint("batches", __name__, url_prefix=PATH)
    batches = Batches(store)
    webhooks = Webhooks(store)

    @routes.post("")
    def post_batch() -> Response:
        address = parameter("webhook")
        packed = _insist_on_ndjson()
        if address is not None:
            target(address, private=settings.webhook_private)
        key = keyed(store, asking(), settings.idempotency_hours)
        asked = RequestDigest()
        pieces = bounded(_body(asked), settings.batch_bytes)
        if key is not None and answered.find(store, key.client, key.key, key.hours) is not None:
            # A retry: what it says is only compared.
            for _ in pieces:
                pass
            if (before := key.find(asked.digest())) is not None:
                return again(before)
            raise StoreUnavailable("an Idempotency-Key ran out while its batch was received")
        unpacked = bounded(gunzipped(pieces), settings.batch_bytes) if packed else pieces
        lines = cut(unpacked, settings.batch_lines)

        def accept(batch: Batch) -> Answered:
            if key is not None and (before := key.find(asked.digest())) is not None:
                raise _AnsweredBefore(before)
            return _accepted(batch, address, key, asked)

        try:
            made = receive(store, asking(), uuid.uuid4().hex, lines, of_rating, accept)
        except _AnsweredBefore as retry:
            return again(retry.answer)
        starter.soon()
        answer = Response(made.body, made.status, mimetype="application/json")
        answer.headers["Location"] = made.location or ""
        return answer

    def _accepted(
        batch: Batch, address: str | None, key: Keyed | None, asked: RequestDigest
    ) -> Answered:
        secret = None
        if address is not None:
            secret = new_secret()
            webhooks.add(batch.number, address, secret)
        told = progress(batch, webhooks.of(batch.number))
        if secret is not None:
            # Told this once only.
            told["webhook"]["secret"] = secret
        body = orjson.dumps(told)
        location = f"{PATH}/{batch.batch_id}"
        made = Answered(asked.digest(), batch.received_at, 202, location=location, body=body)
        if key is not None:
            key.keep(made)
        return made

    @routes.get("")
    def list_batches() -> Response:
        after = parameter("after")
        start = None
        if after is not None:
            start = _found(after).number
        listed = batches.newest(PAGE + 1, caller().limited_to, start)
        page = listed[:PAGE]
        told = [progress(batch, webhooks.of(batch.number)) for batch in page]
        further = page[-1].batch_id if len(listed) > PAGE else None
        answer = json_answer({"batches": told, "next": further})
        if further is not None:
            answer.headers["Link"] = f'<{PATH}?after={further}>; rel="next"'
        return answer

    @routes.get("/<batch_id>")
    def get_batch(batch_id: str) -> Response:
        parameters()
        batch = _found(batch_id)
        return json_answer(progress(batch, webhooks.of(batch.number)))

    @routes.get("/<batch_id>/results")
    def get_results(batch_id: str) -> Response:
        given = parameters("after", "limit", "with")
        whole = given.get("with") == "decision"
        if "with" in given and not whole:
            raise BadParameter("with", "must be decision")
        after = _number(given, "after", 0, 0, 10**9)
        limit = _number(given, "limit", RESULTS, 1, RESULTS)
        if whole:
            limit = min(limit, RESULTS_WITH_DECISION)
        with store.snapshot():
            batch = _found(batch_id)
            found = batches.results(batch.number, after, limit)
            told = [result(done, _decision(done.decision_id) if whole else None) for done in found]
        answer = Response(b"".join(told), mimetype=MIME_TYPE)
        last = found[-1].line if found else after
        # Where no link is given, there is and will be nothing more.
        if not finished(batch) or batches.results(batch.number, last, 1):
            kept = "".join(f"&{name}={given[name]}" for name in ("limit", "with") if name in given)
            at = f"{PATH}/{batch_id}/results?after={last}{kept}"
            answer.headers["Link"] = f'<{at}>; rel="next"'
        return answer

    def _found(batch_id: str) -> Batch:
        batch = batches.find(batch_id)
        limited_to = caller().limited_to
        if batch is None or limited_to not in (None, batch.client):
            raise BatchNotFound(batch_id)
        return batch

    def _decision(decision_id: str | None) -> bytes | None:
        try:
            decision = None if decision_id is None else store.get(decision_id)
        except DecisionErased:
            return None
        return None if decision is None else decision.body

    return routes


def _insist_on_ndjson() -> bool:
    """Return whether the body is packed by gzip; raises 415 where it is no NDJSON."""
    encoding = (request.content_encoding or "identity").strip().lower()
    if request.mimetype != MIME_TYPE or encoding not in ("identity", *_GZIP):
        abort(415, f"Send the batch as Content-Type {MIME_TYPE}, plain or with gzip.")
    return encoding in _GZIP


def _body(asked: RequestDigest) -> Iterator[bytes]:
    """Yield the body as it comes; raises 400 where it breaks off."""
    received = 0
    alive = request.environ.get("pinzhi.alive", lambda: None)
    try:
        while chunk := request.stream.read(_CHUNK):
            received += len(chunk)
            asked.update(chunk)
            alive()
            yield chunk
    except BROKEN:
        abort(400, "The body is not chunked as declared, or breaks off.")
    if received < (request.content_length or 0):
        abort(400, "The body is shorter than its Content-Length.")


def _number(given: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise BadParameter(name, f"must be a whole number from {least} to {most}")
    return int(text)
