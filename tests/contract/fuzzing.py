"""Tries the contract with schemathesis: ``python -m tests.contract.fuzzing`` does so for longer.

Every check that schemathesis has is made, against the service in production, for every role.
"""

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from service.access.roles import ROLES
from tests.contract.live import Live, live
from tests.contract.renewing import DOSSIERS
from tests.dossiers import ROOT

KEYS = "FUZZING_KEYS"
"""The variable with the API keys to call with in turn."""

HERE = Path(__file__).resolve().parent
CODES = ("NO_SUCCESSION", "PAT-01", "GOV-20", "GOV", "GOV weak", "composite", "dossier_rejected")

LARGE = ("create_decision", "what_if", "report")
"""Operations of which all cases take minutes: bodies of many members, or seconds for an answer."""


_ALONE = "examples,coverage,fuzzing"
"""The phases in which each request stands alone."""

_IN_PART = """
[[operations]]
include-operation-id = "{}"
[operations.phases.coverage]
enabled = false
"""


def fuzz(
    service: Live,
    roles: Sequence[str],
    folder: Path,
    options: Sequence[str],
    *,
    in_part: Sequence[str] = (),
) -> tuple[int, str]:
    """Try the contract in ``roles``, in turn; return the exit status and what was said.

    Of the operations ``in_part`` not every case of the schema is tried, only some at random.
    """
    keys = [service.keys[role] for role in roles]
    folder.mkdir()
    config = folder / "schemathesis.toml"
    said = (HERE / "schemathesis.toml").read_text() + _dictionaries(service)
    config.write_text(said + "".join(_IN_PART.format(name) for name in in_part))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
        *("run", f"{service.url}/openapi.json", "--wait-for-schema", "60", "--no-color"),
        *("--header", f"Authorization: Bearer {keys[0]}", "--checks", "all"),
        *options,
    ]
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "tests.contract.fuzzing_hooks",
        KEYS: ",".join(keys),
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return ran.returncode, ran.stdout.decode()


def _dictionaries(service: Live) -> str:
    """Return the ids of some decisions that there are, and some codes, for schemathesis."""
    decisions = [_decide(service, path) for path in sorted(DOSSIERS.glob("*.json"))[:3]]
    known = {"decisions": decisions, "codes": list(CODES)}
    # Lists of texts are written alike in JSON and in TOML.
    return "".join(
        f"\n[dictionaries.{name}]\nvalues = {orjson.dumps(values).decode()}\n"
        for name, values in known.items()
    )


def _decide(service: Live, dossier: Path) -> str:
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=60)
    try:
        headers = {
            "Authorization": f"Bearer {service.keys['originator']}",
            "Content-Type": "application/json",
        }
        connection.request("POST", "/v1/decisions", dossier.read_bytes(), headers)
        answer = connection.getresponse()
        assert answer.status == 201
        decision_id: str = orjson.loads(answer.read())["decision_id"]
        return decision_id
    finally:
        connection.close()


def main() -> int:
    """Try the contract for every role, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-examples", type=int, default=200, help="cases an operation")
    parser.add_argument("--seed", help="of an earlier run, to repeat it")
    given = parser.parse_args()
    options = ["--max-examples", str(given.max_examples)]
    options += ["--seed", given.seed] if given.seed else []
    found = 0
    with tempfile.TemporaryDirectory() as temporary, live(Path(temporary)) as service:
        for role in ROLES:
            print(f"As {role}:", flush=True)
            # What takes minutes is tried in full where everything may be done.
            in_part = () if role == "admin" else LARGE
            # Who takes no decisions has none to go on with.
            phases = [] if role in ("admin", "originator") else ["--phases", _ALONE]
            folder = Path(temporary) / role
            status, said = fuzz(service, [role], folder, [*options, *phases], in_part=in_part)
            print(said, flush=True)
            found |= status
    return found


if __name__ == "__main__":
    sys.exit(main())
