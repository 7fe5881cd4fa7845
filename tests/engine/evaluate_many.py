"""Run as a program: evaluates 100,000 times in forked workers and prints their memory and threads.

The rules are compiled once, before the fork, as in the server.
"""

import json
import os
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path

from service.dossier.facts import FactState
from service.engine.compile import compile_ruleset
from service.engine.rete import ReteEvaluator
from service.errors import EngineFailure
from service.ruleset import catalogue
from tests.engine.borrowers import worked_borrowers

WORKERS = 2
WARM_UP = 2_000
EVALUATIONS = 50_000
"""Evaluations of one worker after warming up."""
FAILING_EVERY = 50
"""One evaluation of so many is given a value that the engine refuses."""

RULESET = catalogue.active()
RETE = ReteEvaluator(compile_ruleset(RULESET))
BORROWERS = worked_borrowers(RULESET)


def resident() -> int:
    """Resident memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def threads() -> int:
    """Threads of this process, whoever started them."""
    return len(os.listdir("/proc/self/task"))


def evaluate(number: int) -> int:
    """Evaluate so many times, now and then in vain; return how often."""
    known = [borrower.facts for borrower in BORROWERS.values()]
    broken = {**known[0], "management.bench": FactState('un"quoted', None)}
    done = 0
    for done, facts in enumerate(islice(cycle(known), number), 1):
        if done % FAILING_EVERY:
            RETE.evaluate(facts)
            continue
        try:
            RETE.evaluate(broken)
        except EngineFailure:
            continue
        raise AssertionError("the engine took a malformed fact")
    return done


def watched(_: int) -> dict[str, object]:
    """Evaluate in this worker; report resident memory on the way, and threads."""
    evaluate(WARM_UP)
    before, memory, done = threads(), [resident()], 0
    for _ in range(5):
        done += evaluate(EVALUATIONS // 5)
        memory.append(resident())
    return {"evaluations": done, "memory": memory, "threads": [before, threads()]}


if __name__ == "__main__":
    with get_context("fork").Pool(WORKERS) as pool:
        print(json.dumps(pool.map(watched, range(WORKERS), chunksize=1)))
