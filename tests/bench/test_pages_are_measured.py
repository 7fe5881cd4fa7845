"""Pages and papers of decisions are timed, each as often as it is said."""

from pathlib import Path

from bench.dossiers import Measured
from bench.pages import PRINTED, paging
from service.ruleset.model import Ruleset


def test_every_page_is_opened_for_every_decision_and_some_are_printed(
    ruleset: Ruleset, dossiers: list[Measured], tmp_path: Path
) -> None:
    timings = paging(ruleset, dossiers[:PRINTED], tmp_path, rounds=1)

    calls = {timing.id: timing.calls for timing in timings}
    assert calls.pop("page_decision") == calls.pop("page_what_if") == calls.pop("paper") == PRINTED
    assert set(calls.values()) == {1}
    assert all(timing.median_us > 0 for timing in timings)
