"""The errors of batches as problems."""

from flask import Flask, Response

from service.api.problems import BatchNotFound, problem
from service.batches.addresses import TargetRefused
from service.batches.receive import BatchRefused

_STATUS = {"batch_too_large": 413, "bad_gzip": 400, "empty_batch": 422}


def register(app: Flask) -> None:
    """Let ``app`` answer the errors of batches with a problem."""
    app.register_error_handler(BatchNotFound, _not_found)
    app.register_error_handler(BatchRefused, _refused)
    app.register_error_handler(TargetRefused, _webhook)


def _not_found(error: BatchNotFound) -> Response:
    detail = "There is no batch of this batch_id, or it was done more than thirty days ago."
    return problem(404, "batch_not_found", detail)


def _refused(error: BatchRefused) -> Response:
    detail = f"{error} Nothing of the batch was kept."
    return problem(_STATUS[error.code], error.code, detail)


def _webhook(error: TargetRefused) -> Response:
    detail = f"The address of the webhook {error}. Nothing of the batch was kept."
    return problem(422, "webhook_refused", detail)
