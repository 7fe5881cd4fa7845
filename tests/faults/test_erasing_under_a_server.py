"""A decision is erased on order while a server runs: the file gets shorter, and it goes on."""

from pathlib import Path

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.erasing import scrub
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.faults.servers import running


def test_a_server_goes_on_after_a_decision_was_erased_from_its_store(
    tmp_path: Path, rater: Rater
) -> None:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    decisions = [decide(rater, store, dossier(f"LOS-{n}")) for n in range(10)]
    store.close()
    erased, *kept = decisions
    addresses = [f"/v1/decisions/{decision.decision_id}" for decision in kept]
    with running(store.path) as server:
        for address in addresses:
            assert server.call("GET", address).status == 200
        before = store.path.stat().st_size
        erase(store, erased.decision_id, order="A-1", by="Chen Jing", client=Client())
        assert scrub(store)
        store.close()
        assert store.path.stat().st_size < before
        for address, decision in zip(addresses, kept, strict=True):
            assert server.call("GET", address).body == decision.body
        assert server.call("GET", f"/v1/decisions/{erased.decision_id}").status == 410
        assert [server.decide(dossier(f"after-{n}")).status for n in range(4)] == [201] * 4
