"""Decides on a dossier: rates it, records the decision, and only then gives the answer."""

import uuid

import orjson

from service.decisions.rate import Rater
from service.records.documents import decision_body
from service.records.normalised import normalised
from service.records.rows import decision_row
from service.records.running import SETTINGS, software
from service.store.port import Client, Decision, Draft, RecordStore


class NothingToCorrect(Exception):
    """There is no decision of the id that the new one is said to correct."""

    def __init__(self, decision_id: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"there is no decision {decision_id} to correct")


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
    stays as it is. When this returns, the decision is durable. Raises what :meth:`Rater.rate`
    raises, :exc:`NothingToCorrect`, :exc:`~service.store.port.DecisionErased` where what is to
    be corrected is erased, and :exc:`~service.store.port.StoreUnavailable`; then nothing was
    recorded.
    """
    if corrects is not None and store.get(corrects) is None:
        raise NothingToCorrect(corrects)
    rating = rater.rate(body)
    ruleset = rater.ruleset
    decision_id = uuid.uuid4().hex
    asked = client or Client()
    contents = {
        "dossier": rating.dossier.canonical,
        "facts": normalised(ruleset, rating.dossier),
        "result": orjson.dumps({"decision_id": decision_id, **rating.result}),
    }
    recorded = decision_body(
        rating.result,
        ruleset.reference | {"source": ruleset.source_digest},
        contents,
        software=software(),
        settings=SETTINGS,
        corrects=corrects,
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
