"""Loads a ruleset folder: files, shape, model, checks, digest."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from service.canonical import canonical_bytes, digest
from service.ruleset.build import Builder, text
from service.ruleset.build_policy import build_policy
from service.ruleset.canonical import meaning
from service.ruleset.check import check
from service.ruleset.faults import RulesetFault, RulesetRejected
from service.ruleset.files import COMMON_FILES, parse_texts, read_texts
from service.ruleset.model import Clause, Fact, Pattern, Ruleset, Test
from service.ruleset.shape import RulesetShape, format_of, load_shape, shape_of
from service.ruleset.text import Text

__all__ = ["RulesetFault", "RulesetRejected", "load_ruleset"]

VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
"""How a version, and the folder of a version, is named."""


def load_ruleset(folder: Path) -> Ruleset:
    """Load and check the ruleset in ``folder``.

    Raises :exc:`RulesetRejected` with one fault per error, each naming file, id and field.
    Faults of the files are reported before those of shape, and those before faults of
    meaning: each needs what comes before it to be sound.
    """
    texts, unreadable = read_texts(folder)
    shaped = _shaped(parse_texts(texts, unreadable))
    of, version = shaped["ruleset.yaml"]["id"], shaped["ruleset.yaml"]["version"]
    place = folder.resolve().name
    faults: list[RulesetFault] = []
    if VERSION.fullmatch(place) and place != version:
        message = f"the version is {version}, the folder is named {place}"
        faults = [RulesetFault("ruleset.yaml", of, "version", "version_mismatch", message)]
    return _assemble(shaped, faults, canonical_bytes(texts))


def load_source(source: bytes) -> Ruleset:
    """Load and check the ruleset whose files are in ``source``, as :attr:`Ruleset.source` has it.

    Raises :exc:`RulesetRejected` as :func:`load_ruleset` does, and :exc:`ValueError` if
    ``source`` is no JSON object of texts.
    """
    texts = orjson.loads(source)
    if not isinstance(texts, dict) or not all(isinstance(t, str) for t in texts.values()):
        raise ValueError("the source of a ruleset is a JSON object of texts")
    return _assemble(_shaped(parse_texts(texts)), [], source)


def _shaped(contents: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Check the shape of every file in the format that ``ruleset.yaml`` states."""
    head = "ruleset.yaml"
    written_in = format_of(contents[head])
    if written_in is None:
        # What the other files may hold is not settled, so nothing can be said of them.
        raise RulesetRejected(load_shape(RulesetShape, contents[head], head)[1])
    faults: list[RulesetFault] = []
    shaped: dict[str, dict[str, Any]] = {}
    for name, content in contents.items():
        shaped[name], found = load_shape(shape_of(name, written_in), content, name)
        faults += found
    if faults:
        raise RulesetRejected(faults)
    return shaped


def _assemble(
    shaped: dict[str, dict[str, Any]], faults: list[RulesetFault], source: bytes
) -> Ruleset:
    builder = Builder(faults)
    builder.file = "policy.yaml"
    policy = build_policy(builder, shaped["policy.yaml"])

    builder.file = "facts.yaml"
    builder.unique((s["id"] for s in shaped["facts.yaml"]["sections"]), "", "sections.id")
    sections = {s["id"]: text(s["title"]) for s in shaped["facts.yaml"]["sections"]}
    facts: dict[str, Fact] = {}
    for raw in shaped["facts.yaml"]["facts"]:
        _add(builder, facts, raw["id"], builder.fact(raw))

    builder.file = "clauses.yaml"
    clauses: dict[str, Clause] = {}
    for raw in shaped["clauses.yaml"]["clauses"]:
        _add(builder, clauses, raw["id"], builder.clause(raw))

    tests: dict[str, Test] = {}
    dimensions: dict[str, Text] = {}
    home: dict[str, str] = {}
    for name, content in shaped.items():
        if name in COMMON_FILES:
            continue
        builder.file = name
        dimension = content["dimension"]
        _add(builder, dimensions, dimension, text(content["title"]), "dimension")
        for raw in content["tests"]:
            key = _add(builder, tests, raw["id"], builder.test(raw, dimension, facts))
            home[key] = name

    builder.file = "patterns.yaml"
    patterns: dict[str, Pattern] = {}
    for raw in shaped["patterns.yaml"]["patterns"]:
        _add(builder, patterns, raw["id"], builder.pattern(raw))

    head = shaped["ruleset.yaml"]
    order = {d: i for i, d in enumerate(policy.dimensions)}
    section_order = {s: i for i, s in enumerate(sections)}
    # Results list facts, tests and patterns in these orders, so file order must not count.
    facts = dict(sorted(facts.items(), key=lambda f: (section_order.get(f[1].section, -1), f[0])))
    tests = dict(sorted(tests.items(), key=lambda t: (order.get(t[1].dimension, -1), t[0])))
    patterns = dict(sorted(patterns.items()))
    dimensions = {d: dimensions[d] for d in policy.dimensions if d in dimensions}
    identity = {
        "format": head["format"],
        "id": head["id"],
        "version": head["version"],
        "title": head["title"],
        "effective_from": head["effective_from"].isoformat(),
    }
    titles = {
        "sections": [[s, t._asdict()] for s, t in sections.items()],
        "dimension_titles": {d: t._asdict() for d, t in dimensions.items()},
        "clauses": {c["id"]: c for c in shaped["clauses.yaml"]["clauses"]},
        "freshness_titles": {f["id"]: f["title"] for f in shaped["policy.yaml"]["freshness"]},
    }
    canonical = meaning(identity, facts, tests, patterns, titles, policy)
    ruleset = Ruleset(
        id=head["id"],
        version=head["version"],
        title=text(head["title"]),
        effective_from=identity["effective_from"],
        facts=facts,
        section_titles=sections,
        dimensions=dimensions,
        tests=tests,
        patterns=patterns,
        clauses=clauses,
        policy=policy,
        canonical=canonical,
        digest=digest(canonical_bytes(canonical)),
        source=source,
    )
    faults = builder.faults + check(ruleset, home, builder.faults)
    if faults:
        raise RulesetRejected(faults)
    return ruleset


def _add(builder: Builder, into: dict[str, Any], key: str, value: Any, field: str = "id") -> str:
    """Add ``value`` and return its key: a double is kept under another, to be checked too."""
    if key in into:
        builder.fault("duplicate_code", key, field, f"{key} is defined twice")
    while key in into:
        key += " (again)"
    into[key] = value
    return key
