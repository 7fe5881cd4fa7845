"""The graph leads from facts to the grade, over nothing but what mattered."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from service.drawing.graph import Graph, draw_graph, graph_table
from service.drawing.look import PAPER, PHONE
from service.paper.graph import MOST, MOST_FACTS, what_mattered
from service.ruleset.model import Ruleset
from tests.drawing.seeing import said, size, title, words

Rated = Callable[[str], Any]
Mattered = Callable[..., Graph]

each_width = pytest.mark.parametrize("width", [PAPER, PHONE])


@pytest.fixture
def mattered(rated: Rated, ruleset: Ruleset) -> Mattered:
    return lambda name, **how: what_mattered(rated(name), ruleset, "en", **how)


def keys(graph: Graph, *kinds: str) -> set[str]:
    return {node.key for node in graph.nodes if node.kind in kinds}


def binding(graph: Graph) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in graph.edges if edge.binding}


def test_patterns_that_bind_lead_from_their_findings_to_the_cap(
    mattered: Mattered, rated: Rated
) -> None:
    graph = mattered("family_condiment_maker")
    assert keys(graph, "pattern") == {"PAT-01", "PAT-02"}
    assert {("PAT-01", "cap:N5"), ("cap:N5", "grade")} <= binding(graph)
    for pattern in rated("family_condiment_maker")["patterns"]:
        assert {(code, pattern["id"]) for code in pattern["because"]} <= binding(graph)


def test_a_dimension_that_binds_leads_to_the_cap(mattered: Mattered) -> None:
    graph = mattered("family_condiment_maker")
    assert keys(graph, "dimension") == {"GOV"}
    assert ("GOV", "cap:N5") in binding(graph)


def test_a_finding_that_binds_by_itself_leads_to_the_cap(mattered: Mattered) -> None:
    graph = mattered("polluting_dye_maker")
    assert {("ENV_RED", "cap:N7"), ("ENV_RED", "PAT-14")} <= binding(graph)


def test_caps_and_findings_that_did_not_matter_are_left_out(
    mattered: Mattered, rated: Rated
) -> None:
    graph = mattered("defaulter_with_false_statements")
    assert keys(graph, "cap") == {"cap:N10"}
    assert keys(graph, "adverse", "strength") == {"NON_PERFORMING", "PAST_DUE_OVER_90"}
    assert len(rated("defaulter_with_false_statements")["findings"]) == 22


def test_the_composite_stands_beside_the_caps_but_does_not_bind(mattered: Mattered) -> None:
    graph = mattered("family_condiment_maker")
    assert ("composite", "grade") in {(e.source, e.target) for e in graph.edges}
    assert ("composite", "grade") not in binding(graph)


def test_where_no_cap_binds_the_costliest_findings_lead_to_the_composite(
    mattered: Mattered,
) -> None:
    graph = mattered("average_manufacturer")
    assert keys(graph, "cap", "pattern", "strength") == set()
    assert ("composite", "grade") in binding(graph)
    assert ("GOV", "composite") in binding(graph)
    assert len(keys(graph, "adverse")) == 3


def test_the_findings_left_out_cost_no_more_than_those_drawn(
    rated: Rated, ruleset: Ruleset
) -> None:
    result = rated("trading") | {"caps": [], "patterns": [], "base_grade": "N5"}
    weights = {code: found["weight"] for code, found in result["dimensions"].items()}
    costs = {
        f["code"]: -f["points"] * weights[f["dimension"]]
        for f in result["findings"]
        if f["points"] < 0
    }
    drawn = keys(what_mattered(result, ruleset, "en"), "adverse")
    assert len(drawn) == 6 < len(costs)
    assert min(costs[code] for code in drawn) >= max(costs[c] for c in costs.keys() - drawn)


def test_a_finding_rests_on_what_is_known_unless_it_is_assumed(
    rated: Rated, ruleset: Ruleset
) -> None:
    result = copy.deepcopy(rated("average_manufacturer"))
    finding = next(f for f in result["findings"] if f["points"] < 0)
    finding["facts"].append({"fact": "reputation.tax_class", "value": None, "unknown": "absent"})
    assert "fact:reputation.tax_class" not in keys(what_mattered(result, ruleset, "en"), "fact")
    finding["assumed"] = True
    assert "fact:reputation.tax_class" in keys(what_mattered(result, ruleset, "en"), "fact")


def test_where_nothing_is_adverse_strengths_are_shown(mattered: Mattered) -> None:
    graph = mattered("strong_private_manufacturer")
    assert keys(graph, "adverse") == set()
    assert len(keys(graph, "strength")) == 6


def test_of_a_borrower_not_rated_what_is_missing_leads_to_nr(
    mattered: Mattered, rated: Rated
) -> None:
    graph = mattered("incomplete_dossier")
    missing = rated("incomplete_dossier")["mandatory_missing"]
    assert {(f"gate:{test}", "grade") for test in missing} <= binding(graph)
    assert all(node.assumed for node in graph.nodes)
    assert title(draw_graph(graph)) == (
        "NR: 5 mandatory points cannot be decided for want of facts."
    )


def test_no_more_is_drawn_than_a_page_has_room_for(rated: Rated, ruleset: Ruleset) -> None:
    result = rated("incomplete_dossier") | {"mandatory_missing": list(ruleset.tests)[:40]}
    graph = what_mattered(result, ruleset, "en")
    assert len(keys(graph, "adverse")) == MOST
    assert graph.left_out == 40 - MOST
    assert "28 more are not drawn here." in words(draw_graph(graph))
    assert len(keys(what_mattered(result, ruleset, "en", whole=True), "adverse")) > 40


@pytest.mark.parametrize("name", ["listed_pharma", "state_owned", "software_start_up"])
def test_what_mattered_fits_on_one_page(mattered: Mattered, name: str) -> None:
    graph = mattered(name)
    assert len(keys(graph, "adverse", "strength")) <= MOST
    assert len(keys(graph, "fact")) <= MOST_FACTS
    assert size(draw_graph(graph))[1] < 850


def test_the_whole_graph_has_every_finding_that_counts(mattered: Mattered, rated: Rated) -> None:
    graph = mattered("services", whole=True)
    counting = {f["code"] for f in rated("services")["findings"] if not f["claimed"]}
    assert keys(graph, "adverse", "strength") == counting
    assert graph.left_out == 0


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "name", ["family_condiment_maker", "incomplete_dossier", "listed_pharma", "trading"]
)
def test_every_node_leads_to_the_grade(mattered: Mattered, name: str, whole: bool) -> None:
    graph = mattered(name, whole=whole)
    known = {node.key for node in graph.nodes}
    assert {key for edge in graph.edges for key in (edge.source, edge.target)} <= known
    assert known - {edge.source for edge in graph.edges} == {"grade"}


@each_width
def test_findings_facts_and_values_are_written(mattered: Mattered, width: int) -> None:
    drawn = said(draw_graph(mattered("family_condiment_maker"), width))
    for expected in ("No succession plan", "Key posts held by the family", "70%", "N5 at best"):
        assert expected in drawn


def test_on_a_phone_what_leads_to_several_is_written_out_once(mattered: Mattered) -> None:
    drawn = said(draw_graph(mattered("family_condiment_maker"), PHONE))
    assert drawn.count("Key posts held by the family") == 1
    assert drawn.count("(above)") == 8


def test_the_table_says_what_each_node_leads_to(mattered: Mattered) -> None:
    rows = {row[1]: row for row in graph_table(mattered("family_condiment_maker")).rows}
    assert rows["Key posts held by the family"] == (
        "Fact",
        "Key posts held by the family",
        "70%",
        "Family holds more than 50% of key posts",
    )
    assert rows["N5 at best"][3] == "N5"


def test_the_table_says_what_is_not_evidenced(mattered: Mattered) -> None:
    kinds = [row[0] for row in graph_table(mattered("incomplete_dossier")).rows]
    assert kinds[0] == "Fact, not evidenced"
    assert "Adverse finding, not evidenced" in kinds
