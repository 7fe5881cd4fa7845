"""What a store holds of one decision, read for a replay as it is, with nothing verified."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from service.canonical import digest
from service.ledger.tree import leaf_hash
from service.records.form import FORMAT
from service.records.shape import misshapen
from service.replay.stages import ABSENT, Difference
from service.replay.verdict import RULESET_CONTENT, STORED_INPUT_DAMAGED, Cause, Damage
from service.store.port import Record, RecordDamaged, RecordStore


@dataclass(frozen=True)
class Stored:
    """A decision as it is stored.

    ``leaf`` is the hash of its leaf in the ledger's tree; ``source`` the files of its ruleset.
    ``unreadable`` says of ``contents`` or ``source`` why they could not be read.
    ``certificate`` is the ``record_id`` of the certificate under which it was erased.
    """

    decision_id: str | None
    leaf_index: int | None
    record: Record | None
    leaf: bytes | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    source: bytes | None = None
    unreadable: Mapping[str, str] = field(default_factory=dict)
    certificate: str | None = None


def stored(store: RecordStore, record: Record) -> Stored:
    """Return what ``store`` holds of the decision of ``record``.

    Raises :exc:`~service.store.port.StoreUnavailable`.
    """
    unreadable: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    source = None
    with store.snapshot():
        try:
            leaf = store.node(0, record.leaf_index)
        except KeyError:
            leaf = None
        try:
            contents = store.contents(record.leaf_index)
        except RecordDamaged as fault:
            unreadable["contents"] = fault.what
        if leaf == leaf_hash(record.data) and form_fault(record) is None:
            named = _source_of(record)
            try:
                source = None if named is None else store.source(named)
            except RecordDamaged as fault:
                unreadable["source"] = fault.what
    return Stored(record.record_id, record.leaf_index, record, leaf, contents, source, unreadable)


def _source_of(record: Record) -> str | None:
    ruleset = record.body.get("ruleset")
    named = ruleset.get("source") if isinstance(ruleset, dict) else None
    return named if isinstance(named, str) else None


def record_damage(kept: Stored) -> Damage | None:
    """Return how the record is not the one of its leaf, so that it does not say what to replay."""
    then, now = kept.leaf, None if kept.record is None else leaf_hash(kept.record.data)
    if kept.record is not None and then == now:
        return _misnamed(kept, kept.record)
    if now is None:
        evidence = f"Leaf {kept.leaf_index} has no record, and no certificate says why."
    elif then is None:
        evidence = "The record has no leaf in the ledger."
    else:
        evidence = f"The record is not the one of leaf {kept.leaf_index}."
    sides = (ABSENT if side is None else side.hex() for side in (then, now))
    return Damage(Difference("input", "/record", *sides), Cause(STORED_INPUT_DAMAGED, evidence))


def _misnamed(kept: Stored, record: Record) -> Damage | None:
    """Return where the record, itself intact, is kept under another name than its own."""
    why = form_fault(record)
    if why is not None:
        evidence = f"The record has not the form of a decision's: {why} is not that of one."
        difference = Difference("input", "/record", ABSENT, why)
        return Damage(difference, Cause(STORED_INPUT_DAMAGED, evidence))
    for name in ("record_id", "kind", "subject", "leaf_index"):
        then, now = record.document.get(name), getattr(record, name)
        if then != now:
            evidence = f"The record is stored under another {name} than its own."
            difference = Difference("input", f"/record/{name}", then, now)
            return Damage(difference, Cause(STORED_INPUT_DAMAGED, evidence))
    return None


def form_fault(record: Record) -> str | None:
    """Return which part of a record, itself intact, is not as in one of a decision.

    Of one of another format no more is known than that it has a body.
    """
    try:
        document = record.document
    except ValueError:
        return "the document"
    if isinstance(document, dict) and document.get("format") != FORMAT:
        return None if isinstance(document.get("body"), dict) else "body"
    wrong = misshapen(document)
    if wrong is None and document["kind"] == "decision":
        body = document["body"]
        for name, of in (("service", document["service"]), ("engine", body.get("engine"))):
            if not isinstance(of, dict) or not all(
                isinstance(of.get(member), str) for member in ("name", "version")
            ):
                return name
        return None if isinstance(body.get("software"), dict) else "software"
    return wrong


def damages(kept: Stored, named: Mapping[str, str], source: str | None) -> Iterator[Damage]:
    """Yield every input that does not have the digest that its record names.

    ``named`` are the digests of the contents, ``source`` that of the ruleset's files.
    """
    why = kept.unreadable.get("contents")
    if why is not None:
        difference = Difference("input", "/contents", dict(named), why)
        evidence = f"The contents of the record cannot be read: {why}."
        yield Damage(difference, Cause(STORED_INPUT_DAMAGED, evidence))
    else:
        for name, then in named.items():
            yield from _damage(f"/contents/{name}", name, then, kept.contents.get(name))
        yield from _surplus(kept.contents, named)
    why = kept.unreadable.get("source")
    if why is not None:
        difference = Difference("input", "/ruleset/source", source, why)
        evidence = f"The files of the ruleset cannot be read: {why}."
        yield Damage(difference, Cause(RULESET_CONTENT, evidence))
    elif kept.source is not None and source is not None and digest(kept.source) != source:
        difference = Difference("input", "/ruleset/source", source, digest(kept.source))
        evidence = "The stored files of the ruleset do not have the digest recorded."
        yield Damage(difference, Cause(RULESET_CONTENT, evidence))


def _damage(element: str, name: str, then: str, content: bytes | None) -> Iterator[Damage]:
    now = ABSENT if content is None else digest(content)
    if now != then:
        what = "is missing" if content is None else "does not have the digest recorded"
        evidence = f"The stored {name} {what}."
        yield Damage(Difference("input", element, then, now), Cause(STORED_INPUT_DAMAGED, evidence))


def _surplus(contents: Mapping[str, bytes], named: Iterable[str]) -> Iterator[Damage]:
    for name in sorted(contents.keys() - set(named)):
        evidence = f"The record knows nothing of the stored {name}."
        difference = Difference("input", f"/contents/{name}", ABSENT, digest(contents[name]))
        yield Damage(difference, Cause(STORED_INPUT_DAMAGED, evidence))
