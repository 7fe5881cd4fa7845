"""The shapes of batches: how far one is, what became of its lines, and what a webhook is told."""

from service.contract import members as m
from service.contract.decision import Decision
from service.contract.reference import Problem
from service.store.batches import DONE, QUEUED, RUNNING
from service.store.webhooks import DELIVERED, GIVEN_UP, WAITING


class Delivery(m.Shape):
    """How the webhook of a batch fares."""

    target = m.text("Where it goes; the rest of the address is not told")
    state = m.text(one_of=(WAITING, DELIVERED, GIVEN_UP))
    attempts = m.whole("How often it was tried", least=0)
    last_at = m.moment("When it was tried last", null=True)
    last_fault = m.text("Why that failed", null=True)
    next_at = m.moment("When it is tried next", null=True)
    secret = m.text(
        "The secret that signs it; told once, to whoever sends the batch", optional=True
    )


class Batch(m.Shape):
    """How far a batch is."""

    batch_id = m.identity("Under which it is kept")
    state = m.text(one_of=(QUEUED, RUNNING, DONE))
    client = m.text("Who sent it")
    received_at = m.moment("When it had arrived whole")
    finished_at = m.moment("When the last line was done; null until then", null=True)
    lines = m.whole("Dossiers in it", least=1)
    decided = m.whole("Lines that are decisions now", least=0)
    refused = m.whole("Lines with faults of their own", least=0)
    failed = m.whole("Lines that failed through a fault of the service", least=0)
    waiting = m.whole("Lines still to be done", least=0)
    results = m.text("Where the results are", form="uri-reference")
    webhook = m.one(Delivery, "Null where none was asked for", null=True)


class Batches(m.Shape):
    """Batches, newest first."""

    batches = m.many(Batch)
    next = m.identity("What `after` is on the next page; null on the last", null=True)


class BatchResult(m.Shape):
    """What became of one line: a decision, or a problem."""

    line = m.whole("Its number in what was sent, from 1", least=1)
    status = m.whole("The HTTP status that it would have had alone")
    problem = m.one(Problem, "Where it is no decision", optional=True)
    decision_id = m.identity("The decision", optional=True)
    location = m.text("Where the decision can be read", optional=True)
    erased = m.truth("Whether the decision was erased on order since", optional=True)
    dossier_id = m.text("From the dossier", optional=True)
    application_ref = m.text("From the dossier", optional=True)
    grade = m.grade("As proposed", optional=True)
    decision = m.one(Decision, "The whole, where `with=decision` asks for it", optional=True)


class BatchCounts(m.Shape):
    """What a webhook says of a batch."""

    batch_id = m.identity()
    lines = m.whole(least=1)
    decided = m.whole(least=0)
    refused = m.whole(least=0)
    failed = m.whole(least=0)
    results = m.text("Where the results are", form="uri-reference")


class BatchDone(m.Shape):
    """The event that a webhook carries; it says no more than the counts."""

    type = m.text(one_of=("batch.done",))
    timestamp = m.moment("When the last line was done")
    data = m.one(BatchCounts)
