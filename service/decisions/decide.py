"""Decides on a dossier: rates it, records the decision, and only then gives the answer."""

import uuid
from contextlib import nullcontext

import orjson

from service.decisions.rate import Rater
from service.records.documents import decision_body
from service.records.normalised import normalised
from service.records.rows import decision_row
from service.records.running import SETTINGS, software
from service.records.verified import verified
from service.retention.terms import changes_of, class_of
from service.store.port import Client, Decision, Draft, RecordStore


class NothingToCorrect(Exception):
    """There is no decision of the id that the new one is said to correct."""

    def __init__(self, decision_id: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"there is no decision {decision_id} to correct")


class AlreadyCorrected(Exception):
    """The decision that is to be corrected was corrected before, by ``newest``."""

    def __init__(self, decision_id: str, newest: str) -> None:
        self.decision_id = decision_id
        self.newest = newest
        super().__init__(f"decision {decision_id} was corrected by {newest}, which stands now")


def decide(
    rater: Rater,
    store: RecordStore,
    body: bytes,
    client: Client | None = None,
    corrects: str | None = None,
) -> Decision:
    """Rate the dossier in ``body`` (JSON, UTF-8) and return the recorded decision.

    The answer, ``Decision.body``, is the result with ``decision_id`` as its first member.
    ``client`` is who asks; ``corrects`` is the decision that this one is to correct, which
    stays as it is, and of whose retention class this one is too. When this returns, the decision
    is durable. Raises what :meth:`Rater.rate` raises, :exc:`NothingToCorrect`,
    :exc:`AlreadyCorrected`, :exc:`~service.store.port.DecisionErased` where what is to be
    corrected is erased, :exc:`~service.store.port.RecordDamaged` and
    :exc:`~service.store.port.StoreUnavailable`; then nothing was recorded.
    """
    rating = rater.rate(body)
    ruleset = rater.ruleset
    decision_id = uuid.uuid4().hex
    asked = client or Client()
    contents = {
        "dossier": rating.dossier.canonical,
        "facts": normalised(ruleset, rating.dossier),
        "result": orjson.dumps({"decision_id": decision_id, **rating.result}),
    }
    # Of two that would correct the same decision at once, the second is told. Where there is
    # nothing to judge, others need not wait while the record is made.
    with nullcontext() if corrects is None else store.turn():
        recorded = decision_body(
            rating.result,
            ruleset.reference | {"source": ruleset.source_digest},
            contents,
            software=software(),
            settings=SETTINGS,
            corrects=corrects,
            retention_class=None if corrects is None else _class_of_standing(store, corrects),
        )
        document = {"body": recorded, "client": {"name": asked.name}}
        draft = Draft(
            kind="decision",
            record_id=decision_id,
            subject=None,
            client=asked,
            body=recorded,
            contents=contents,
            source=ruleset.source,
            row=decision_row(document, rating.dossier.document, rating.result),
        )
        record = store.append(draft)
    return Decision(record, contents["dossier"], contents["facts"], contents["result"])


def _class_of_standing(store: RecordStore, decision_id: str) -> str:
    """Return the retention class in force of a decision, which must not be corrected yet."""
    decision = store.get(decision_id)
    if decision is None:
        raise NothingToCorrect(decision_id)
    corrections = store.correcting(decision_id)
    if corrections:
        raise AlreadyCorrected(decision_id, corrections[-1])
    about = (verified(store, record) for record in store.about(decision_id))
    return class_of(decision.record, changes_of(about))
