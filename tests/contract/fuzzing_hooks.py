"""What schemathesis is taught here: who calls, lines of JSON, dossiers that are accepted."""

import json
import os
from itertools import cycle
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st

DOSSIERS = Path(__file__).resolve().parents[2] / "fixtures" / "dossiers"
ACCEPTED = [json.loads(path.read_bytes()) for path in sorted(DOSSIERS.glob("*.json"))]


KEYS = cycle(os.environ["FUZZING_KEYS"].split(","))


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:
    """Let the next one call."""
    case.headers["Authorization"] = f"Bearer {next(KEYS)}"


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """Return what was made up as lines; each that is not JSON is the service's to refuse."""
    if isinstance(value, bytes | str):
        return value if isinstance(value, bytes) else value.encode(errors="replace")
    found = value if isinstance(value, list) else [value]
    # Numbers may be larger than any that orjson writes.
    return "\n".join(json.dumps(line) for line in found).encode()


@schemathesis.hook
def before_generate_case(context: Any, strategy: Any) -> Any:
    """Let dossiers that are accepted be among those made up, of which few have dates that fit."""
    if context.operation.definition.raw["operationId"] != "create_decision":
        return strategy
    return st.tuples(strategy, st.sampled_from([None, *ACCEPTED])).map(_accepted)


def _accepted(made: tuple[Any, Any]) -> Any:
    case, dossier = made
    if dossier is not None and case.meta.generation.mode.is_positive:
        case.body = dossier
    return case
