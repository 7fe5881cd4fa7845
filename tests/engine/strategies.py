"""Hypothesis strategies for borrowers: wholly random ones, and mostly clean ones."""

from functools import cache

from hypothesis import strategies as st

from service.decimal4 import SCALE
from service.dossier.facts import ABSENT, FactState
from service.engine.evaluation import Evaluation
from service.ruleset import catalogue
from service.ruleset.cells import cut
from service.ruleset.model import Fact, Value
from tests.engine.borrowers import (
    Borrower,
    Judge,
    flawless,
    on_own_word,
    worked_borrowers,
)

RULESET = catalogue.active()
FACTS = tuple(RULESET.facts)
SCORED = tuple(fact.id for fact in RULESET.facts.values() if fact.need == "scored")
RANK = RULESET.policy.ranks

_KNOWN = FactState(None, None, "third_party", "2026-10-20", "2026-10-25")
_CONDITIONS = [
    condition
    for test in RULESET.tests.values()
    for alternatives in (*(outcome.when for outcome in test.outcomes), test.applies_when)
    for alternative in alternatives
    for condition in alternative
]


@cache
def judge() -> Judge:
    """Both evaluators of the ruleset in force."""
    return Judge(RULESET)


@cache
def values(name: str) -> tuple[Value, ...]:
    """Values of a fact, best first: both ends and the middle of every span no test cuts."""
    fact = RULESET.facts[name]
    if isinstance(fact.worse, tuple):
        return tuple(_value(fact, spelled) for group in fact.worse for spelled in group)
    if fact.kind != "number":
        return fact.domain()
    found: set[int] = set()
    for cell in cut(fact, _CONDITIONS):
        assert cell.interval is not None
        low, high = cell.interval.low or 0, cell.interval.high or 0
        found |= {low, (low + high) // 2, high}
    if fact.whole:
        found = {n // SCALE * SCALE for n in found} | {-(-n // SCALE) * SCALE for n in found}
    inside = [n for n in found if (fact.minimum or 0) <= n <= (fact.maximum or 0)]
    return tuple(sorted(inside, reverse=fact.worse == "lower"))


def worse_values(name: str, value: Value) -> list[Value]:
    """Values of a fact that its dictionary calls worse than ``value``, the least worse first."""
    fact = RULESET.facts[name]
    if isinstance(fact.worse, tuple):
        groups = [[_value(fact, spelled) for spelled in group] for group in fact.worse]
        place = next(n for n, group in enumerate(groups) if value in group)
        return [v for group in groups[place + 1 :] for v in group]
    if fact.worse == "none":
        return []
    sign = 1 if fact.worse == "higher" else -1
    step = int(value) + sign * (SCALE if fact.whole else 1)
    further = [int(v) for v in values(name) if int(v) * sign > step * sign]
    low, high = fact.minimum or 0, fact.maximum or 0
    return [n for n in (step, *further) if low <= n <= high]


def _value(fact: Fact, spelled: str) -> Value:
    return spelled == "true" if fact.kind == "bool" else spelled


@cache
def known_states(name: str) -> tuple[FactState, ...]:
    """A fact with each of its values, evidenced first, then on the borrower's word."""
    fact = RULESET.facts[name]
    proved = [_KNOWN._replace(value=value) for value in values(name)]
    return (*proved, *(on_own_word(fact, state) for state in proved))


@cache
def unknown_states() -> tuple[FactState, ...]:
    """The ways not to know a fact."""
    reasons = ("not_assessed", "stale", "not_applicable")
    said = _KNOWN._replace(source="borrower_stated", unknown="stale")
    return (ABSENT, *(_KNOWN._replace(unknown=reason) for reason in reasons), said)


@cache
def clean() -> tuple[Borrower, ...]:
    """Where mostly clean borrowers start: the flawless one and the average one."""
    return (flawless(RULESET), worked_borrowers(RULESET)["average_manufacturer"])


@st.composite
def changes(draw: st.DrawFn, most: int) -> dict[str, FactState]:
    """New states of up to ``most`` facts: mostly evidenced, at times said, seldom unknown."""
    number = draw(st.integers(0, most))
    facts = draw(st.sampled_from((SCORED, FACTS)))
    change = st.tuples(st.sampled_from(facts), st.integers(0, 19), st.integers(0, 10**6))
    found: dict[str, FactState] = {}
    for name, how, which in draw(st.lists(change, min_size=number, max_size=number)):
        known = known_states(name)
        half = len(known) // 2
        pool = known[:half] if how < 13 else known[half:] if how < 19 else unknown_states()
        found[name] = pool[which % len(pool)]
    return found


@st.composite
def mostly_clean(draw: st.DrawFn, most: int = 25) -> Borrower:
    """A clean borrower with up to ``most`` facts changed: every grade occurs."""
    return draw(st.sampled_from(clean())).with_states(draw(changes(most)))


@st.composite
def anyhow(draw: st.DrawFn) -> Borrower:
    """A borrower of random facts, up to 60 in 100 of them unknown, on anybody's word."""
    unknown = draw(st.integers(0, 60))
    # Two bytes a fact: one draw in all, so that thousands of borrowers take no time.
    drawn = draw(st.binary(min_size=2 * len(FACTS), max_size=2 * len(FACTS)))
    found: dict[str, FactState] = {}
    for place, name in enumerate(FACTS):
        whether, which = drawn[2 * place], drawn[2 * place + 1]
        pool = unknown_states() if whether * 100 < unknown * 256 else known_states(name)
        found[name] = pool[which % len(pool)]
    return Borrower(RULESET, found)


def borrowers() -> st.SearchStrategy[Borrower]:
    """Borrowers of both kinds."""
    return st.one_of(mostly_clean(), anyhow())


def subsets() -> st.SearchStrategy[list[str]]:
    """Some facts of the dictionary."""
    return st.lists(st.sampled_from(FACTS), min_size=1, max_size=20, unique=True)


def evaluate(borrower: Borrower) -> Evaluation:
    return judge().direct.evaluate(borrower.facts)


def no_better(before: Evaluation, after: Evaluation) -> bool:
    """True if ``after`` has no better grade and, if both are rated, no higher composite."""
    return RANK[after.grade] >= RANK[before.grade] and (
        "NR" in (before.grade, after.grade) or after.composite <= before.composite
    )
