"""The metrics: how long each stage and each request took, and what came of the ratings."""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec

from prometheus_client import CollectorRegistry, Counter, Histogram

from service.observe import folder

log = logging.getLogger(__name__)

STAGES = {
    "read": "reading and checking the dossier",
    "rules": "the rule engine",
    "check": "the independent evaluator",
    "build": "building the result",
    "record": "making the record",
    "wait": "waiting for the turn to write",
    "commit": "the durable commit",
}
"""The stages that are timed, in their order."""

_STAGE_BUCKETS = (
    *(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05),
    *(0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
)
_REQUEST_BUCKETS = (
    *(0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
_OUTCOME = ("outcome",)
_ALARMING = (
    "store_unavailable",
    "ledger_inconsistent",
    "record_damaged",
    "worker_ended",
)
"""Problems with an alarm each: they are counted from 0, so that the first is seen to be one."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER = "other"


def method_name(method: str) -> str:
    """Return ``method`` where it is one of HTTP; a caller may send any word as one."""
    return method if method in _METHODS else _OTHER


_P = ParamSpec("_P")


def _harmless(
    count: Callable[Concatenate["Metrics", _P], None],
) -> Callable[Concatenate["Metrics", _P], None]:
    """Let what cannot be counted be lost, and said once a process: the work is done by then."""

    @wraps(count)
    def counted(metrics: "Metrics", /, *args: _P.args, **named: _P.kwargs) -> None:
        try:
            count(metrics, *args, **named)
        except Exception as failure:  # whatever it is, a decision that is recorded is answered
            if not metrics.losing:
                metrics.losing = True
                log.error("nothing is counted any more: %s", type(failure).__name__)

    return counted


class Metrics:
    """Counts for Prometheus; the :class:`~service.watching.Observer` of the service.

    Nothing is a label that a caller may choose freely.
    """

    def __init__(self) -> None:
        folder.remake()
        self.losing = False
        self.registry = CollectorRegistry()
        self._requests = self._histogram(
            "pinzhi_request_seconds",
            "Time from the arrival of the whole request to its answer, by route and status.",
            ("method", "route", "status"),
            _REQUEST_BUCKETS,
        )
        self._stages = self._histogram(
            "pinzhi_stage_seconds",
            "Time that a stage of the work took.",
            ("stage",),
            _STAGE_BUCKETS,
        )
        self._problems = self._counter(
            "pinzhi_problems", "Requests answered with a problem, by its code.", ("code",)
        )
        self._decisions = self._counter(
            "pinzhi_decisions", "Decisions recorded, by grade; NR is not rated.", ("grade",)
        )
        self._unknown = self._counter(
            "pinzhi_unknown_facts",
            "Decisions in which a test asked for the fact and it was not known.",
            ("fact",),
        )
        self._findings = self._counter(
            "pinzhi_findings", "Decisions with the finding, by its test and code.", ("test", "code")
        )
        self._disagreements = self._single(
            "pinzhi_evaluator_disagreements",
            "Ratings that ended because the two evaluators differed.",
        )
        self._failures = self._single(
            "pinzhi_engine_failures", "Ratings that ended because the rule engine failed."
        )
        self._hung = self._single(
            "pinzhi_workers_hung", "Workers that were ended because they did not answer in time."
        )
        self._lines = self._counter(
            "pinzhi_batch_lines", "Lines of batches that were done, by what came of them.", _OUTCOME
        )
        self._webhooks = self._counter(
            "pinzhi_webhooks", "Attempts to deliver a webhook, by what came of them.", _OUTCOME
        )
        for stage in STAGES:
            self._stages(stage)
        for code in _ALARMING:
            self._problems(code)
        for outcome in ("decided", "refused", "failed"):
            self._lines(outcome)
        for outcome in ("delivered", "failed", "given_up"):
            self._webhooks(outcome)

    @_harmless
    def stage(self, name: str, seconds: float) -> None:
        """Count a stage that took ``seconds``."""
        self._stages(name).observe(seconds)

    @_harmless
    def event(self, name: str, what: dict[str, Any]) -> None:
        """Count an event; one that is not counted is passed over."""
        if name == "decided":
            self._decided(what["result"])
        elif name == "disagreed":
            self._disagreements.inc()
        elif name == "engine_failed":
            self._failures.inc()
        elif name == "worker_hung":
            self._hung.inc()
        elif name == "problem":
            self._problems(what["code"]).inc()
        elif name == "line":
            self._lines(what["outcome"]).inc()
        elif name == "webhook":
            self._webhooks(what["outcome"]).inc()

    @_harmless
    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request to ``route``, as the table of routes spells it.

        ``method`` is one that :func:`method_name` gives.
        """
        self._requests(method, route, str(status)).observe(seconds)

    def _decided(self, result: dict[str, Any]) -> None:
        self._decisions(result["grade"]).inc()
        unknown, findings = self._unknown, self._findings
        for fact in result["unknown_facts"]:
            unknown(fact["fact"]).inc()
        for finding in result["findings"]:
            findings(finding["test"], finding["code"]).inc()

    def _single(self, name: str, says: str) -> Counter:
        return Counter(name, says, registry=self.registry)

    def _counter(self, name: str, says: str, labels: Sequence[str]) -> Callable[..., Counter]:
        return _cached(Counter(name, says, labels, registry=self.registry).labels)

    def _histogram(
        self, name: str, says: str, labels: Sequence[str], buckets: Sequence[float]
    ) -> Callable[..., Histogram]:
        made = Histogram(name, says, labels, registry=self.registry, buckets=buckets)
        return _cached(made.labels)


def _cached(labels: Callable[..., Any]) -> Callable[..., Any]:
    """Look a series up once: a decision counts in a hundred of them."""
    return lru_cache(maxsize=None)(labels)
