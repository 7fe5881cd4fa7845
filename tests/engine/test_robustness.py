"""Evaluating may go on for ever: flat memory, no new threads, right in threads and after a fork."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from service.decisions.rate import Rater
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, Judge
from tests.engine.evaluate_worked import digests

ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20


def program(*arguments: str) -> list[str]:
    """The lines that a program among the tests prints, run in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return run.stdout.splitlines()


def test_a_hundred_thousand_evaluations_leave_memory_and_threads_as_they_were() -> None:
    (line,) = program("tests.engine.evaluate_many")
    reports = json.loads(line)

    assert sum(report["evaluations"] for report in reports) == 100_000
    for report in reports:
        assert max(report["memory"]) - report["memory"][0] < 8 * MIB
        assert report["threads"] == [1, 1]


def test_rules_compiled_before_a_fork_give_the_same_results_in_every_child(rater: Rater) -> None:
    lines = program("tests.engine.evaluate_worked", "4")

    assert [json.loads(line) for line in lines] == [digests(rater)] * 4


def test_eight_threads_give_the_same_results_as_one(
    ruleset: Ruleset, judge: Judge, worked: dict[str, Borrower]
) -> None:
    different = [b.without(fact).facts for b in worked.values() for fact in [*ruleset.facts][::8]]
    one_after_another = [judge.rete.evaluate(facts) for facts in different]

    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(judge.rete.evaluate, different))

    assert at_once == one_after_another
