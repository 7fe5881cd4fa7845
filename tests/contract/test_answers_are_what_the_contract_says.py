"""Whatever the service answers is what its contract says, member by member."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from service.explanation.why import known_codes
from service.ruleset.model import Ruleset
from tests.contract.documents import document, insist, insist_answered, operations
from tests.contract.renewing import DOSSIERS, converse

BORROWERS = (
    "family_condiment_maker",
    "defaulter_with_false_statements",
    "incomplete_dossier",
    "strong_private_manufacturer",
)


def decide(client: FlaskClient, borrower: str) -> dict[str, Any]:
    body = (DOSSIERS / f"{borrower}.json").read_bytes()
    answer = client.post("/v1/decisions", data=body, content_type="application/json")
    insist_answered("create_decision", answer.status_code, answer.get_json())
    decision: dict[str, Any] = answer.get_json()
    return decision


@pytest.mark.parametrize("borrower", BORROWERS)
def test_explanations_are_what_the_contract_says(
    client: FlaskClient, ruleset: Ruleset, borrower: str
) -> None:
    decision = decide(client, borrower)
    at = f"/v1/decisions/{decision['decision_id']}"
    for name, path in (
        ("read_decision", at),
        ("explain_decision", f"{at}/explanation"),
        ("counterfactuals", f"{at}/counterfactuals"),
        ("counterfactuals", f"{at}/counterfactuals?to=N10"),
        ("questions", f"{at}/questions"),
        ("notice", f"{at}/notice"),
        ("notice", f"{at}/notice?regime=us_reg_b"),
        ("notice", f"{at}/notice?regime=none_such"),
        ("read_record", f"{at}/record"),
        ("read_history", f"{at}/history"),
        ("list_reviews", f"{at}/reviews"),
        ("why", f"{at}/why/NOTHING"),
    ):
        answer = client.get(path)
        insist_answered(name, answer.status_code, answer.get_json(force=True))
    # Two of each kind, of those that stand and of those that do not.
    found = [*decision["findings"][:2], *decision["patterns"][:2]]
    codes = {entry["code"] for entry in found} | set(known_codes(ruleset)[::40])
    kinds = ("PAT-01", "GOV-20", "GOV", "GOV weak", "composite")
    for code in sorted(codes | set(kinds)):
        answer = client.get(f"{at}/why/{code}")
        insist_answered("why", answer.status_code, answer.get_json())


def test_comparisons_are_what_the_contract_says(client: FlaskClient) -> None:
    one, other = (decide(client, borrower)["decision_id"] for borrower in BORROWERS[:2])
    answer = client.get(f"/v1/decisions/{one}/compare/{other}")
    insist_answered("compare_decisions", 200, answer.get_json())
    for changes in ({"governance.succession_plan": None}, {"reputation.current_dpd": 40}, {}):
        answer = client.post(f"/v1/decisions/{one}/what-if", json={"changes": changes})
        insist_answered("what_if", answer.status_code, answer.get_json(force=True))


def test_every_review_is_what_the_contract_says(client: FlaskClient) -> None:
    at = f"/v1/decisions/{decide(client, 'family_condiment_maker')['decision_id']}"
    reason = {"reason": "The son took over in May."}
    up = {"action": "override_up", "officer": "li.na", "grade": "N4", **reason}
    sent: list[dict[str, str]] = [
        {"action": "accept", "officer": "li.na"},
        {
            "action": "refer_back",
            "officer": "li.na",
            "reason_code": "EVIDENCE_INCOMPLETE",
            **reason,
        },
        {"action": "override_up", "officer": "li.na"},
        up | {"reason_code": "MITIGANT_NOT_COVERED"},
        up | {"reason_code": "MITIGANT_NOT_COVERED"},
    ]
    statuses = []
    for review in sent:
        answer = client.post(f"{at}/reviews", json=review)
        insist_answered("review_decision", answer.status_code, answer.get_json(force=True))
        statuses.append(answer.status_code)
        history = client.get(f"{at}/reviews").get_json()
        insist(history, "Reviews")
        if answer.status_code == 201:
            insist(review, "ReviewRequest")
    assert statuses == [201, 201, 422, 201, 409]
    signature = {"action": "countersign", "officer": "wang", "review_id": history["pending"]}
    insist(signature, "ReviewRequest")
    answer = client.post(f"{at}/reviews", json=signature)
    insist_answered("review_decision", answer.status_code, answer.get_json())
    insist_answered("read_history", 200, client.get(f"{at}/history").get_json())


def test_a_whole_conversation_is_what_the_contract_shows(tmp_path: Path) -> None:
    shown = {name: shown["value"] for name, shown in document()["components"]["examples"].items()}
    answered = converse(tmp_path)
    shapes = _shapes_of_examples()
    assert set(answered) == {*shown, "problems"}
    for name, shape in shapes.items():
        insist(shown[name], shape)
        insist(answered[name], shape)
        assert _members(answered[name]) == _members(shown[name]), name
    for line in answered["batch_results"].splitlines():
        insist(orjson.loads(line), "BatchResult")
    for problem in answered["problems"].values():
        insist(problem, "Problem")


def _shapes_of_examples() -> dict[str, str]:
    """Name of an example to the component that it is an example of."""
    found = {}
    for _, _, operation in operations():
        contents = [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in (m for content in contents for m in content.get("content", {}).values()):
            for name, example in media.get("examples", {}).items():
                if "$ref" in example and "$ref" in media["schema"]:
                    found[name] = media["schema"]["$ref"].rpartition("/")[2]
    return found


def _members(content: Any) -> Any:
    return list(content) if isinstance(content, dict) else type(content)


def test_every_schema_of_the_contract_is_one() -> None:
    for name, schema in document()["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema.get("description") or schema.get("title"), name
