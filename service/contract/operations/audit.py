"""The route that gives auditors records with their proofs."""

from service.contract.members import ID
from service.contract.operations.common import PARAMETERS, together
from service.contract.operations.operation import ZIP, Answer, Operation, Parameter

_DAY = {"type": "string", "format": "date"}

OPERATIONS = (
    Operation(
        name="export_audit_bundle",
        method="GET",
        path="/v1/audit-bundle",
        tag="Ledger",
        summary="Get records with their proofs, as one zip",
        says="Give `decision`, or `since` and perhaps `until`, or `all`: at most 1,000 decisions."
        " The bundle checks itself, with the `verify.py` in it.",
        parameters=(
            Parameter(
                "decision",
                "A decision, with every record about it; may be repeated.",
                {"type": "array", "items": {"type": "string", "pattern": f"^{ID}$"}},
            ),
            Parameter("since", "The first day of the period, in UTC.", _DAY),
            Parameter("until", "The last day of the period, in UTC.", _DAY),
            Parameter("all", "The whole ledger.", {"type": "string", "enum": ["true"]}),
        ),
        answers={
            200: Answer("The bundle.", media=ZIP),
        },
        problems=together(
            PARAMETERS,
            {
                404: ("decision_not_found",),
                409: ("no_checkpoint",),
                422: ("bundle_too_large",),
                500: ("ledger_inconsistent", "record_damaged"),
            },
        ),
    ),
)
