"""The routes that take decisions and give them back."""

from service.contract.decision import Decision
from service.contract.members import GRADES, ID
from service.contract.operations.common import (
    BODY,
    DECISION,
    DECISION_ID,
    IDEMPOTENCY,
    PARAMETERS,
    RETRIED,
    together,
)
from service.contract.operations.operation import Answer, Body, Operation, Parameter
from service.contract.records import DecisionRecord, History, Page, Verdict
from service.records.query import LIMIT, LONGEST, MAX_LIMIT

TAG = "Decisions"

_ANSWERED = {"decision_id": "$response.body#/decision_id"}
_GO_ON = (
    "read_decision",
    "explain_decision",
    "counterfactuals",
    "questions",
    "notice",
    "what_if",
    "replay_decision",
    "review_decision",
    "list_reviews",
    "read_record",
    "read_history",
    "prove_decision",
)
_LINKS = dict.fromkeys(_GO_ON, _ANSWERED)
_WHY = {"why": {**_ANSWERED, "code": "$response.body#/findings/0/code"}}

_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_TIME = {
    **_TEXT,
    "anyOf": [{"format": "date"}, {"format": "date-time"}],
    # Any time that records can have, whatever its offset.
    "pattern": "^(19|2[0-9])[0-9]{2}-",
}

_FILTERS = (
    Parameter(
        "borrower",
        "The legal name as it is written, or what it begins with and a `*`.",
        _TEXT,
        example="示例*",
    ),
    Parameter("application_ref", "Your own reference.", _TEXT, example="LOS-88104"),
    Parameter(
        "identifier",
        "An identifier of the borrower, `scheme:value` or its value alone.",
        _TEXT,
        example="uscc:91350100M000100Y43",
    ),
    Parameter("grade", "The proposed grade.", {"type": "string", "enum": list(GRADES)}),
    Parameter("finding", "The code of a finding.", _TEXT, example="NO_SUCCESSION"),
    Parameter("ruleset", "Its id, `id@version`, or digest.", _TEXT, example="nonfinancial@1.1.0"),
    Parameter("client", "Who asked for the decision.", _TEXT),
    Parameter("dossier_id", "The dossier.", _TEXT, example="D-2026-001"),
    Parameter(
        "since",
        "Recorded at or after this day (UTC) or time with its offset; not after `until`.",
        _TIME,
        example="2026-11-01",
    ),
    Parameter("until", "Recorded until the end of this day, or at this time.", _TIME),
    Parameter(
        "limit",
        "Decisions a page.",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT},
    ),
    Parameter("cursor", "`next` of the page before, with the same filters.", _TEXT),
)

OPERATIONS = (
    Operation(
        name="create_decision",
        method="POST",
        path="/v1/decisions",
        tag=TAG,
        summary="Rate a dossier and record the decision",
        says="The answer leaves when the decision is durable. What is sent is read strictly: of a"
        " dossier with faults every fault is told, and nothing is recorded.",
        parameters=(
            Parameter(
                "corrects",
                "The decision, taken on a wrong dossier, that this one corrects.",
                {"type": "string", "pattern": f"^{ID}$"},
            ),
            IDEMPOTENCY,
        ),
        body=Body(
            "Dossier",
            "At most 1 MiB, not compressed. Beyond the schema: dates fit the rating date, check"
            " digits hold, facts do not contradict each other, numbers have at most 4 decimals,"
            " texts are Unicode in the form NFC.",
            example="dossier",
        ),
        answers={
            201: Answer(
                "The decision.",
                Decision,
                headers=("Location", "Idempotent-Replayed"),
                links=_LINKS | _WHY,
                example="decision",
            )
        },
        problems=together(
            PARAMETERS,
            BODY,
            RETRIED,
            {
                409: ("already_corrected",),
                410: ("decision_erased",),
                422: ("dossier_rejected", "nothing_to_correct"),
                500: ("evaluators_disagree", "engine_failure", "record_damaged"),
            },
        ),
    ),
    Operation(
        name="list_decisions",
        method="GET",
        path="/v1/decisions",
        tag=TAG,
        summary="Find decisions, newest first",
        says="A decision is found if it is all that is asked for.",
        parameters=_FILTERS,
        answers={
            200: Answer(
                "A page. The header Link leads to the next.",
                Page,
                headers=("Link",),
                example="decisions",
            )
        },
        problems=PARAMETERS,
    ),
    Operation(
        name="read_decision",
        method="GET",
        path="/v1/decisions/{decision_id}",
        tag=TAG,
        summary="Read a decision",
        says="Byte for byte as it was first answered; Link leads to what was recorded since.",
        parameters=(DECISION_ID,),
        answers={200: Answer("The decision.", Decision, headers=("Link",), example="decision")},
        problems=together(PARAMETERS, DECISION),
    ),
    Operation(
        name="read_record",
        method="GET",
        path="/v1/decisions/{decision_id}/record",
        tag=TAG,
        summary="Read the record of a decision",
        says="The bytes of its leaf in the ledger.",
        parameters=(DECISION_ID,),
        answers={200: Answer("The record.", DecisionRecord, example="record")},
        problems=together(PARAMETERS, DECISION),
    ),
    Operation(
        name="read_history",
        method="GET",
        path="/v1/decisions/{decision_id}/history",
        tag=TAG,
        summary="Read what was recorded about a decision since",
        parameters=(DECISION_ID,),
        answers={200: Answer("Its history; also where it was erased.", History, example="history")},
        problems=together(PARAMETERS, {404: ("decision_not_found",), 500: ("record_damaged",)}),
    ),
    Operation(
        name="replay_decision",
        method="POST",
        path="/v1/decisions/{decision_id}/replay",
        tag=TAG,
        summary="Take a decision again and say whether it comes out the same",
        says="From its record alone. Takes no body and records nothing.",
        parameters=(DECISION_ID,),
        answers={200: Answer("The verdict, whatever it is.", Verdict, example="replay")},
        problems=together(PARAMETERS, {404: ("decision_not_found",)}),
    ),
)
