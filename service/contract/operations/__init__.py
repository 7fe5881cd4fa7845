"""Every route of the API, one entry each: the table that the contract is built from."""

from service.contract.operations import (
    audit,
    batches,
    decisions,
    explanations,
    health,
    ledger,
    reference,
    reviews,
)
from service.contract.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *decisions.OPERATIONS,
    *explanations.OPERATIONS,
    *reviews.OPERATIONS,
    *batches.OPERATIONS,
    *ledger.OPERATIONS,
    *audit.OPERATIONS,
    *reference.OPERATIONS,
    *health.OPERATIONS,
)
"""In the order in which the contract shows them."""
