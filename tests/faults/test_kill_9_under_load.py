"""Fifty times ``kill -9`` under load: whatever a client was told, the store still says."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import pytest

from service.ledger.checkpoints import make_checkpoint
from service.ledger.keys import KeyFolder
from service.ledger.verify import verify_ledger
from service.replay.many import replay_leaves
from service.replay.verdict import REPRODUCED
from service.store.port import Checkpoint, Decision
from service.store.sqlite import SqliteStore
from tests.faults.load import Load
from tests.faults.servers import Server, running

WORKERS = 38
SERVERS = 12
CLIENTS = 4


class Aftermath(NamedTuple):
    """What the clients and the operator remember of the fifty kills, and what is on the disk."""

    load: Load
    killed: Counter[str]
    halfway: Checkpoint
    keys: KeyFolder
    store: SqliteStore


def kill_under_load(server: Server, load: Load, victims: list[str], random: Random) -> None:
    for victim in victims:
        load.wait(random.randint(8, 24))
        if victim == "worker":
            server.kill_worker(random.randrange(2))
        else:
            server.kill()
            load.aim(None)
            server.start()
            load.aim(server.host)


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    folder = tmp_path_factory.mktemp("killed")
    keys = KeyFolder(folder / "keys")
    keys.create("bank.example/pinzhi")
    store = SqliteStore(folder / "decisions.sqlite3")
    random = Random(9)
    victims = ["worker"] * WORKERS + ["server"] * SERVERS
    random.shuffle(victims)
    half = len(victims) // 2
    with running(store.path) as server:
        load = Load(CLIENTS, server.key)
        load.aim(server.host)
        kill_under_load(server, load, victims[:half], random)
        halfway = make_checkpoint(store, keys)
        store.close()
        kill_under_load(server, load, victims[half:], random)
        load.wait(20)
        load.end()
    yield Aftermath(load, server.killed, halfway, keys, store)
    store.close()


def decisions(store: SqliteStore) -> list[Decision]:
    found = [store.get(record.record_id) for record in store.records(kind="decision")]
    return [decision for decision in found if decision is not None]


def test_the_kills_hit_a_service_at_work(aftermath: Aftermath) -> None:
    load = aftermath.load
    assert aftermath.killed == {"worker": WORKERS, "server": SERVERS}
    # Every kill of the server takes the calls with it that it was answering.
    assert load.lost >= SERVERS
    # Every kill of a worker alone leaves somebody who says so.
    assert load.ended > WORKERS // 2
    assert len(load.acknowledged) > 100
    assert load.read > 20


def test_no_client_is_told_anything_wrong(aftermath: Aftermath) -> None:
    assert aftermath.load.wrong == []


def test_every_decision_a_client_was_told_is_there_byte_for_byte(aftermath: Aftermath) -> None:
    for application, told in aftermath.load.acknowledged.items():
        decision = aftermath.store.get(told.location.rpartition("/")[2])
        assert decision is not None
        assert (decision.application_ref, decision.body) == (application, told.body)


def test_no_dossier_is_decided_twice_and_none_that_was_not_sent(aftermath: Aftermath) -> None:
    recorded = Counter(d.application_ref for d in decisions(aftermath.store))
    assert [application for application, times in recorded.items() if times > 1] == []
    assert recorded.keys() <= aftermath.load.sent
    assert recorded.keys() >= aftermath.load.acknowledged.keys()


def test_the_ledger_verifies_against_the_checkpoint_taken_half_way(aftermath: Aftermath) -> None:
    vkeys = [key.vkey for key in aftermath.keys.vkeys()]
    report = verify_ledger(aftermath.store, vkeys, [aftermath.halfway])
    assert report.sound, report.faults
    assert 0 < aftermath.halfway.size < aftermath.store.size()


def test_every_decision_replays(aftermath: Aftermath) -> None:
    leaves = [record.leaf_index for record in aftermath.store.records(kind="decision")]
    verdicts = Counter(verdict.verdict for verdict in replay_leaves(aftermath.store.path, leaves))
    assert verdicts == {REPRODUCED: len(leaves)}
