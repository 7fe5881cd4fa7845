"""What the documents show is what the service does."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.decisions.rate import Rater
from service.dossier.read import DossierReader
from service.ruleset.model import Ruleset
from service.server.heads import MAX_FIELDS, MAX_HEAD, MAX_LINE
from service.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FAMILY = ROOT / "fixtures/dossiers/family_condiment_maker.json"
README = (ROOT / "README.md").read_text("utf-8")
GRADING = (ROOT / "docs/grading.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def fenced(text: str, label: str) -> str:
    found = re.search(rf"^```{label}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no block {label}"
    return found[1]


def test_the_readme_shows_what_pinzhi_rate_prints() -> None:
    command, *shown = fenced(README, "console").splitlines()
    assert command == "$ .venv/bin/pinzhi rate fixtures/dossiers/family_condiment_maker.json"
    answer = CliRunner(env={"COLUMNS": "100"}).invoke(main, ["rate", str(FAMILY)])
    printed = answer.output.splitlines()
    for line in shown:
        if line != "...":
            assert any(p.startswith(line) for p in printed), line


def test_the_readme_shows_a_finding_as_the_result_holds_it(rater: Rater) -> None:
    shown = json.loads(fenced(README, "json finding"))
    findings = rater.rate(FAMILY.read_bytes()).result["findings"]
    assert shown in findings
    assert list(shown) == list(next(f for f in findings if f["code"] == shown["code"]))


def test_the_readme_shows_what_an_auditor_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINZHI_STORE", str(tmp_path / "store.sqlite3"))
    monkeypatch.setenv("PINZHI_KEYS", str(tmp_path / "keys"))
    printed: list[str] = []
    for line in fenced(README, "console audit").splitlines():
        if line.startswith("$ .venv/bin/pinzhi "):
            words = line.removeprefix("$ .venv/bin/pinzhi ").split()
            words = [str(tmp_path / w) if w == "bundle.zip" else w for w in words]
            answer = CliRunner(env={"COLUMNS": "100"}).invoke(main, words)
            assert answer.exit_code == 0, answer.output
            shown = re.sub(r"\b[0-9a-f]{32}\b", "ID", answer.output.replace(f"{tmp_path}/", ""))
            printed = [text.rstrip() for text in shown.splitlines()]
        elif line != "...":
            assert re.sub(r"\b[0-9a-f]{32}\b", "ID", line) in printed, line


def test_the_commands_of_the_readme_exist() -> None:
    named = re.findall(r"^\| `pinzhi ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)", README, re.MULTILINE)
    assert len(named) > 20
    for words in named:
        answer = CliRunner().invoke(main, [*words.split(), "--help"])
        assert answer.exit_code == 0, words


def test_the_borrower_worked_by_hand_is_rated_so(rater: Rater) -> None:
    result = rater.rate(FAMILY.read_bytes()).result
    rows = re.findall(r"^\| ([A-Z]{3}) \| (.+?) \| (.+) \|$", GRADING, re.MULTILINE)
    assert [row[0] for row in rows] == list(result["dimensions"])
    for dimension, findings, numbers in rows:
        found = [f"{f['code']} {f['points']:+d}" for f in _of(result, dimension)]
        assert findings == (", ".join(found) or "none")
        rated = result["dimensions"][dimension]
        names = ("strength_points", "adverse_points", "net", "rating", "weight")
        shown = [int(number) for number in numbers.split(" | ")]
        assert shown == [*(rated[n] for n in names), rated["rating"] * rated["weight"]]
    caps = re.findall(r"^\| (N\d+) \| (.+?) \|", GRADING, re.MULTILINE)
    assert caps == [(c["grade"], c["reason"]) for c in result["caps"]]
    assert f"**{result['composite']}**" in GRADING
    assert f"**{result['base_grade']}**" in GRADING
    assert f"**{result['grade']}**" in GRADING


def _of(result: dict, dimension: str) -> list[dict]:
    return [f for f in result["findings"] if f["dimension"] == dimension]


def test_the_bands_and_points_of_the_text_are_those_of_the_policy(ruleset: Ruleset) -> None:
    policy = ruleset.policy
    for severity, points in policy.points.items():
        assert f"{severity} {points:+d}" in GRADING
    for band in policy.bands[:-1]:
        assert re.search(rf"{band.label} (from )?{band.interval.low}\b", GRADING)


def test_the_skeleton_of_the_dossier_is_valid(ruleset: Ruleset, rater: Rater) -> None:
    text = (ROOT / "docs/dossier.md").read_text("utf-8")
    body = fenced(text, "json dossier").encode()
    assert DossierReader(ruleset).read(body).dossier_id == "D-2026-001"
    assert rater.rate(body).result["grade"] == "NR"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


def test_every_member_of_the_result_and_every_layer_is_explained(rater: Rater) -> None:
    text = (ROOT / "docs/result.md").read_text("utf-8")
    members, layers, *_ = re.split(r"^## ", text, flags=re.MULTILINE)
    result = rater.rate(FAMILY.read_bytes()).result
    first_cells = re.findall(r"^\| (`[^|]+`) \|", members, re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(first_cells)) == list(result)
    explained = re.findall(r"^\| `(\w+)` \|", layers, re.MULTILINE)
    assert {step["layer"] for step in result["trace"]} <= set(explained)


def test_the_pages_of_errors_tell_the_limits_that_the_service_has() -> None:
    defaults = Settings()
    told = {
        "batch_too_large": (f"{defaults.batch_bytes >> 30} GiB", f"{defaults.batch_lines:,}"),
        "too_many_requests": (f"{defaults.rate_limit:,}", f"{defaults.rate_burst:,}"),
        "request_timeout": (f"({defaults.receive_timeout} unless",),
        "likely_repeat": (f"({defaults.repeat_window};",),
        "uri_too_long": (f"{MAX_LINE:,} bytes",),
        "headers_too_large": (f"{MAX_LINE:,} bytes", f"{MAX_HEAD:,} bytes", str(MAX_FIELDS)),
    }
    for code, limits in told.items():
        page = " ".join((ROOT / f"docs/errors/{code}.md").read_text("utf-8").split())
        for limit in limits:
            assert limit in page, (code, limit)
