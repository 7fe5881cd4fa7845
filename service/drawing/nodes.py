"""A graph of what led to a grade: nodes in five layers, and what leads to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["fact", "adverse", "strength", "pattern", "dimension", "composite", "cap", "grade"]
"""What a node is; ``dimension`` stands among the patterns, ``composite`` among the caps."""


COLUMN: Final[Mapping[Kind, int]] = {
    "fact": 0,
    "adverse": 1,
    "strength": 1,
    "pattern": 2,
    "dimension": 2,
    "composite": 3,
    "cap": 3,
    "grade": 4,
}
"""The layer of each kind, from what is given to what follows."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node. ``key`` names it in edges; ``note`` is its second line, or empty.

    ``assumed``: for want of evidence; ``binding``: it holds the grade where it is.
    """

    key: str
    kind: Kind
    title: str
    note: str = ""
    assumed: bool = False
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """``source`` leads to ``target``, both keys of nodes."""

    source: str
    target: str
    binding: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order of the ruleset; ``left_out``: findings that are not drawn."""

    lang: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0
