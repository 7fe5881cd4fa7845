"""The routes for whoever runs the service."""

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from service.contract.operations.common import PARAMETERS, together
from service.contract.operations.operation import Answer, Operation
from service.contract.reference import Health, Readiness

TAG = "Operations"

OPERATIONS = (
    Operation(
        name="health",
        method="GET",
        path="/healthz",
        tag=TAG,
        summary="Ask whether the service is alive",
        answers={200: Answer("It is.", Health, example="health")},
    ),
    Operation(
        name="readiness",
        method="GET",
        path="/readyz",
        tag=TAG,
        summary="Ask whether the next decision would be recorded",
        answers={200: Answer("It would.", Readiness, example="readiness")},
        problems=together(PARAMETERS, {503: ("not_ready",)}),
    ),
    Operation(
        name="metrics",
        method="GET",
        path="/metrics",
        tag=TAG,
        summary="Get the metrics for Prometheus",
        answers={200: Answer("In its text format.", media=CONTENT_TYPE_PLAIN_0_0_4)},
        problems=PARAMETERS,
    ),
)
