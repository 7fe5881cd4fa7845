"""The routes by which outsiders check the ledger."""

from service.contract.ledger import Consistency, LedgerKeys, Proof
from service.contract.operations.common import DECISION_ID, PARAMETERS, together
from service.contract.operations.operation import Answer, Operation, Parameter

TAG = "Ledger"

_UNSOUND = {500: ("ledger_inconsistent", "record_damaged")}
_UNSIGNED = {409: ("no_checkpoint",)}
_SIZE = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}

OPERATIONS = (
    Operation(
        name="ledger_checkpoint",
        method="GET",
        path="/v1/ledger/checkpoint",
        tag=TAG,
        summary="Get the signed checkpoint of all records",
        says="A C2SP signed note; the server signs where the ledger grew and it has the keys.",
        answers={
            200: Answer("The checkpoint.", media="text/plain; charset=utf-8", example="checkpoint")
        },
        problems=together(PARAMETERS, _UNSIGNED, _UNSOUND),
    ),
    Operation(
        name="prove_decision",
        method="GET",
        path="/v1/ledger/proof/{decision_id}",
        tag=TAG,
        summary="Prove that a decision is in the ledger",
        parameters=(DECISION_ID,),
        answers={200: Answer("The proof; also where it was erased.", Proof, example="proof")},
        problems=together(PARAMETERS, {404: ("decision_not_found",)}, _UNSIGNED, _UNSOUND),
    ),
    Operation(
        name="prove_consistency",
        method="GET",
        path="/v1/ledger/consistency",
        tag=TAG,
        summary="Prove that the ledger only grew",
        parameters=(
            Parameter("first", "The smaller size.", _SIZE, required=True, example=1),
            Parameter("second", "The greater size, of the ledger at most.", _SIZE, required=True),
        ),
        answers={200: Answer("The proof.", Consistency, example="consistency")},
        problems=together(PARAMETERS, _UNSOUND),
    ),
    Operation(
        name="ledger_keys",
        method="GET",
        path="/v1/ledger/keys",
        tag=TAG,
        summary="Get the public keys of the ledger",
        answers={200: Answer("The keys.", LedgerKeys, example="ledger_keys")},
        problems=together(PARAMETERS, _UNSOUND),
    ),
)
