"""The report of replays that an auditor keeps: as JSON, and as CSV for a spreadsheet."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

import orjson

from service.replay.stages import ABSENT
from service.replay.verdict import DIVERGED, ERASED, INCOMPARABLE, VERDICTS, Verdict, running

GONE = "(no record)"
"""Stands for the ruleset of a decision that has no record, or none that can be read."""

COLUMNS = (
    "store",
    "replayed_at",
    "pinzhi",
    "engine",
    "decision_id",
    "leaf_index",
    "recorded_at",
    "ruleset_id",
    "ruleset_version",
    "ruleset_digest",
    "verdict",
    "reason",
    "stage",
    "element",
    "recorded",
    "replayed",
    "cause",
    "detail",
    "versions",
)
"""Columns of the CSV; ``recorded`` and ``replayed`` are JSON, empty where there is none."""


@dataclass(frozen=True)
class Heading:
    """What was replayed and by what: ``selection`` as it was asked for, ``replayed_at`` in UTC."""

    store: str
    selection: Mapping[str, Any]
    replayed_at: str
    versions: Mapping[str, str] = field(default_factory=running)


class Tally:
    """Counts verdicts, by ruleset version."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.failures = 0
        """Decisions that could not be compared, without a certificate of erasure."""

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.counts[_ruleset(verdict), verdict.verdict] += 1
        if verdict.verdict == INCOMPARABLE and verdict.reason != ERASED:
            self.failures += 1

    def of(self, verdict: str) -> int:
        """Return how many decisions got ``verdict``."""
        return sum(n for (_, found), n in self.counts.items() if found == verdict)

    def rulesets(self) -> list[str]:
        """Return the rulesets that were met, by name."""
        return sorted({ruleset for ruleset, _ in self.counts})

    @property
    def exit_status(self) -> int:
        """1 if any decision diverged, else 3 if any could not be compared, else 0."""
        return 1 if self.of(DIVERGED) else 3 if self.failures else 0

    def to_json(self) -> dict[str, Any]:
        """Return the counts in all, and by ruleset."""
        return {
            "decisions": self.counts.total(),
            **{verdict: self.of(verdict) for verdict in VERDICTS},
            "by_ruleset": {
                ruleset: {verdict: self.counts[ruleset, verdict] for verdict in VERDICTS}
                for ruleset in self.rulesets()
            },
        }


class Report(Protocol):
    """What verdicts are written to as they come; :meth:`end` makes it whole."""

    def add(self, verdict: Verdict) -> None:
        """Write one verdict."""
        ...

    def end(self, tally: Tally) -> None:
        """Write the counts."""
        ...


class JsonReport:
    """Writes a report as one JSON object, a decision a line, as the verdicts come."""

    def __init__(self, file: BinaryIO, heading: Heading) -> None:
        """Begin the report in ``file``."""
        self._file = file
        head = {
            "store": heading.store,
            "replayed_at": heading.replayed_at,
            "versions": dict(heading.versions),
            "selection": dict(heading.selection),
        }
        file.write(_json(head)[:-1] + b',"decisions":[')
        self._before = b"\n"

    def add(self, verdict: Verdict) -> None:
        """Write one verdict."""
        self._file.write(self._before + _json(verdict.to_json()))
        self._before = b",\n"

    def end(self, tally: Tally) -> None:
        """Write the counts, and the end of the object."""
        self._file.write(b'\n],"counts":' + _json(tally.to_json()) + b"}\n")


class CsvReport:
    """Writes a report as CSV (RFC 4180), a row a decision, as the verdicts come."""

    def __init__(self, file: BinaryIO, heading: Heading) -> None:
        """Begin the report in ``file``."""
        self._file = file
        self._write(COLUMNS)
        versions = heading.versions
        engine = next(f"{name} {v}" for name, v in versions.items() if name != "pinzhi")
        self._same = (heading.store, heading.replayed_at, versions["pinzhi"], engine)

    def add(self, verdict: Verdict) -> None:
        """Write one verdict."""
        first, ruleset = verdict.first, verdict.ruleset or {}
        cells = (
            *self._same,
            verdict.decision_id,
            verdict.leaf_index,
            verdict.recorded_at,
            *(ruleset.get(name) for name in ("id", "version", "digest")),
            verdict.verdict,
            verdict.reason,
            first.stage if first else None,
            first.element if first else None,
            _side(first.recorded) if first else None,
            _side(first.replayed) if first else None,
            verdict.cause,
            verdict.detail or (verdict.causes[0].evidence if verdict.causes else None),
            "; ".join(f"{v.of} {v.recorded} -> {v.running}" for v in verdict.versions),
        )
        self._write([_cell(cell) for cell in cells])

    def end(self, tally: Tally) -> None:
        """Write nothing more: a row that is no decision would be counted as one."""

    def _write(self, cells: Iterable[str]) -> None:
        row = io.StringIO(newline="")
        csv.writer(row).writerow(cells)
        self._file.write(row.getvalue().encode())


def _ruleset(verdict: Verdict) -> str:
    return GONE if verdict.ruleset is None else "{id} {version}".format(**verdict.ruleset)


def _side(value: Any) -> str:
    return "" if value is ABSENT else _json(value).decode()


def _json(value: Any) -> bytes:
    return orjson.dumps(value)


_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _cell(value: object) -> str:
    """Return a cell that a spreadsheet takes for text or a number, never for a formula."""
    text = "" if value is None else str(value)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
