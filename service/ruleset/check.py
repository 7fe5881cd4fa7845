"""Checks what a ruleset means: what its facts, tests, clauses and patterns refer to, and law.

What an earlier fault already spoils is not judged again, so that one mistake is one fault.
"""

from collections.abc import Iterator, Mapping

from service.prohibited import is_prohibited
from service.ruleset.build import nearest
from service.ruleset.check_guidance import check_guidance
from service.ruleset.check_outcomes import check_outcomes
from service.ruleset.check_policy import check_cap, check_policy
from service.ruleset.faults import RulesetFault
from service.ruleset.model import BUSINESS_MODEL, SEVERITIES, Outcome, Policy, Ruleset, Test


def check(
    ruleset: Ruleset, home: Mapping[str, str], earlier: list[RulesetFault]
) -> list[RulesetFault]:
    """Return every fault of meaning.

    ``home`` maps keys of tests to the file that holds them; ``earlier`` holds the faults of
    single entries found before.
    """
    found = [*_facts(ruleset), *_dimensions(ruleset, home), *_tests(ruleset, home)]
    spoiled = {fault.id for fault in (*earlier, *found)}
    found += [*_codes(ruleset, home), *_clauses(ruleset, home), *_patterns(ruleset)]
    if all(fault.code != "unknown_fact" for fault in earlier):
        found += _needs(ruleset)
    for key, test in ruleset.tests.items():
        if spoiled.isdisjoint((test.id, *test.facts, *(o.code for o in test.outcomes))):
            found += check_outcomes(ruleset, home[key], test)
    broken = {fault.field.partition(".")[0] for fault in earlier if fault.file == "policy.yaml"}
    found += check_policy(ruleset, broken)
    if ruleset.canonical["format"] > 1:
        found += check_guidance(ruleset, home, broken)
    return found


def _facts(ruleset: Ruleset) -> Iterator[RulesetFault]:
    file = "facts.yaml"
    for fact in ruleset.facts.values():
        if fact.section not in ruleset.section_titles:
            message = f"there is no section {fact.section}"
            yield RulesetFault(file, fact.id, "id", "unknown_section", message)
        if fact.freshness not in ruleset.policy.freshness:
            known = ", ".join(sorted(ruleset.policy.freshness))
            message = f"there is no freshness {fact.freshness}; the policy has {known}"
            yield RulesetFault(file, fact.id, "freshness", "unknown_freshness", message)
        if _names_a_person(fact.id):
            message = f"{fact.id} names a prohibited characteristic of a person"
            yield RulesetFault(file, fact.id, "id", "prohibited_characteristic", message)
        if fact.need == "class" and fact.negative_assurance:
            message = "a classification fact decides which tests apply; it is not a check's result"
            yield RulesetFault(file, fact.id, "negative_assurance", "class_fact_misused", message)
        if fact.need == "class" and fact.worse != "none":
            message = "a classification fact has no worse value: other tests apply, that is all"
            yield RulesetFault(file, fact.id, "worse", "class_fact_misused", message)


def _names_a_person(fact: str) -> bool:
    """True if a run of the words of ``fact`` is a prohibited characteristic."""
    words = fact.replace(".", "_").split("_")
    ends = range(1, len(words) + 1)
    return any(is_prohibited("_".join(words[i:j])) for j in ends for i in range(j))


def _needs(ruleset: Ruleset) -> Iterator[RulesetFault]:
    """The need of a fact must say who reads it: the dictionary and its schema tell it to users."""
    switches = {c.fact for t in ruleset.tests.values() for a in t.applies_when for c in a}
    gates = {
        c.fact
        for t in ruleset.tests.values()
        if t.gate
        for o in t.outcomes
        for a in o.when
        for c in a
    }
    for fact in ruleset.facts.values():
        if fact.id == BUSINESS_MODEL:
            need, why = "class", "it picks the row of weights"
        elif fact.need == "class":
            need, why = "class" if fact.id in switches else "scored", "no test applies by it"
        elif fact.id in gates:
            need, why = "gate", "an outcome of a gate test reads it"
        else:
            need, why = "scored", "no outcome of a gate test reads it"
        if fact.need != need:
            message = f"need is {fact.need}, but {why}"
            yield RulesetFault("facts.yaml", fact.id, "need", "need_mismatch", message)


def _dimensions(ruleset: Ruleset, home: Mapping[str, str]) -> Iterator[RulesetFault]:
    for file, name in {(home[key], t.dimension) for key, t in ruleset.tests.items()}:
        if name not in ruleset.policy.dimensions:
            message = f"the policy has no dimension {name}"
            yield RulesetFault(file, name, "dimension", "unknown_dimension", message)
    for key, test in ruleset.tests.items():
        known = test.dimension in ruleset.policy.dimensions
        if known and not test.id.startswith(f"{test.dimension}-"):
            message = f"a test of dimension {test.dimension} is named {test.dimension}-01 or so"
            yield RulesetFault(home[key], test.id, "id", "wrong_dimension", message)


