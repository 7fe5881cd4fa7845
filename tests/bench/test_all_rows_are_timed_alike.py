"""Every row runs on every dossier, as often as the others, in turn."""

from bench.measure import WARM_UP_ROUNDS, Row, measure, percentile


def test_rounds_interleave_the_rows_and_begin_with_another_each_time() -> None:
    calls: list[str] = []
    rows = [Row(name, name, calls.append, [name + "1", name + "2"]) for name in "ab"]
    timings = measure(rows, rounds=2)
    warm_up = ["a1", "a2"] * WARM_UP_ROUNDS + ["b1", "b2"] * WARM_UP_ROUNDS
    a, b = ["a1", "a1", "a2"], ["b1", "b1", "b2"]
    assert calls == [*warm_up, *a, *b, *b, *a]
    assert [(timing.id, timing.calls) for timing in timings] == [("a", 4), ("b", 4)]


def test_a_percentile_is_a_time_that_occurred() -> None:
    assert percentile(range(1, 201), 99) == 198
    assert percentile([7], 99) == 7
