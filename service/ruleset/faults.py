"""Faults of a rule base: one object per fault, naming file, id and field."""

from collections.abc import Iterable
from dataclasses import dataclass

CODES = (
    # the files
    "missing_folder",
    "missing_file",
    "not_yaml",
    "empty_file",
    "duplicate_key",
    "shape",
    "not_in_format",
    "version_mismatch",
    "not_as_released",
    # codes and names
    "duplicate_code",
    "duplicate_title",
    "wrong_dimension",
    "unknown_dimension",
    # facts
    "bad_domain",
    "unknown_section",
    "unknown_freshness",
    "need_mismatch",
    "class_fact_misused",
    "prohibited_characteristic",
    "direction_without_order",
    "deceit_undone",
    # conditions
    "unknown_fact",
    "bad_unary_test",
    "outside_domain",
    "duplicate_alternative",
    "not_a_class_fact",
    # outcomes
    "gate_mismatch",
    "too_many_facts",
    "unreachable_outcome",
    "worse_contradicts_outcomes",
    "unknown_grade",
    "strength_with_cap",
    "knock_out_without_cap",
    "cap_not_monotone",
    "nothing_adverse",
    # clauses
    "unknown_clause",
    "clause_not_cited",
    # patterns
    "unknown_finding",
    "pattern_reads_strength",
    "pattern_reads_equal",
    # the policy
    "points_not_monotone",
    "unknown_rating",
    "limit_on_strength",
    "limit_not_monotone",
    "weights_not_100",
    "weights_incomplete",
    "unknown_business_model",
    "bands_broken",
    "cap_never_holds",
    "deceit_incomplete",
    "word_counts",
    "reviews_broken",
    "notices_broken",
)
"""Every code of a fault; each is explained in ``docs/errors/ruleset-faults.md``."""


@dataclass(frozen=True, slots=True, order=True)
class RulesetFault:
    """One thing wrong with a ruleset; ``id`` and ``field`` are empty where none applies.

    ``code`` is one of :data:`CODES`, ``field`` names the member inside the entry ``id``.
    """

    file: str
    id: str
    field: str
    code: str
    message: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is no code of a fault")

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.id, self.field) if part)
        return f"{place}: {self.message} [{self.code}]"


class RulesetRejected(Exception):
    """The rule base has faults and cannot be used; ``faults`` lists every one."""

    def __init__(self, faults: Iterable[RulesetFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))
