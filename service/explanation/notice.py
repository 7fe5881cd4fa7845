"""The data of a letter to the borrower: the reasons for an adverse result, or what is missing."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from service.explanation.reasons import ReasonsDoNotHold, reasons
from service.explanation.shortfalls import mandatory_facts
from service.explanation.subject import Subject
from service.language.catalogue import Speaker
from service.language.values import fact_text
from service.ruleset.guidance import NoticeRegime, SampleReason
from service.ruleset.model import NOT_RATED, SEVERITIES, Ruleset

INCOMPLETE: Final = "APPLICATION_INCOMPLETE"
"""Code of the only thing to be told where no grade could be given."""

Found = Mapping[str, Any]
"""A reason or a fact, as its contract has it."""

_BETWEEN_SENTENCES: Final = {"en": " ", "zh": ""}


class UnknownRegime(Exception):
    """The ruleset has no rules of this id by which borrowers are told."""

    def __init__(self, regime: str, known: Iterable[str]) -> None:
        self.regime = regime
        self.known = tuple(known)
        super().__init__(f"{regime!r} is not a notice regime; known: {', '.join(self.known)}")


def notice(
    subject: Subject, regime: str = "none", recorded_at: str | None = None
) -> dict[str, Any]:
    """Return what a letter to the borrower has to say, by the rules of ``regime``.

    ``recorded_at`` is when the decision was recorded (ISO 8601, UTC), from which a lender may
    have to count days; ``None`` where none was.

    ``kind`` is ``adverse`` for a grade no better than the policy's first adverse one, and then
    the principal reasons are told, at most as many as the regime allows, those found apart from
    those not evidenced; ``incomplete`` for NR, which is never a denial: then all that is not
    known is asked for, what a grade waits for first; else ``none``, and nothing is told. Rules:
    12 CFR 1002.9 and its official comments 9(b)(2).

    Raises :exc:`UnknownRegime`, and :exc:`~service.explanation.reasons.ReasonsDoNotHold` where
    the reasons do not explain the grade, or would rest on education alone.
    """
    ruleset = subject.ruleset
    known = ruleset.policy.notice_regimes
    if regime not in known:
        raise UnknownRegime(regime, known)
    rules = known[regime]
    kind = _kind(subject)
    told: list[Found] = []
    further = False
    if kind == "adverse":
        ranked = reasons(subject)
        told = ranked["borrower"][: rules.most_reasons]
        further = len(ranked["committee"]) > len(told)
        _check_never_sole(ruleset, told)
    apart: dict[str, list[dict[str, Any]]] = {"found": [], "not_evidenced": []}
    for reason in told:
        apart[reason["basis"]].append(_told(subject, rules, reason))
    if kind == "incomplete":
        apart["not_evidenced"].append(_incomplete(rules))
    dossier = subject.dossier
    return {
        "notice_regime": rules.id,
        "regime_title": rules.title.en,
        "regime_title_zh": rules.title.zh,
        "source": rules.source.en,
        "source_zh": rules.source.zh,
        "kind": kind,
        "grade": subject.evaluation.grade,
        "rating_date": dossier.rating_date.isoformat(),
        "recorded_at": recorded_at,
        "dossier_id": dossier.dossier_id,
        "application_ref": dossier.application_ref,
        "reasons": apart["found"],
        "not_evidenced": apart["not_evidenced"],
        "further_reasons": further,
        "facts_to_supply": [] if kind == "none" else _facts_to_supply(subject),
        "statement": _statement(rules, kind, "en"),
        "statement_zh": _statement(rules, kind, "zh"),
        "label": Speaker("en", "notice").say("label"),
        "label_zh": Speaker("zh", "notice").say("label"),
    }


def _kind(subject: Subject) -> str:
    policy = subject.ruleset.policy
    grade = subject.evaluation.grade
    if grade == NOT_RATED:
        return "incomplete"
    first = policy.adverse_from
    adverse = first is not None and policy.ranks[grade] >= policy.ranks[first]
    return "adverse" if adverse else "none"


def _check_never_sole(ruleset: Ruleset, told: list[Found]) -> None:
    """See to it that some reason does not rest on a test that may never be the only one."""
    tests = [test for reason in told for test in _tests(ruleset, reason)]
    if told and all(
        test in ruleset.tests and ruleset.tests[test].never_sole_reason for test in tests
    ):
        raise ReasonsDoNotHold(reason["code"] for reason in told)


def _told(subject: Subject, rules: NoticeRegime, reason: Found) -> dict[str, Any]:
    sample = rules.sample(_gravest(subject, reason))
    return {
        "code": reason["code"],
        "sentence": _sentences(subject, reason, "en"),
        "sentence_zh": _sentences(subject, reason, "zh"),
        "sample": _sample(sample),
    }


def _incomplete(rules: NoticeRegime) -> dict[str, Any]:
    sample = next((s for s in rules.samples if s.id == rules.incomplete), None)
    return {
        "code": INCOMPLETE,
        "sentence": Speaker("en", "notice").say("incomplete"),
        "sentence_zh": Speaker("zh", "notice").say("incomplete"),
        "sample": _sample(sample),
    }


def _sample(sample: SampleReason | None) -> dict[str, str] | None:
    if sample is None:
        return None
    return {"id": sample.id, "title": sample.title.en, "title_zh": sample.title.zh}


def _gravest(subject: Subject, reason: Found) -> str:
    """Code of the gravest finding that a reason is made of, or of the reason itself.

    Empty where nothing was found: what is only assumed suits no sample that says it was found.
    """
    outcomes = subject.ruleset.outcomes
    assumed = {f.code for f in subject.evaluation.findings if f.assumed}
    codes = [c for c in reason["findings"] or [reason["code"]] if c in outcomes]
    found = [outcomes[code][1] for code in codes if code not in assumed]
    if not found or reason["kind"] == "strength_not_shown":
        return ""
    return max(found, key=lambda outcome: SEVERITIES.index(outcome.severity)).code


def _tests(ruleset: Ruleset, reason: Found) -> list[str]:
    """The tests of the findings that a reason is made of, or the rule that it is itself."""
    return [ruleset.outcomes[code][0].id for code in reason["findings"]] or [reason["id"]]


def _sentences(subject: Subject, reason: Found, lang: str) -> str:
    """A reason as whole sentences: what it is, the facts it rests on, and what was not known."""
    say = Speaker(lang, "notice").say
    title = reason["title_zh" if lang == "zh" else "title"]
    made_of = say("separator").join(_findings(subject, reason["findings"], lang))
    assumed = "_not_evidenced" if reason["basis"] == "not_evidenced" else ""
    kind = "suspicion" if reason["suspicion"] else reason["kind"]
    if kind == "dimension":
        # The rating of a dimension is a standard of the lender's own, and no reason by itself.
        sentences = [say(f"dimension{assumed}", findings=made_of)] if made_of else []
        shown = say("separator").join(_findings(subject, reason["not_shown"], lang))
        sentences += [say("dimension_unproven", strengths=shown)] if shown else []
    elif kind in ("pattern", "suspicion"):
        sentences = [say(f"{kind}{assumed}", title=title, findings=made_of)]
    elif kind == "strength_not_shown":
        sentences = [say(kind, title=title)]
    else:
        sentences = [say(f"finding{assumed}", title=title)]
    for message, known in (("rests_on", True), ("no_evidence", False)):
        facts = [f for f in reason["facts"] if (f["value"] is not None) is known]
        if facts:
            shown = say("separator").join(fact_text(subject.ruleset, f, lang) for f in facts)
            sentences.append(say(message, facts=shown))
    return _BETWEEN_SENTENCES[lang].join(sentences)


def _findings(subject: Subject, codes: Iterable[str], lang: str) -> list[str]:
    """Findings by title, with those marked that stand only because nothing rules them out."""
    say = Speaker(lang, "notice").say
    assumed = {f.code for f in subject.evaluation.findings if f.assumed}
    titles = {c: subject.ruleset.outcomes[c][1].title.in_language(lang) for c in codes}
    return [say("not_ruled_out", title=t) if c in assumed else t for c, t in titles.items()]


def _facts_to_supply(subject: Subject) -> list[dict[str, Any]]:
    """Every fact not known that counts, those that a grade waits for first."""
    unknown = subject.rating.result["unknown_facts"]
    mandatory = mandatory_facts(subject)
    facts = subject.ruleset.facts
    return [
        {
            "fact": entry["fact"],
            "title": facts[entry["fact"]].title.en,
            "title_zh": facts[entry["fact"]].title.zh,
            "why": entry["unknown"],
            "mandatory": entry["fact"] in mandatory,
        }
        for entry in sorted(unknown, key=lambda entry: entry["fact"] not in mandatory)
    ]


def _statement(rules: NoticeRegime, kind: str, lang: str) -> str:
    """What the regime has the lender say, or mind; cautious, as no software knows the law."""
    say = Speaker(lang, "notice").say
    if rules.id in ("none", "us_reg_b"):
        return say(f"statement_{rules.id}_{kind}")
    regime, source = rules.title.in_language(lang), rules.source.in_language(lang)
    return say(f"statement_other_{kind}", regime=regime, source=source)