def _tests(ruleset: Ruleset, home: Mapping[str, str]) -> Iterator[RulesetFault]:
    for key, test in ruleset.tests.items():
        file = home[key]
        for outcome in test.outcomes:
            if outcome.cap is not None:
                yield from check_cap(ruleset.policy, file, outcome.code, outcome.cap)
            if outcome.cap is not None and not outcome.adverse:
                message = "a strength cannot cap the grade"
                yield RulesetFault(file, outcome.code, "cap", "strength_with_cap", message)
            elif outcome.cap is None and outcome.severity == "KO":
                message = "a knock-out caps the grade; say at which grade"
                yield RulesetFault(file, outcome.code, "cap", "knock_out_without_cap", message)
            elif message := _caps_against_severity(ruleset.policy, test, outcome):
                yield RulesetFault(file, outcome.code, "cap", "cap_not_monotone", message)
        for fact in dict.fromkeys(c.fact for a in test.applies_when for c in a):
            if ruleset.facts[fact].need != "class":
                message = f"only classification facts (need: class) switch a test, not {fact}"
                yield RulesetFault(file, test.id, "applies_when", "not_a_class_fact", message)


def _caps_against_severity(policy: Policy, test: Test, outcome: Outcome) -> str:
    """Say which outcome of ``test`` caps worse though it is milder, or other though equal."""
    ranks = policy.ranks | {"": 0}
    mine = ranks.get(outcome.cap or "")
    for other in test.adverse:
        theirs = ranks.get(other.cap or "")
        step = SEVERITIES.index(outcome.severity) - SEVERITIES.index(other.severity)
        if mine is None or theirs is None:
            continue
        if step > 0 and theirs > mine:
            return f"{other.code} is milder and caps at a worse grade, {other.cap}"
        if step == 0 and theirs != mine and other.code < outcome.code:
            return f"{other.code} is as grave and caps otherwise"
    return ""


def _codes(ruleset: Ruleset, home: Mapping[str, str]) -> Iterator[RulesetFault]:
    """A code names one finding; the later place is at fault."""
    places = [(home[k], t.id, o.code) for k, t in ruleset.tests.items() for o in t.outcomes]
    places += [("patterns.yaml", p.id, p.code) for p in ruleset.patterns.values()]
    first: dict[str, str] = {}
    for file, of, code in places:
        if code in first:
            message = f"{of} uses the code that {first[code]} already has"
            yield RulesetFault(file, code, "finding", "duplicate_code", message)
        first.setdefault(code, of)


def _clauses(ruleset: Ruleset, home: Mapping[str, str]) -> Iterator[RulesetFault]:
    cited = {clause for t in ruleset.tests.values() for clause in t.clauses}
    for key, test in ruleset.tests.items():
        for clause in dict.fromkeys(test.clauses):
            if clause not in ruleset.clauses:
                message = f"there is no clause {clause}{nearest(clause, ruleset.clauses)}"
                yield RulesetFault(home[key], test.id, "clauses", "unknown_clause", message)
    for found in ruleset.clauses.values():
        if found.source == "manual" and not found.frame and found.id not in cited:
            message = f"no test cites clause {found.id} of the manual"
            yield RulesetFault("clauses.yaml", found.id, "id", "clause_not_cited", message)


def _patterns(ruleset: Ruleset) -> Iterator[RulesetFault]:
    file = "patterns.yaml"
    outcomes = ruleset.outcomes
    for pattern in ruleset.patterns.values():
        yield from check_cap(ruleset.policy, file, pattern.id, pattern.cap)
        for code in dict.fromkeys(c for group in pattern.all_of_any for c in group):
            if code not in outcomes:
                message = f"there is no finding {code}{nearest(code, outcomes)}"
                yield RulesetFault(file, pattern.id, "all_of_any", "unknown_finding", message)
                continue
            test, outcome = outcomes[code]
            if not outcome.adverse:
                message = f"{code} is a strength; patterns read adverse findings only"
                yield RulesetFault(
                    file, pattern.id, "all_of_any", "pattern_reads_strength", message
                )
            # Of two equals only one is assumed for an unknown fact: a pattern over the other
            # would fire on the fact and not on its absence.
            elif [o.severity for o in test.adverse].count(outcome.severity) > 1:
                message = f"{code} has an equal in {test.id}; patterns cannot read it"
                yield RulesetFault(file, pattern.id, "all_of_any", "pattern_reads_equal", message)
