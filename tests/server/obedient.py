"""The service with an engine that does what a dossier says, served by gunicorn in its tests.

Where it hangs or waits it says so first, through the pipe ``began`` beside the store; it waits
for the pipe ``go_on``.
"""

import ctypes
import json
import os
from pathlib import Path

from service.api.app import create_app
from service.decisions.rate import Rater, Rating
from service.ruleset import catalogue
from tests.server.engines import IN_C, IN_PYTHON, WAITS


class ObedientRater(Rater):
    """A rater that hangs, or waits, where the dossier says so."""

    def rate(self, body: bytes) -> Rating:
        does = json.loads(body)["application_ref"]
        store = Path(os.environ["PINZHI_STORE"])
        if does in (IN_PYTHON, IN_C, WAITS):
            store.with_name("began").write_bytes(b".")
        if does == IN_PYTHON:
            while True:
                pass
        if does == IN_C:
            # A lock that is never let go of, waited for in C without letting go of Python's own.
            mutex = ctypes.create_string_buffer(64)
            lock = ctypes.PyDLL(None).pthread_mutex_lock
            lock(mutex)
            lock(mutex)
        if does == WAITS:
            store.with_name("go_on").read_bytes()
        return super().rate(body)


app = create_app(rater=ObedientRater(catalogue.active()))
