"""Every error of the HTTP API as one shape: RFC 9457 ``application/problem+json``."""

import logging
import traceback
import uuid
from collections.abc import Iterable

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from service.access.refusals import Forbidden, ForeignForm, SignInNeeded, Unauthenticated
from service.api.idempotency import HEADER as IDEMPOTENCY
from service.api.idempotency import BadIdempotencyKey, KeyReused
from service.api.titles import TITLES, UNREADABLE
from service.decisions.decide import AlreadyCorrected, NothingToCorrect
from service.decisions.raters import RulesetNotStored
from service.dossier.faults import quoted
from service.errors import DossierRejected, EngineFailure, EvaluatorsDisagree, Fault
from service.explanation.refusals import FAILURES, REFUSALS, Failure, Refusal, failure, refusal
from service.explanation.what_if import ChangesRejected
from service.ledger.checkpoints import LedgerInconsistent, NoCheckpoint
from service.reviews.rules import ReviewConflict, ReviewRejected
from service.store.port import DecisionErased, RecordDamaged, StoreUnavailable

log = logging.getLogger(__name__)

CODES = {
    404: "not_found",
    405: "method_not_allowed",
    415: "unsupported_media_type",
}
"""Status to the code of a problem that Flask finds before the service's own code."""

RETRY_SECONDS = 5
"""When to come again where the store is unavailable: by then who held it locked is through."""


class DecisionNotFound(Exception):
    """No decision is recorded under the ``decision_id`` of a request."""


class BundleTooLarge(Exception):
    """More decisions are asked for than the ``most`` that a bundle over HTTP holds."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"more than {most} decisions are asked for")


class BatchNotFound(Exception):
    """There is no batch of the ``batch_id`` of a request."""


class BadParameter(Exception):
    """A request has a query parameter that it must not have; ``why`` ends the sentence."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        self.why = why
        super().__init__(f"the parameter {name} {why}")


def problem(status: int, code: str, detail: str, faults: Iterable[Fault] = ()) -> Response:
    """Return the answer for one problem.

    ``code`` is one of :data:`TITLES`; its page is at the address in ``type``. ``instance``
    names this one occurrence.
    """
    return _answer(status, code, detail, uuid.uuid4().urn, faults)


def of_rating(error: Exception) -> tuple[int, bytes]:
    """Return status and document of the problem that a dossier in a request would be told."""
    if isinstance(error, DossierRejected):
        answer = _rejected(error)
    elif isinstance(error, EvaluatorsDisagree):
        answer = _disagree(error)
    elif isinstance(error, EngineFailure):
        answer = _engine(error)
    else:
        answer = _internal(error)
    return answer.status_code, answer.get_data()


