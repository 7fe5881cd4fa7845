"""Boxes of a column keep apart, stand beside what they are linked with, and lines cross little."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from service.drawing.layers import Box, arrange, crossings

GAP = 7


def test_a_box_stands_in_the_middle_of_those_that_lead_to_it() -> None:
    boxes = [Box("a", 0, 20), Box("b", 0, 20), Box("c", 0, 20), Box("z", 1, 20)]
    layers = arrange(boxes, [("a", "z"), ("b", "z"), ("c", "z")], GAP)
    assert layers.tops["z"] == layers.tops["b"]


def test_lines_that_need_not_cross_do_not() -> None:
    boxes = [Box(key, 0, 20) for key in "abcd"] + [Box(key, 1, 20) for key in "wxyz"]
    links = [("a", "z"), ("b", "y"), ("c", "x"), ("d", "w")]
    layers = arrange(boxes, links, GAP)
    left = sorted("abcd", key=layers.tops.__getitem__)
    right = sorted("wxyz", key=layers.tops.__getitem__)
    assert crossings([left, right], links) == 0


def test_boxes_change_places_where_lines_would_cross() -> None:
    boxes = [Box("a", 0, 20), Box("b", 0, 20), Box("x", 1, 20), Box("y", 1, 20)]
    links = [("a", "x"), ("a", "y"), ("b", "x")]
    layers = arrange(boxes, links, GAP)
    left = sorted("ab", key=layers.tops.__getitem__)
    right = sorted("xy", key=layers.tops.__getitem__)
    assert crossings([["a", "b"], ["x", "y"]], links) == 1
    assert crossings([left, right], links) == 0


def test_a_line_that_passes_a_column_keeps_clear_of_its_boxes() -> None:
    boxes = [Box("a", 0, 20), Box("b", 0, 20), Box("m", 1, 60), Box("z", 2, 20)]
    layers = arrange(boxes, [("a", "m"), ("m", "z"), ("b", "z")], GAP)
    _, bend, _ = layers.routes["b", "z"]
    passing = layers.middle(bend)
    assert not layers.tops["m"] - GAP // 2 < passing < layers.tops["m"] + 60 + GAP // 2


def test_lines_to_one_box_pass_a_column_together() -> None:
    boxes = [Box("a", 0, 20), Box("b", 0, 20), Box("m", 1, 60), Box("z", 2, 20)]
    layers = arrange(boxes, [("a", "z"), ("b", "z"), ("m", "z")], GAP)
    assert layers.routes["a", "z"][1] == layers.routes["b", "z"][1]


@settings(max_examples=60)
@given(st.data())
def test_boxes_never_overlap(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    boxes = [
        Box(f"{column}.{n}", column, data.draw(st.integers(10, 60)))
        for column, count in enumerate(counts)
        for n in range(count)
    ]
    pairs = [(a.key, b.key) for a in boxes for b in boxes if a.column < b.column]
    links = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=15))
    layers = arrange(boxes, links, GAP)
    assert min(layers.tops.values()) == 0
    for column in range(len(counts)):
        stack = sorted((layers.tops[b.key], b.height) for b in boxes if b.column == column)
        for (top, height), (below, _) in pairwise(stack):
            assert below >= top + height + GAP
