"""Where the two evaluators differ, there is no decision."""

import logging
import shutil
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.engine.direct import DirectEvaluator
from service.errors import EvaluatorsDisagree
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset

ROOT = Path(__file__).resolve().parents[2]
BODY = (ROOT / "fixtures/dossiers/average_manufacturer.json").read_bytes()


def test_a_checker_of_another_threshold_stops_the_decision(
    ruleset: Ruleset, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "other"
    shutil.copytree(ROOT / "rulesets/nonfinancial" / ruleset.version, folder)
    file = folder / "history.yaml"
    text = file.read_text("utf-8")
    assert "history.years_operating: '>= 10'" in text
    file.write_text(
        text.replace("history.years_operating: '>= 10'", "history.years_operating: '>= 5'")
    )
    rater = Rater(ruleset, checker=DirectEvaluator(load_ruleset(folder)))

    with caplog.at_level(logging.ERROR), pytest.raises(EvaluatorsDisagree) as caught:
        rater.rate(BODY)

    assert any("LONG_OPERATING_HISTORY" in text for text in caught.value.differences)
    assert caught.value.dossier_digest in caplog.text
    assert "Average" not in caplog.text, "the log must not hold the dossier"


def test_the_same_dossier_is_rated_once_they_agree(rater: Rater) -> None:
    assert rater.rate(BODY).result["grade"] == "N4"
