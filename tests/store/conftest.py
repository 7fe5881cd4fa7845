"""A decision to put into a store."""

import pytest

from service.store.port import Decision


@pytest.fixture
def decision() -> Decision:
    return Decision(
        decision_id="0f3c",
        dossier_id="D-2026-001",
        application_ref="LOS-88121",
        rating_date="2026-11-01",
        grade="N4",
        ruleset_id="nonfinancial",
        ruleset_version="1.0.0",
        ruleset_digest="sha256:11",
        dossier_digest="sha256:22",
        dossier='{"legal_name":"北岭精工","note":"\\u0000"}'.encode(),
        body=b'{"decision_id":"0f3c","grade":"N4"}',
        recorded_at="2026-11-01T08:00:00.000000+00:00",
    )
