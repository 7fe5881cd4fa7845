"""The routes of the human decision on a proposed grade."""

from service.contract.operations.common import (
    BODY,
    DECISION,
    DECISION_ID,
    IDEMPOTENCY,
    PARAMETERS,
    RETRIED,
    together,
)
from service.contract.operations.operation import Answer, Body, Operation
from service.contract.records import ReviewRecorded, Reviews

TAG = "Reviews"

OPERATIONS = (
    Operation(
        name="review_decision",
        method="POST",
        path="/v1/decisions/{decision_id}/reviews",
        tag=TAG,
        summary="Record what a person decides on the proposed grade",
        says="An upward override holds when a second officer countersigns it.",
        parameters=(DECISION_ID, IDEMPOTENCY),
        body=Body(
            "ReviewRequest",
            "Beyond the schema: what the policy of records and the decision itself allow.",
            example="review",
        ),
        answers={
            201: Answer(
                "The review, and where the decision now stands.",
                ReviewRecorded,
                headers=("Idempotent-Replayed",),
                example="review_recorded",
            )
        },
        problems=together(
            PARAMETERS,
            DECISION,
            BODY,
            RETRIED,
            {409: ("review_conflict",), 422: ("review_rejected",)},
        ),
    ),
    Operation(
        name="list_reviews",
        method="GET",
        path="/v1/decisions/{decision_id}/reviews",
        tag=TAG,
        summary="Read the reviews of a decision, and the human grade",
        parameters=(DECISION_ID,),
        answers={200: Answer("The reviews, oldest first.", Reviews, example="reviews")},
        problems=together(PARAMETERS, DECISION),
    ),
)
