"""The same dossier gives the same bytes: in any process, thread, member order or hash seed."""

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from service.decisions.rate import Rater
from tests.engine.borrowers import Borrower, Judge, worked_dossiers
from tests.engine.evaluate_worked import digests

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_results_and_traces_do_not_depend_on_the_hash_seed(seed: str, rater: Rater) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.engine.evaluate_worked"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        check=True,
    )

    assert json.loads(told.stdout) == digests(rater)


def test_results_and_traces_do_not_depend_on_what_was_rated_before(rater: Rater) -> None:
    first = digests(rater)

    assert digests(rater) == first == digests(Rater(rater.ruleset))


def test_threads_reach_the_same_bytes(rater: Rater) -> None:
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _: digests(rater), range(8)))

    assert told == [digests(rater)] * 8


def shuffled(value: Any, by: random.Random) -> Any:
    """The same JSON value with the members of every object in another order."""
    if isinstance(value, dict):
        members = [(name, shuffled(member, by)) for name, member in value.items()]
        by.shuffle(members)
        return dict(members)
    return value


@pytest.mark.parametrize("name", worked_dossiers())
def test_the_order_of_members_in_the_dossier_does_not_matter(name: str, rater: Rater) -> None:
    dossier = worked_dossiers()[name]
    expected = rater.rate(dossier).to_json()

    for seed in range(5):
        other = shuffled(json.loads(dossier), random.Random(seed))
        assert rater.rate(json.dumps(other).encode()).to_json() == expected


def test_the_order_of_facts_does_not_matter_to_either_evaluator(
    judge: Judge, worked: dict[str, Borrower]
) -> None:
    for borrower in worked.values():
        backwards = dict(list(borrower.facts.items())[::-1])
        assert judge.rete.evaluate(backwards) == judge.rete.evaluate(borrower.facts)
        assert judge.direct.evaluate(backwards) == judge.direct.evaluate(borrower.facts)
