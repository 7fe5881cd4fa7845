"""The rule base as immutable data: facts, tests, outcomes, patterns, clauses and policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from service.canonical import digest
from service.ruleset.guidance import UNMARKED, Action, Change, NoticeRegime
from service.ruleset.text import Text
from service.ruleset.unary import Interval, UnaryTest

Value = str | bool | int
"""A fact's value: an enum value, a boolean, or a number scaled by 10,000."""

SEVERITIES = ("S1", "S2", "W1", "W2", "W3", "KO")
"""Severities of findings, mildest to gravest within strengths and within adverse findings."""

UNITS = (
    "count",
    "days",
    "months",
    "years",
    "percent",
    "percent_of_net_assets",
    "percentage_points",
    "ratio",
)
"""What numbers of facts count or measure."""

BUSINESS_MODEL = "borrower.business_model"
"""The classification fact that picks the row of weights."""

NOT_RATED = "NR"
"""The grade of a borrower of whom something mandatory is not known; it ranks below all others."""

ADVERSE = frozenset({"W1", "W2", "W3", "KO"})
GATING = frozenset({"W3", "KO"})


SOURCES = {
    "credit_registry": Text("credit registry", "征信系统"),
    "business_registry": Text("business registry", "工商登记"),
    "court": Text("court", "法院"),
    "tax": Text("tax authority", "税务机关"),
    "environment_agency": Text("environment agency", "环保部门"),
    "audited_accounts": Text("audited accounts", "经审计报表"),
    "third_party": Text("third party", "第三方"),
    "site_visit": Text("site visit", "现场检查"),
    "bank_records": Text("bank records", "银行记录"),
    "borrower_stated": Text("borrower's statement", "借款人自述"),
    "analyst_judgement": Text("analyst's judgement", "分析人员判断"),
}
"""Who may vouch for a fact, with the name that schema and text show."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the fact dictionary.

    ``kind`` is ``enum``, ``bool`` or ``number``; ``minimum`` and ``maximum`` are scaled by
    10,000; ``need`` is ``class`` (mandatory, decides which tests apply), ``gate`` (read by a
    gate test) or ``scored``; ``freshness`` names a period of the policy; ``worse`` is
    ``higher``, ``lower`` or ``none`` for numbers, else groups of values, best first.
    """

    id: str
    kind: str
    need: str
    title: Text
    freshness: str
    negative_assurance: bool
    values: Mapping[str, Text]
    unit: str | None
    whole: bool
    minimum: int | None
    maximum: int | None
    worse: str | tuple[tuple[str, ...], ...]
    change: Change = UNMARKED

    @property
    def section(self) -> str:
        """The block of the dossier that holds the fact: ``history`` of ``history.x``."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The member of the block: ``x`` of ``history.x``."""
        return self.id.partition(".")[2]

    def domain(self) -> tuple[Value, ...]:
        """All values of an enum or boolean fact, in the order of the dictionary."""
        if self.kind == "bool":
            return (True, False)
        return tuple(self.values)


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact compared with one unary test, resolved against the fact's domain.

    ``values`` holds the allowed enum or boolean values, ``intervals`` the allowed scaled
    numbers (ascending, apart, unbounded where they reach the end of the domain); the other is
    ``None``. ``test`` says the same in one spelling; ``text`` is as the file spells it.
    """

    fact: str
    test: UnaryTest
    text: str
    values: frozenset[Value] | None
    intervals: tuple[Interval, ...] | None

    def allows(self, value: Value) -> bool:
        """True if ``value``, of the fact's own type, meets the condition."""
        if self.values is not None:
            return value in self.values
        return any(int(value) in interval for interval in self.intervals or ())


Alternative = tuple[Condition, ...]
"""A conjunction of conditions; a list of alternatives is a disjunction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A graded outcome (rung) of a test: the finding ``code`` it yields and when."""

    code: str
    severity: str
    title: Text
    cap: str | None
    when: tuple[Alternative, ...]

    @property
    def adverse(self) -> bool:
        """True for watches, weaknesses, critical and knock-out findings."""
        return self.severity in ADVERSE

    @property
    def gating(self) -> bool:
        """True where an unknown condition makes the borrower NR (W3 and KO)."""
        return self.severity in GATING


@dataclass(frozen=True, slots=True)
class Test:
    """A first-layer rule: at most one of its outcomes becomes a finding."""

    __test__ = False

    id: str
    dimension: str
    title: Text
    clauses: tuple[str, ...]
    threshold_sources: tuple[str, ...]
    threshold_note: Text
    applies_when: tuple[Alternative, ...]
    outcomes: tuple[Outcome, ...]
    actions: tuple[Action, ...] = ()
    """What to ask for where an adverse outcome is found."""
    never_sole_reason: bool = False
    """True where the test may never be the only reason given for a grade."""

    @property
    def gate(self) -> bool:
        """True if an outcome is W3 or KO: its facts are mandatory."""
        return any(outcome.gating for outcome in self.outcomes)

    @property
    def adverse(self) -> tuple[Outcome, ...]:
        """Adverse outcomes, gravest first; equals by code."""
        found = [o for o in self.outcomes if o.adverse]
        return tuple(sorted(found, key=lambda o: -SEVERITIES.index(o.severity)))

    @property
    def strengths(self) -> tuple[Outcome, ...]:
        """Favourable outcomes, greatest first; equals by code."""
        found = [o for o in self.outcomes if not o.adverse]
        return tuple(sorted(found, key=lambda o: -SEVERITIES.index(o.severity)))

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts read by outcomes and applicability, each once, in order of first mention."""
        conditions = [c for alternative in self.applies_when for c in alternative]
        conditions += [c for o in self.outcomes for alternative in o.when for c in alternative]
        return tuple(dict.fromkeys(c.fact for c in conditions))

    def milder(self, outcome: Outcome) -> tuple[str, ...]:
        """Codes that an adverse ``outcome`` implies: itself and every milder adverse code."""
        rank = SEVERITIES.index(outcome.severity)
        return (outcome.code,) + tuple(
            o.code for o in self.adverse if SEVERITIES.index(o.severity) < rank
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A second-layer rule over adverse finding codes: all groups, any code of each."""

    id: str
    code: str
    title: Text
    all_of_any: tuple[tuple[str, ...], ...]
    cap: str
    actions: tuple[Action, ...]
    suspicion: bool = False
    """True where the pattern is a suspicion, to be worded as one."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A statement of the credit manual (``source`` manual) or of a completing source."""

    id: str
    source: str
    dimension: str
    title: Text
    section: str
    frame: bool
    favourable: str | None
    unfavourable: str | None


