"""The service for gunicorn, which kills its worker before it answers a request that says so."""

import os
import signal

from flask import Response, request

from wsgi import app

HEADER = "Die-Before-Answering"


@app.after_request
def die(response: Response) -> Response:
    # What was asked for is carried out and committed; not a byte of the answer was sent.
    if HEADER in request.headers:
        os.kill(os.getpid(), signal.SIGKILL)
    return response
