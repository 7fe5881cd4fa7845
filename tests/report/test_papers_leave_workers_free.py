"""Papers that are asked for at once never keep all workers from everything else."""

import os

import pytest

from service.report.needs import ReportUnavailable
from service.report.presses import AGAIN_SECONDS, Presses, presses_for


def in_another_process(presses: Presses) -> bool:
    """Whether another worker gets a press now."""
    child = os.fork()
    if child == 0:
        try:
            with presses.one():
                os._exit(0)
        except ReportUnavailable:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def test_while_one_worker_makes_a_paper_another_is_refused_at_once() -> None:
    presses = Presses(1)

    with presses.one():
        assert not in_another_process(presses)

    assert in_another_process(presses)


def test_who_is_refused_is_told_when_to_come_again() -> None:
    with pytest.raises(ReportUnavailable) as refused, Presses(0).one():
        pass

    assert refused.value.seconds == AGAIN_SECONDS
    assert "ask again in a few seconds" in str(refused.value)


def test_a_worker_that_is_killed_over_a_paper_keeps_no_press() -> None:
    presses = Presses(1)
    child = os.fork()
    if child == 0:
        with presses.one():
            os._exit(1)
    os.waitpid(child, 0)

    assert in_another_process(presses)


@pytest.mark.parametrize(("workers", "places"), [(1, 1), (2, 1), (3, 1), (4, 2), (9, 4)])
def test_half_of_the_workers_are_left_over(workers: int, places: int) -> None:
    presses = presses_for(workers)
    readers, writer = os.pipe()
    children = []
    # Each holds what it got until it is told to go.
    for _ in range(places):
        ready, got = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(writer)
            with presses.one():
                os.write(got, b"x")
                os.read(readers, 1)
            os._exit(0)
        children.append(child)
        assert os.read(ready, 1) == b"x"
        os.close(ready)
        os.close(got)

    assert not in_another_process(presses)

    os.close(writer)
    for child in children:
        os.waitpid(child, 0)
    os.close(readers)
    assert in_another_process(presses)
