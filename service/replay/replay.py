"""Replays one decision: rates what is stored again, and compares stage by stage."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from service.decisions.answer import answer
from service.decisions.rate import Rater
from service.errors import DossierRejected, EngineFailure, EvaluatorsDisagree
from service.records.form import FORMAT
from service.records.normalised import normalised
from service.replay.stages import (
    ABSENT,
    STAGES,
    Difference,
    compare_facts,
    compare_record,
    compare_results,
)
from service.replay.stored import Stored, damages, record_damage
from service.replay.verdict import (
    DIVERGED,
    ERASED,
    EVALUATION_FAILED,
    FACTS_NOT_RECORDED,
    INCOMPARABLE,
    RECORD_FORMAT,
    REPRODUCED,
    RULESET_CONTENT,
    RULESET_NOT_STORED,
    RULESET_REFUSED,
    SERVICE_VERSION,
    Cause,
    Damage,
    Verdict,
    causes_of,
    versions_apart,
)
from service.ruleset.faults import RulesetRejected

RaterOf = Callable[[bytes], Rater]
"""Gives the rater of a ruleset from its files: :class:`~service.decisions.raters.SourceRaters`."""


class _Stopped(Exception):
    """The replay cannot go on; where nothing diverged by then, the decision is incomparable."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(detail)


def replay(kept: Stored, rater_of: RaterOf) -> Verdict:
    """Return the verdict on the decision that is stored as ``kept``.

    Nothing is read but ``kept``: not the rulesets that are installed, not the clock. Damaged
    inputs are replayed as well, to show what the damage would come to.
    """
    where: dict[str, Any] = {"decision_id": kept.decision_id, "leaf_index": kept.leaf_index}
    if kept.certificate is not None:
        detail = f"It was erased under the certificate {kept.certificate}."
        return Verdict(**where, verdict=INCOMPARABLE, reason=ERASED, detail=detail)
    damage = record_damage(kept)
    if damage is not None:
        return Verdict(
            **where, verdict=DIVERGED, differences=(damage.difference,), causes=(damage.cause,)
        )
    assert kept.record is not None  # one that is missing is damaged
    document = kept.record.document
    unreadable = _unreadable(document)
    if unreadable is not None:
        return Verdict(**where, verdict=INCOMPARABLE, reason=RECORD_FORMAT, detail=unreadable)
    return _replayed(kept, document, rater_of, where)


def _unreadable(document: Mapping[str, Any]) -> str | None:
    """Return why a record, itself intact, does not say what to replay."""
    if document.get("format") != FORMAT:
        return f"The record is of format {document.get('format')}; this service reads {FORMAT}."
    missing = {"dossier", "result"} - document["body"]["contents"].keys()
    return f"The record names no {min(missing)}." if missing else None


def _replayed(
    kept: Stored, document: Mapping[str, Any], rater_of: RaterOf, where: Mapping[str, Any]
) -> Verdict:
    body = document["body"]
    found = list(damages(kept, body["contents"], body["ruleset"]["source"]))
    differences = [damage.difference for damage in found]
    stopped = None
    try:
        rater = _rater(kept, body, rater_of)
        other = _another_ruleset(kept.source, document, rater)
        if other is not None:
            found.append(other)
            differences.append(other.difference)
        differences += _compared(kept, body, rater, damaged=bool(found))
    except _Stopped as stop:
        stopped = stop
    about = {
        **where,
        "recorded_at": document["recorded_at"],
        "ruleset": {name: body["ruleset"][name] for name in ("id", "version", "digest")},
        "versions": versions_apart(document),
        "not_compared": {} if "facts" in body["contents"] else _NO_FACTS,
    }
    detail = stopped.detail if stopped else None
    if differences:
        differences.sort(key=lambda d: STAGES.index(d.stage))
        causes = causes_of(differences[0], found, document)
        return Verdict(
            **about,
            verdict=DIVERGED,
            detail=detail,
            differences=tuple(differences),
            causes=causes,
        )
    if stopped:
        return Verdict(**about, verdict=INCOMPARABLE, reason=stopped.reason, detail=detail)
    return Verdict(**about, verdict=REPRODUCED)


_NO_FACTS = {"normalisation": FACTS_NOT_RECORDED}


def _rater(kept: Stored, body: Mapping[str, Any], rater_of: RaterOf) -> Rater:
    named = "{id} {version} ({digest})".format(**body["ruleset"])
    if kept.source is None:
        raise _Stopped(RULESET_NOT_STORED, f"The files of ruleset {named} are not stored.")
    try:
        return rater_of(kept.source)
    except RulesetRejected as error:
        first = error.faults[0]
        detail = f"The loader refuses ruleset {named}: {first.file}: {first.message}."
        raise _Stopped(RULESET_REFUSED, detail) from None
    except ValueError as error:
        detail = f"The files of ruleset {named} cannot be read: {error}."
        raise _Stopped(RULESET_REFUSED, detail) from None


def _another_ruleset(
    source: bytes | None, document: Mapping[str, Any], rater: Rater
) -> Damage | None:
    """Return how the ruleset that rates is not the one recorded, whatever its files are."""
    then, now = document["body"]["ruleset"], rater.ruleset
    given = {**now.reference, "source": now.source_digest}
    if now.source == source:
        del given["source"]  # whether these files are those recorded was checked before
    for member, loaded in given.items():
        if then[member] == loaded:
            continue
        cause = Cause(RULESET_CONTENT, f"The ruleset rated by has another {member} than recorded.")
        if now.source_digest == then["source"] and versions_apart(document):
            evidence = "The files of the ruleset are intact, but are read otherwise now."
            cause = Cause(SERVICE_VERSION, evidence)
        return Damage(Difference("input", f"/ruleset/{member}", then[member], loaded), cause)
    return None


def _compared(
    kept: Stored, body: Mapping[str, Any], rater: Rater, *, damaged: bool
) -> Iterator[Difference]:
    """Yield what differs after the inputs, of each stage the first element."""
    contents = kept.contents
    if "dossier" not in contents:
        return
    try:
        rating = rater.rate(contents["dossier"])
    except DossierRejected as error:
        fault = error.faults[0]
        yield Difference("normalisation", f"/dossier{fault.pointer}", ABSENT, fault.to_json())
        return
    except EvaluatorsDisagree as error:
        parts = ", ".join(difference.partition(":")[0] for difference in error.differences)
        raise _Stopped(EVALUATION_FAILED, f"The two evaluators disagree: {parts}.") from None
    except EngineFailure as error:
        raise _Stopped(EVALUATION_FAILED, f"The rule engine failed: {error}.") from None
    if "facts" in contents:
        yield from compare_facts(contents["facts"], normalised(rater.ruleset, rating.dossier))
    if "result" not in contents:
        return
    result = answer(str(kept.decision_id), rating.result, body.get("repeats"))
    found = list(compare_results(contents["result"], result))
    # Of a damaged input it was said before, by its digest.
    yield from (d for d in found if d.stage != "input" or not damaged)
    if not found:
        yield from compare_record(body, result)
