"""The rows of pages and papers: what a person waits for, in the service's own time."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask.testing import FlaskClient

from bench.dossiers import Measured
from bench.measure import Row, Timing, measure
from service.api.app import create_app
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.explanation.kept import Explained
from service.report.papers import Papers
from service.ruleset.model import Ruleset
from service.settings import Settings
from service.store import users
from service.store.port import Client
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.cookie import cookie_name
from service.users.sessions import sessions_of

PRINTED = 3
"""Dossiers that papers are made of: each takes seconds."""

_NAME = "bench"


def paging(
    ruleset: Ruleset, dossiers: Sequence[Measured], folder: Path, rounds: int
) -> list[Timing]:
    """Time pages of decisions on ``dossiers``, opened before, and papers, made anew each time."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pages.sqlite3"
    for file in folder.glob(f"{path.name}*"):
        file.unlink()
    store = SqliteStore(path)
    rater = Rater(ruleset)
    decided = [
        decide(rater, store, dossier.body, Client(_NAME, authenticated=True)).decision_id
        for dossier in dossiers
    ]
    client = _signed_in(store, rater)

    def opened(decision_id: str) -> None:
        _given(client, f"/decisions/{decision_id}")

    def supposed(decision_id: str) -> None:
        _given(client, f"/decisions/{decision_id}/what-if?governance.succession_plan=documented")

    def page(address: str) -> None:
        _given(client, address)

    timings = measure(
        [
            Row("page_decision", "page of a decision", opened, decided),
            Row("page_what_if", "page of a supposition", supposed, decided),
            Row("page_list", "list of decisions", page, ["/decisions"]),
            Row("page_portfolio", "portfolio of these decisions", page, ["/portfolio"]),
            Row("page_questionnaire", "questionnaire", page, ["/dossier"]),
        ],
        rounds,
    )
    timings += measure(
        [Row("paper", "paper (PDF)", _printing(store, rater), decided[:PRINTED])], 1, 0
    )
    store.close()
    return timings


def _printing(store: SqliteStore, rater: Rater) -> Callable[[str], object]:
    explained = Explained(Raters(rater, store))

    def printed(decision_id: str) -> None:
        decision = store.get(decision_id)
        assert decision is not None
        # Papers of its own, for a paper that is kept costs nothing.
        Papers(store, explained).of(decision, "en")

    return printed


def _signed_in(store: SqliteStore, rater: Rater) -> FlaskClient:
    settings = Settings(environment="development", rate_limit=0)
    users.add(store, User(_NAME, "admin", _NAME, None, store.now().isoformat()))
    client = create_app(store, rater, settings).test_client()
    client.set_cookie(cookie_name(settings), sessions_of(store, settings).open(_NAME))
    return client


def _given(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
