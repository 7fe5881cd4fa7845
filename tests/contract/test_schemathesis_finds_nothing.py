"""What the service does is what its contract says, whatever is sent to it: tried by schemathesis.

The seed is fixed; ``make fuzz`` tries more, and all that the schema of the dossier allows.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.access.roles import ROLES
from tests.contract.fuzzing import LARGE, fuzz
from tests.contract.live import Live, live

SEED = "20261122"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path) as service:
        yield service


def test_schemathesis_finds_nothing_where_everything_may_be_done(
    service: Live, tmp_path: Path
) -> None:
    options = ["--seed", SEED, "--max-examples", "4"]
    status, said = fuzz(service, ["admin"], tmp_path / "fuzzing", options, in_part=LARGE)
    assert status == 0, said


def test_schemathesis_finds_nothing_where_all_roles_call_in_turn(
    service: Live, tmp_path: Path
) -> None:
    options = ["--seed", SEED, "--max-examples", "6", "--phases", "fuzzing"]
    without = [f"--exclude-operation-id={name}" for name in LARGE]
    status, said = fuzz(service, ROLES, tmp_path / "fuzzing", [*options, *without])
    assert status == 0, said
