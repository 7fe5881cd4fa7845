"""Decides on a dossier: rates it, records the decision, and only then gives the answer."""

import uuid

import orjson

from service.decisions.answer import answer
from service.decisions.once import Once
from service.decisions.rate import Rater, Rating
from service.records.documents import decision_body
from service.records.normalised import normalised
from service.records.rows import decision_row
from service.records.running import SETTINGS, software
from service.records.verified import verified
from service.retention.terms import changes_of, class_of
from service.store.port import Client, Decision, Draft, RecordStore
from service.watching import noticed, timed


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
    *,
    repeat_window: int = 0,
    once: Once | None = None,
) -> Decision:
    """Rate the dossier in ``body`` (JSON, UTF-8) and return the recorded decision.

    The answer, ``Decision.body``, is the result with ``decision_id`` as its first member.
    ``client`` is who asks; ``corrects`` is the decision that this one is to correct, which
    stays as it is, and of whose retention class this one is too. A client that proved its name is
    warned of a decision that it got on an equal dossier in the last ``repeat_window`` seconds.
    Where ``once`` knows of a decision already, that one is returned and nothing is recorded. When
    this returns, the decision is durable, or will be where the turn ends that it was called in.
    Raises what :meth:`Rater.rate` and ``once`` raise, :exc:`NothingToCorrect`,
    :exc:`AlreadyCorrected`, :exc:`~service.store.port.DecisionErased` where what is to be
    corrected is erased, :exc:`~service.store.port.RecordDamaged` and
    :exc:`~service.store.port.StoreUnavailable`; then nothing was recorded.
    """
    rating = rater.rate(body)
    asked = client or Client()

    # Others need not wait for their turn while the record is made. Only that of a correction is
    # made in the turn, and that of a likely repeat, which are few.
    draft = None
    if corrects is None:
        with timed("record"):
            draft = store.prepared(_draft(rater, rating, asked, repeats=None))
    with store.turn():
        before = once.before() if once else None
        if before is not None:
            return before
        repeats = None
        if asked.name is not None and asked.authenticated and repeat_window:
            named = rating.dossier.application_ref, rating.dossier.digest
            repeats = store.repeated(asked.name, *named, repeat_window)
        if draft is None or repeats is not None:
            # Of two that would correct the same decision at once, the second is told.
            of = None if corrects is None else _class_of_standing(store, corrects)
            draft = _draft(rater, rating, asked, repeats, corrects, of)
        record = store.append(draft)
        made = draft.contents
        decision = Decision(record, made["dossier"], made["facts"], made["result"])
        if once:
            once.after(decision)
    noticed("decided", result=rating.result, client=asked.name)
    return decision


def _draft(
    rater: Rater,
    rating: Rating,
    client: Client,
    repeats: str | None,
    corrects: str | None = None,
    retention_class: str | None = None,
) -> Draft:
    ruleset = rater.ruleset
    decision_id = uuid.uuid4().hex
    contents = {
        "dossier": rating.dossier.canonical,
        "facts": normalised(ruleset, rating.dossier),
        "result": orjson.dumps(answer(decision_id, rating.result, repeats)),
    }
    body = decision_body(
        rating.result,
        ruleset.reference | {"source": ruleset.source_digest},
        contents,
        software=software(),
        settings=SETTINGS,
        corrects=corrects,
        repeats=repeats,
        retention_class=retention_class,
    )
    return Draft(
        kind="decision",
        record_id=decision_id,
        subject=None,
        client=client,
        body=body,
        contents=contents,
        source=ruleset.source,
        row=decision_row(
            {"body": body, "client": {"name": client.name}},
            rating.dossier.document,
            rating.result,
        ),
    )


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
