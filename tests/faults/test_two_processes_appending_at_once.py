"""Two processes that decide and make checkpoints at once: one tree, without a gap."""

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.keys import KeyFolder
from service.ledger.verify import verify_ledger
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier

EACH = 30


def work(path: Path, keys: KeyFolder, rater: Rater, name: str, together: Barrier) -> None:
    store = SqliteStore(path)
    together.wait()
    for n in range(EACH):
        decide(rater, store, dossier(f"{name}-{n}"))
        if n % 3 == 0:
            make_checkpoint(store, keys)
    store.close()


def test_two_processes_make_one_tree_without_a_gap(tmp_path: Path, rater: Rater) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.create("bank.example/pinzhi")
    path = tmp_path / "decisions.sqlite3"
    names = ("one", "two")
    context = multiprocessing.get_context("fork")
    together = context.Barrier(len(names))
    processes = [
        context.Process(target=work, args=(path, keys, rater, name, together)) for name in names
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]

    store = SqliteStore(path)
    recorded = list(store.records())
    assert [record.leaf_index for record in recorded] == list(range(2 * EACH))
    told = [record.body["application_ref"] for record in recorded]
    for name in names:
        assert [ref for ref in told if ref.startswith(name)] == [f"{name}-{n}" for n in range(EACH)]
    report = verify_ledger(store, [key.vkey for key in keys.vkeys()])
    assert report.sound, report.faults
    sizes = [checkpoint.size for checkpoint in store.checkpoints()]
    assert len(set(sizes)) > 1
    store.close()