class Band(NamedTuple):
    """A label given to whole numbers inside ``interval`` (unscaled, both ends included)."""

    label: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class DimensionCap:
    """A cap by dimension ratings.

    ``rating`` bounds the rating of the dimensions named in ``dimensions`` (of every weighted
    dimension if empty); the cap holds when the number of them inside it lies in ``count``.
    """

    id: str
    reason: str
    dimensions: tuple[str, ...]
    rating: Interval
    count: Interval
    cap: str
    title: Text


@dataclass(frozen=True)
class Policy:
    """Points, weights, bands and caps of the bank; every number here is a policy default."""

    points: Mapping[str, int]
    strength_cap: int
    ratings: tuple[Band, ...]
    rating_titles: Mapping[int, Text]
    rating_limits: tuple[tuple[str, int, int], ...]
    """(severity, at least this many findings, rating no better than)."""
    dimensions: tuple[str, ...]
    """Dimension codes in the order of every list and table."""
    weights: Mapping[str, Mapping[str, int]]
    """Business model to dimension to weight; each row sums to 100."""
    bands: tuple[Band, ...]
    dimension_caps: tuple[DimensionCap, ...]
    deceit_findings: tuple[str, ...]
    void_sources: tuple[str, ...]
    word_only_sources: tuple[str, ...]
    freshness: Mapping[str, tuple[str, int]]
    """Name to (``days`` or ``months``, number)."""
    severity_titles: Mapping[str, Text]
    grades: Mapping[str, tuple[Text, Text]]
    """Grade to (word, meaning), best first, ``NR`` last."""
    review_months: Mapping[str, int] = field(default_factory=dict)
    """Grade to the months until the next review; none for a grade that is not reviewed."""
    adverse_from: str | None = None
    """The best grade that counts as an adverse result; ``None``: no grade does."""
    notice_regimes: Mapping[str, NoticeRegime] = field(default_factory=dict)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Grade to its rank: N1 is 1, a greater rank is worse, NR is the worst of all."""
        return {grade: rank for rank, grade in enumerate(self.grades, 1)}

    @cached_property
    def rated(self) -> tuple[str, ...]:
        """The grades but NR, best first."""
        return tuple(grade for grade in self.grades if grade != NOT_RATED)

    def worst(self, grades: "list[str]") -> str:
        """The worst of ``grades`` (not empty)."""
        return max(grades, key=self.ranks.__getitem__)


@dataclass(frozen=True)
class Ruleset:
    """A checked rule base. ``digest`` is SHA-256 over the RFC 8785 form of its meaning.

    ``source`` is the RFC 8785 form of its files, name to text, as they were read: what a
    record keeps, so that it can be loaded again.
    """

    id: str
    version: str
    title: Text
    effective_from: str
    facts: Mapping[str, Fact]
    section_titles: Mapping[str, Text]
    dimensions: Mapping[str, Text]
    tests: Mapping[str, Test]
    patterns: Mapping[str, Pattern]
    clauses: Mapping[str, Clause]
    policy: Policy
    canonical: Mapping[str, Any] = field(repr=False)
    digest: str
    source: bytes = field(repr=False)

    @cached_property
    def source_digest(self) -> str:
        """SHA-256 of ``source``, as records name it."""
        return digest(self.source)

    @cached_property
    def outcomes(self) -> dict[str, tuple[Test, Outcome]]:
        """Finding code to its test and outcome."""
        return {o.code: (t, o) for t in self.tests.values() for o in t.outcomes}

    @cached_property
    def readers(self) -> dict[str, tuple[str, ...]]:
        """Fact to the tests that read it in an outcome or in their applicability."""
        readers: dict[str, list[str]] = {fact: [] for fact in self.facts}
        for test in self.tests.values():
            for fact in test.facts:
                readers[fact].append(test.id)
        return {fact: tuple(tests) for fact, tests in readers.items()}

    @cached_property
    def class_facts(self) -> tuple[str, ...]:
        """The classification facts: mandatory, and the only ones that switch applicability."""
        return tuple(f.id for f in self.facts.values() if f.need == "class")

    @cached_property
    def reference(self) -> dict[str, str]:
        """Id, version and digest, as every result names them."""
        return {"id": self.id, "version": self.version, "digest": self.digest}
