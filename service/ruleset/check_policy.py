"""Checks the policy: points, weights, bands and caps must fit together and never reward worse."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations_with_replacement

from service.ruleset.faults import RulesetFault
from service.ruleset.model import ADVERSE, BUSINESS_MODEL, SEVERITIES, DimensionCap, Policy, Ruleset
from service.ruleset.unary import Interval

_FILE = "policy.yaml"
_RATINGS = (1, 2, 3, 4, 5)


def check_policy(ruleset: Ruleset, broken: set[str]) -> Iterator[RulesetFault]:
    """Yield every fault of the policy; parts in ``broken`` hold earlier faults and are passed."""
    checks: dict[str, Callable[[Ruleset], Iterable[RulesetFault]]] = {
        "severities": _points,
        "ratings": _ratings,
        "rating_limits": _rating_limits,
        "dimensions": _dimensions,
        "weights": _weights,
        "grades": _grades,
        "bands": _bands,
        "dimension_caps": _dimension_caps,
        "deceit": _deceit,
        "sources": _sources,
    }
    for part, check in checks.items():
        if part not in broken:
            yield from check(ruleset)


def check_cap(policy: Policy, file: str, of: str, cap: str) -> Iterator[RulesetFault]:
    """Yield a fault if ``cap`` is no grade that a grade can be capped at."""
    if cap not in policy.grades or cap == "NR":
        message = f"{cap!r} is no grade to cap at"
        yield RulesetFault(file, of, "cap", "unknown_grade", message)


def _points(ruleset: Ruleset) -> Iterator[RulesetFault]:
    points = ruleset.policy.points
    if missing := [s for s in SEVERITIES if s not in points]:
        message = f"{', '.join(missing)} has no points"
        yield RulesetFault(_FILE, "", "severities", "points_not_monotone", message)
        return
    # From worst to best; between adverse findings and strengths stands no finding, 0 points.
    ordered = [*(points[s] for s in SEVERITIES[:1:-1]), 0, points["S1"], points["S2"]]
    if ordered != sorted(ordered):
        message = "points must not rise from S2 over S1, no finding, W1, W2, W3 to KO"
        yield RulesetFault(_FILE, "", "severities", "points_not_monotone", message)


def _ratings(ruleset: Ruleset) -> Iterator[RulesetFault]:
    bands = ruleset.policy.ratings
    labels = tuple(int(band.label) for band in bands)
    if labels != _RATINGS[::-1] or not _falls([band.interval for band in bands], None):
        message = "ratings 5 to 1 must cover every net once, falling"
        yield RulesetFault(_FILE, "", "ratings", "bands_broken", message)


def _bands(ruleset: Ruleset) -> Iterator[RulesetFault]:
    policy = ruleset.policy
    unknown = [b.label for b in policy.bands if b.label not in policy.grades or b.label == "NR"]
    for label in unknown:
        message = f"{label!r} is no grade to give"
        yield RulesetFault(_FILE, label, "bands.grade", "unknown_grade", message)
    ranks = [policy.ranks[b.label] for b in policy.bands if b.label not in unknown]
    if ranks != sorted(set(ranks)) or not _falls([b.interval for b in policy.bands], 0):
        message = "bands must cover every composite from 0 once, grades falling with it"
        yield RulesetFault(_FILE, "", "bands", "bands_broken", message)


def _falls(intervals: list[Interval], bottom: int | None) -> bool:
    """True if intervals run from +inf down to ``bottom``, each band where the last ended.

    A band without an upper end reaches up to the band before it.
    """
    ceiling: int | None = None
    for interval in intervals:
        if interval.high is not None and interval.high != ceiling:
            return False
        if interval.low is None:
            return interval is intervals[-1] and bottom is None
        if ceiling is not None and interval.low > ceiling:
            return False
        ceiling = interval.low - 1
    return bottom is not None and ceiling == bottom - 1


def _grades(ruleset: Ruleset) -> Iterator[RulesetFault]:
    if list(ruleset.policy.grades)[-1:] != ["NR"]:
        message = "the last grade must be NR, not rated"
        yield RulesetFault(_FILE, "NR", "grades", "unknown_grade", message)


def _dimensions(ruleset: Ruleset) -> Iterator[RulesetFault]:
    for dimension in ruleset.policy.dimensions:
        if dimension not in ruleset.dimensions:
            message = f"no file holds dimension {dimension}"
            yield RulesetFault(_FILE, dimension, "dimensions", "unknown_dimension", message)


def _weights(ruleset: Ruleset) -> Iterator[RulesetFault]:
    policy = ruleset.policy
    fact = ruleset.facts.get(BUSINESS_MODEL)
    models = tuple(fact.values) if fact else ()
    if fact is None:
        message = "the weights are picked by borrower.business_model, which is no fact"
        yield RulesetFault(_FILE, "", "weights", "weights_incomplete", message)
    for model in (m for m in models if m not in policy.weights):
        message = f"business model {model} has no weights"
        yield RulesetFault(_FILE, model, "weights", "weights_incomplete", message)
    for model, row in policy.weights.items():
        if fact and model not in models:
            message = f"{model} is no value of borrower.business_model"
            yield RulesetFault(_FILE, model, "weights", "unknown_business_model", message)
        for dimension in (d for d in row if d not in policy.dimensions):
            message = f"the policy has no dimension {dimension}"
            yield RulesetFault(_FILE, model, "weights", "unknown_dimension", message)
        for dimension in (d for d in policy.dimensions if d not in row):
            message = f"business model {model} has no weight for {dimension}; write 0 if none"
            yield RulesetFault(_FILE, model, "weights", "weights_incomplete", message)
        if sum(row.values()) != 100:
            message = f"the weights of {model} sum to {sum(row.values())}, not 100"
            yield RulesetFault(_FILE, model, "weights", "weights_not_100", message)
        if min(row.values(), default=0) < 0:
            message = f"a weight of {model} is negative"
            yield RulesetFault(_FILE, model, "weights", "weights_not_100", message)


def _rating_limits(ruleset: Ruleset) -> Iterator[RulesetFault]:
    limits = ruleset.policy.rating_limits
    for severity, number, best in limits:
        of = f"{number} {severity}"
        if best not in _RATINGS:
            message = f"there is no rating {best}; ratings are 1 to 5"
            yield RulesetFault(_FILE, of, "rating_limits.best_rating", "unknown_rating", message)
        elif severity not in ADVERSE:
            message = "a strength cannot limit the rating"
            yield RulesetFault(_FILE, of, "rating_limits.severity", "limit_on_strength", message)
        elif severity != SEVERITIES[-1]:
            # If this holds for one finding more grave, it holds for every graver dimension.
            graver = SEVERITIES[SEVERITIES.index(severity) + 1]
            instead = Counter({severity: number - 1, graver: 1})
            then = min((b for s, n, b in limits if instead[s] >= n), default=_RATINGS[-1])
            if then > best:
                message = f"{of} hold the rating at {best}; with one of them {graver} it is {then}"
                yield RulesetFault(_FILE, of, "rating_limits", "limit_not_monotone", message)


def _dimension_caps(ruleset: Ruleset) -> Iterator[RulesetFault]:
    policy = ruleset.policy
    groups: dict[tuple[str, ...], list[DimensionCap]] = {}
    for cap in policy.dimension_caps:
        groups.setdefault(cap.dimensions, []).append(cap)
    for dimensions, caps in groups.items():
        faults = [f for cap in caps for f in check_cap(policy, _FILE, cap.id, cap.cap)]
        for dimension in (d for d in dimensions if d not in policy.dimensions):
            message = f"the policy has no dimension {dimension}"
            faults += [
                RulesetFault(_FILE, cap.id, "dimensions", "unknown_dimension", message)
                for cap in caps
            ]
        yield from faults or _cap_group(policy, dimensions, caps)


def _cap_group(
    policy: Policy, dimensions: tuple[str, ...], caps: list[DimensionCap]
) -> Iterator[RulesetFault]:
    """Caps on the same dimensions: each can hold, and a worse rating never lifts them."""
    weighted = {sum(weight > 0 for weight in row.values()) for row in policy.weights.values()}
    sizes = {len(dimensions)} if dimensions else weighted
    ranks = policy.ranks
    holding: dict[tuple[int, ...], list[DimensionCap]] = {
        state: sorted((c for c in caps if _holds(c, state)), key=lambda c: (-ranks[c.cap], c.id))
        for size in sorted(sizes)
        for state in combinations_with_replacement(_RATINGS, size)
    }
    for cap in caps:
        if not any(cap in held for held in holding.values()):
            message = "no ratings of these dimensions meet this cap"
            yield RulesetFault(_FILE, cap.id, "dimension_caps", "cap_never_holds", message)
    for state, held in holding.items():
        for place in (state.index(r) for r in sorted({*state}) if r > _RATINGS[0] and held):
            worse = (*state[:place], state[place] - 1, *state[place + 1 :])
            then = holding[worse]
            if not then or ranks[held[0].cap] > ranks[then[0].cap]:
                message = f"it caps ratings {_list(state)}, but not the worse {_list(worse)}"
                yield RulesetFault(_FILE, held[0].id, "dimension_caps", "cap_not_monotone", message)
                return


def _holds(cap: DimensionCap, ratings: tuple[int, ...]) -> bool:
    return sum(rating in cap.rating for rating in ratings) in cap.count


def _list(ratings: tuple[int, ...]) -> str:
    return ", ".join(map(str, ratings))


def _deceit(ruleset: Ruleset) -> Iterator[RulesetFault]:
    for code in ruleset.policy.deceit_findings:
        found = ruleset.outcomes.get(code)
        if found is None or not found[1].gating:
            message = f"{code} is not a critical or knock-out finding"
            yield RulesetFault(_FILE, code, "deceit.findings", "unknown_finding", message)
            continue
        test, outcome = found
        for other in test.adverse:
            graver = SEVERITIES.index(other.severity) >= SEVERITIES.index(outcome.severity)
            if graver and other.code not in ruleset.policy.deceit_findings:
                message = f"{other.code} of {test.id} is as grave as {code} or graver; list it too"
                yield RulesetFault(_FILE, code, "deceit.findings", "deceit_incomplete", message)
        read = sorted({c.fact for alternative in outcome.when for c in alternative})
        for fact in (f for f in read if not ruleset.facts[f].negative_assurance):
            message = (
                f"{code} rests on {fact}, which is no negative assurance: it could void itself"
            )
            yield RulesetFault(_FILE, code, "deceit.findings", "word_counts", message)


def _sources(ruleset: Ruleset) -> Iterator[RulesetFault]:
    """The borrower's word earns nothing, and what deceit voids is never more than such words."""
    policy = ruleset.policy
    for field, sources in (
        ("word_only_sources", policy.word_only_sources),
        ("deceit.void_sources", policy.void_sources),
    ):
        if "borrower_stated" not in sources:
            message = "borrower_stated must be listed: the borrower's word alone proves nothing"
            yield RulesetFault(_FILE, "", field, "word_counts", message)
    for source in sorted(set(policy.void_sources) - set(policy.word_only_sources)):
        message = f"{source} is void after deceit, but proves strengths before: list it in both"
        yield RulesetFault(_FILE, source, "deceit.void_sources", "word_counts", message)
