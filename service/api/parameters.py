"""The query parameters of a request: those a route knows, each once, and no other."""

from flask import request

from service.api.problems import BadParameter


def parameters(*known: str) -> dict[str, str]:
    """Return the query parameters that are given, name to value.

    Raises :exc:`~service.api.problems.BadParameter` for any that is not ``known``, and for one
    given twice.
    """
    found = {}
    for name, values in request.args.lists():
        if name not in known:
            raise BadParameter(name, "is not known here")
        if len(values) > 1:
            raise BadParameter(name, "is given more than once")
        found[name] = values[0]
    return found


def parameter(known: str) -> str | None:
    """Return the one query parameter that is known, if it is given; raises as above."""
    return parameters(known).get(known)