def register(app: Flask) -> None:
    """Let ``app`` answer every error with a problem."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DossierRejected, _rejected)
    app.register_error_handler(EvaluatorsDisagree, _disagree)
    app.register_error_handler(EngineFailure, _engine)
    app.register_error_handler(StoreUnavailable, _store)
    app.register_error_handler(DecisionNotFound, _no_decision)
    app.register_error_handler(BadParameter, _parameter)
    app.register_error_handler(ChangesRejected, _changes)
    app.register_error_handler(RulesetNotStored, _no_ruleset)
    app.register_error_handler(DecisionErased, _erased)
    app.register_error_handler(RecordDamaged, _damaged)
    app.register_error_handler(NothingToCorrect, _nothing_to_correct)
    app.register_error_handler(AlreadyCorrected, _already_corrected)
    app.register_error_handler(Unauthenticated, _unauthenticated)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(ForeignForm, _foreign)
    app.register_error_handler(BadIdempotencyKey, _bad_key)
    app.register_error_handler(KeyReused, _key_reused)
    app.register_error_handler(ReviewRejected, _review)
    app.register_error_handler(ReviewConflict, _review_conflict)
    app.register_error_handler(NoCheckpoint, _no_checkpoint)
    app.register_error_handler(BundleTooLarge, _bundle_too_large)
    app.register_error_handler(LedgerInconsistent, _inconsistent)
    for refused in REFUSALS:
        app.register_error_handler(refused, _refused)
    for failed in FAILURES:
        app.register_error_handler(failed, _not_given)
    app.register_error_handler(Exception, _internal)


def _answer(
    status: int, code: str, detail: str, instance: str, faults: Iterable[Fault] = ()
) -> Response:
    content = {
        "type": f"/docs/errors/{code}",
        "title": TITLES[code],
        "status": status,
        "detail": detail,
        "instance": instance,
        "code": code,
    }
    errors = [fault.to_json() for fault in faults]
    if errors:
        content["errors"] = errors
    return Response(orjson.dumps(content), status, mimetype="application/problem+json")


def _failed(status: int, code: str, detail: str, reason: str) -> Response:
    """Answer with a failure of the service; ``reason`` goes to the log only.

    The log must never hold what a dossier says.
    """
    instance = uuid.uuid4().urn
    log.error("%s %s: %s", code, instance, reason)
    return _answer(
        status, code, f"{detail} The log of the service has it under {instance}.", instance
    )


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    code = CODES.get(status, "bad_request" if status < 500 else "internal_error")
    answer = problem(status, code, _detail(error))
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _detail(error: HTTPException) -> str:
    if isinstance(error, NotFound):
        return "The service has nothing at this path; the page of this error lists its paths."
    if isinstance(error, MethodNotAllowed):
        return f"This path takes only {', '.join(sorted(error.valid_methods or ()))}."
    return error.description or error.name


def _rejected(error: DossierRejected) -> Response:
    return _faulty("dossier_rejected", error.faults, "nothing was rated and nothing stored")


def _changes(error: ChangesRejected) -> Response:
    return _faulty("changes_rejected", error.faults, "nothing was evaluated")


def _faulty(code: str, faults: tuple[Fault, ...], consequence: str) -> Response:
    codes = [fault.code for fault in faults]
    if "body_too_large" in codes:
        return problem(413, "body_too_large", faults[0].message, faults)
    unreadable = [found for found in codes if found in UNREADABLE]
    status, code = (400, unreadable[0]) if unreadable else (422, code)
    many = f"{len(codes)} faults" if len(codes) > 1 else "One fault"
    return problem(status, code, f"{many} found; {consequence}.", faults)


def _disagree(error: EvaluatorsDisagree) -> Response:
    parts = ", ".join(difference.partition(":")[0] for difference in error.differences)
    detail = "The two evaluators reached different conclusions; nothing was stored."
    # The rater has logged the digest, from the same process, just before this line.
    return _failed(500, "evaluators_disagree", detail, f"in {parts}")


def _engine(error: EngineFailure) -> Response:
    detail = "The rule engine did not finish the evaluation; nothing was stored."
    return _failed(500, "engine_failure", detail, str(error))


def _store(error: StoreUnavailable) -> Response:
    detail = "The store of decisions cannot be used now; nothing was recorded. Try again later."
    answer = _failed(503, "store_unavailable", detail, str(error))
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _internal(error: Exception) -> Response:
    # The message of an unforeseen exception may quote the dossier: only type and place.
    frames = traceback.extract_tb(error.__traceback__)
    place = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames))
    detail = "An unforeseen failure of the service."
    return _failed(500, "internal_error", detail, f"{type(error).__name__} at {place}")


def _no_decision(error: DecisionNotFound) -> Response:
    detail = "No decision is recorded under this decision_id."
    return problem(404, "decision_not_found", detail)


def _parameter(error: BadParameter) -> Response:
    detail = f"The query parameter {quoted(error.name)} {error.why}."
    return problem(400, "bad_parameter", detail)


def _no_ruleset(error: RulesetNotStored) -> Response:
    detail = f"The decision can be read but not explained or replayed: {error}."
    return problem(409, "ruleset_not_stored", detail)


def _erased(error: DecisionErased) -> Response:
    detail = (
        "The decision was erased on order; what stays of it is its leaf in the ledger and the "
        f"certificate, record {error.certificate.record_id} of {error.certificate.recorded_at}."
    )
    return problem(410, "decision_erased", detail)


def _damaged(error: RecordDamaged) -> Response:
    detail = "What is stored of the decision is not what was recorded, so that it is not given."
    return _failed(500, "record_damaged", detail, str(error))


def _nothing_to_correct(error: NothingToCorrect) -> Response:
    detail = "No decision is recorded under the decision_id that is to be corrected."
    return problem(422, "nothing_to_correct", detail)


def _already_corrected(error: AlreadyCorrected) -> Response:
    detail = f"The decision was corrected by {error.newest}; correct that one."
    return problem(409, "already_corrected", detail)


def _unauthenticated(error: Unauthenticated) -> Response:
    sent = "What was sent is no valid API key" if error.offered else "No API key was sent"
    answer = problem(
        401, "unauthenticated", f"{sent}; send one as Authorization: Bearer, or as Basic password."
    )
    invalid = ', error="invalid_token"' if error.offered else ""
    answer.headers.add("WWW-Authenticate", f'Bearer realm="pinzhi"{invalid}')
    answer.headers.add("WWW-Authenticate", 'Basic realm="pinzhi", charset="UTF-8"')
    return answer


def _forbidden(error: Forbidden) -> Response:
    detail = f"The role of who asks, {error.role}, does not allow this request."
    return problem(403, "forbidden", detail)


def _sign_in(error: SignInNeeded) -> Response:
    return problem(401, "sign_in_needed", "Sign in, then open the page or send the form again.")


def _foreign(error: ForeignForm) -> Response:
    detail = "Nothing was done; open the page again and send its form."
    return problem(403, "foreign_form", detail)


def _bad_key(error: BadIdempotencyKey) -> Response:
    detail = f"The header {IDEMPOTENCY} must be 1 to 255 visible characters of ASCII."
    return problem(400, "bad_idempotency_key", detail)


def _key_reused(error: KeyReused) -> Response:
    detail = (
        f"This {IDEMPOTENCY} came with another request before, of another address, query or body; "
        "nothing was recorded."
    )
    return problem(422, "idempotency_key_reused", detail)


def _review(error: ReviewRejected) -> Response:
    return _faulty("review_rejected", error.faults, "nothing was recorded")


def _review_conflict(error: ReviewConflict) -> Response:
    return problem(409, "review_conflict", f"{error} Nothing was recorded.")


def _no_checkpoint(error: NoCheckpoint) -> Response:
    return problem(409, "no_checkpoint", str(error))


def _bundle_too_large(error: BundleTooLarge) -> Response:
    detail = (
        f"More than {error.most} decisions are asked for; ask for fewer, or have the bundle written"
        " where the service runs: pinzhi export-audit."
    )
    return problem(422, "bundle_too_large", detail)


def _inconsistent(error: LedgerInconsistent) -> Response:
    detail = "The ledger is not what was signed before; nothing was signed or proved."
    return _failed(500, "ledger_inconsistent", detail, str(error))


def _refused(error: Refusal) -> Response:
    fault = refusal(error)
    return problem(404 if fault.code == "unknown_code" else 422, fault.code, fault.message)


def _not_given(error: Failure) -> Response:
    fault = failure(error)
    return _failed(500, fault.code, fault.message, str(error))
