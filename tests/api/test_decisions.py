"""A posted dossier is answered with its recorded decision, and the decision is given back."""

import json

import pytest
from flask.testing import FlaskClient

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG


def post(client: FlaskClient, body: bytes) -> dict[str, object]:
    answer = client.post("/v1/decisions", data=body, content_type="application/json")
    assert answer.status_code == 201
    decided: dict[str, object] = json.loads(answer.data)
    return decided


def test_a_dossier_is_answered_with_its_result_and_a_decision_id(
    client: FlaskClient, rater: Rater
) -> None:
    body = STRONG.read_bytes()
    answer = client.post("/v1/decisions", data=body, content_type="application/json")
    assert answer.status_code == 201
    assert answer.mimetype == "application/json"
    decided = json.loads(answer.data)
    assert next(iter(decided)) == "decision_id"
    assert answer.headers["Location"] == f"/v1/decisions/{decided.pop('decision_id')}"
    assert decided == json.loads(rater.rate(body).to_json())


def test_a_decision_is_given_back_byte_for_byte(client: FlaskClient) -> None:
    posted = client.post("/v1/decisions", data=STRONG.read_bytes(), content_type="application/json")
    got = client.get(posted.headers["Location"])
    assert got.status_code == 200
    assert got.mimetype == "application/json"
    assert got.data == posted.data


def test_a_decision_leads_to_what_was_recorded_about_it_since(client: FlaskClient) -> None:
    at = f"/v1/decisions/{post(client, STRONG.read_bytes())['decision_id']}"
    link = f'<{at}/history>; rel="related", <{at}/reviews>; rel="related"'
    assert client.get(at).headers["Link"] == link
    assert client.get(f"{at}/history").status_code == 200


def test_the_same_dossier_posted_twice_is_two_decisions(client: FlaskClient) -> None:
    first, second = (post(client, STRONG.read_bytes()) for _ in range(2))
    assert first.pop("decision_id") != second.pop("decision_id")
    assert first == second


def test_the_content_type_may_name_its_charset(client: FlaskClient) -> None:
    answer = client.post(
        "/v1/decisions",
        data=STRONG.read_bytes(),
        content_type="application/json; charset=utf-8",
    )
    assert answer.status_code == 201


def test_the_record_names_borrower_application_ruleset_and_digests(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    body = STRONG.read_bytes()
    decided = post(client, body)
    record = store.get(str(decided["decision_id"]))
    assert record is not None
    dossier = rater.rate(body).dossier
    assert record.dossier_id == dossier.dossier_id
    assert record.application_ref == dossier.application_ref
    assert record.rating_date == dossier.rating_date.isoformat()
    assert record.grade == decided["grade"]
    assert record.record.body["contents"]["dossier"] == decided["dossier_digest"]
    assert json.loads(record.dossier) == json.loads(body)
    assert decided["ruleset"] == record.ruleset
    assert record.recorded_at.endswith("+00:00")


@pytest.mark.parametrize("body", [b"{}", b"not json", b'{"dossier_id": 1}'])
def test_a_rejected_dossier_leaves_no_trace(
    client: FlaskClient, store: SqliteStore, body: bytes
) -> None:
    answer = client.post("/v1/decisions", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert store.connection().execute("SELECT count(*) FROM decisions").fetchone() == (0,)


def test_a_decision_says_which_one_it_corrects(client: FlaskClient, store: SqliteStore) -> None:
    first = post(client, STRONG.read_bytes())["decision_id"]
    answer = client.post(
        f"/v1/decisions?corrects={first}",
        data=STRONG.read_bytes(),
        content_type="application/json",
    )
    assert answer.status_code == 201
    decision = store.get(json.loads(answer.data)["decision_id"])
    assert decision is not None
    assert decision.corrects == first
    key = client.environ_base["HTTP_AUTHORIZATION"].split("_")[1]
    asked = {"name": "tests", "authenticated": True, "key": key}
    assert decision.record.document["client"] == asked


@pytest.mark.parametrize("path", ["/v1/decisions/0f", "/v1/rulesets", "/v1/schemas/dossier"])
def test_a_parameter_that_is_not_known_is_never_passed_over(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?grade=N1")
    assert (answer.status_code, json.loads(answer.data)["code"]) == (400, "bad_parameter")


def test_a_second_correction_is_told_of_the_first(client: FlaskClient) -> None:
    first = post(client, STRONG.read_bytes())["decision_id"]
    path = f"/v1/decisions?corrects={first}"
    told = [
        client.post(path, data=STRONG.read_bytes(), content_type="application/json")
        for _ in range(2)
    ]
    assert [answer.status_code for answer in told] == [201, 409]
    problem = json.loads(told[1].data)
    assert problem["code"] == "already_corrected"
    assert json.loads(told[0].data)["decision_id"] in problem["detail"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("?corrects=" + "0" * 32, 422, "nothing_to_correct"),
        ("?correct=1", 400, "bad_parameter"),
    ],
)
def test_a_call_that_cannot_be_recorded_as_said_leaves_no_trace(
    client: FlaskClient, store: SqliteStore, query: str, status: int, code: str
) -> None:
    answer = client.post(
        f"/v1/decisions{query}",
        data=STRONG.read_bytes(),
        content_type="application/json",
    )
    assert (answer.status_code, json.loads(answer.data)["code"]) == (status, code)
    assert store.size() == 0


def test_a_decision_changed_in_the_file_is_not_given(
    client: FlaskClient, store: SqliteStore
) -> None:
    decided = post(client, STRONG.read_bytes())
    db = store.connection()
    db.execute("DROP TRIGGER contents_refuse_update")
    db.execute(
        "UPDATE contents SET data = (SELECT data FROM contents WHERE name = 'facts')"
        " WHERE name = 'result'"
    )
    answer = client.get(f"/v1/decisions/{decided['decision_id']}")
    assert (answer.status_code, json.loads(answer.data)["code"]) == (500, "record_damaged")
