"""A runner whose rule engine hangs at one dossier: ``python hanging.py STORE SECONDS APPLICATION``.

No dossier is known to make the real one do so.
"""

import sys
from pathlib import Path

from service.api.problems import of_rating
from service.batches.locks import runner_lock
from service.batches.run import Work
from service.decisions.rate import Rater, Rating
from service.ruleset import catalogue
from service.store.sqlite import SqliteStore


class Hanging(Rater):
    """A rater that never ends with the dossier on one application."""

    def rate(self, body: bytes) -> Rating:
        while sys.argv[3].encode() in body:
            pass
        return super().rate(body)


store = SqliteStore(Path(sys.argv[1]))
with runner_lock(store.path) as lock:
    assert lock is not None
    made = Work(store, lock, lambda: Hanging(catalogue.active()), of_rating, 0, float(sys.argv[2]))
    made.take_up()
    for _ in made.lines():
        pass
