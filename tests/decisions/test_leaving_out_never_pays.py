"""Leaving out any member of a dossier, evidence included, never improves its grade."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.errors import DossierRejected
from service.ruleset.model import Ruleset

DOSSIERS = Path(__file__).resolve().parents[2] / "fixtures/dossiers"


def paths(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for name, member in value.items():
            # The spec dates and sources dossiers without any defaults in its own way.
            if (*at, name) != ("evidence_defaults",):
                yield (*at, name)
            yield from paths(member, (*at, name))


def without(document: dict[str, Any], path: tuple[str, ...]) -> bytes:
    changed = copy.deepcopy(document)
    *above, last = path
    block = changed
    for name in above:
        block = block[name]
    del block[last]
    return json.dumps(changed).encode()


@pytest.mark.parametrize("name", ["services", "state_owned", "trading", "software_start_up"])
def test_leaving_out_any_member_never_improves_the_grade(
    name: str, rater: Rater, ruleset: Ruleset
) -> None:
    document = json.loads((DOSSIERS / f"{name}.json").read_text("utf-8"))
    ranks = ruleset.policy.ranks
    grade = ranks[rater.rate(json.dumps(document).encode()).result["grade"]]
    rated = 0
    for path in paths(document):
        try:
            found = rater.rate(without(document, path)).result["grade"]
        except DossierRejected:
            continue
        rated += 1
        assert ranks[found] >= grade, path
    assert rated > 100


@pytest.mark.parametrize("source", ["third_party", "court"])
def test_an_old_date_cannot_be_left_out_to_make_evidence_fresh(source: str, rater: Rater) -> None:
    document = json.loads((DOSSIERS / "strong_private_manufacturer.json").read_text("utf-8"))
    old = {"value": 0, "source": source, "as_of": "2020-01-01"}
    document["reputation"]["current_dpd"] = old
    assert rater.rate(json.dumps(document).encode()).result["grade"] == "NR"
    del old["as_of"]
    with pytest.raises(DossierRejected):
        rater.rate(json.dumps(document).encode())
