"""What ``docs/operations.md`` and ``deploy/`` tell an operator is what the service does."""

import configparser
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from flask.testing import FlaskClient

from service.api.headers import HEADERS
from service.api.titles import TITLES
from service.cli import main
from service.decisions.rate import Rater
from service.observe.metrics import STAGES
from service.observe.readiness import Readiness
from service.settings import Settings, settings_from
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.dossiers import ROOT, STRONG
from tests.observe.reading import Metrics

TEXT = (ROOT / "docs/operations.md").read_text("utf-8")
DEPLOY = ROOT / "deploy"
EXAMPLE = DEPLOY / "pinzhi.toml"
RULES = yaml.safe_load((DEPLOY / "prometheus-alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
SEVERITIES = {"page", "ticket"}


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def rows(title: str) -> list[list[str]]:
    """The cells of the rows of the table in a section, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def written(default: Any) -> str:
    if default is None:
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    return client_for(store, rater)


def test_every_setting_is_in_the_table_with_its_default() -> None:
    settings = [[f"`{s.name}`", written(s.default), s.metadata["says"]] for s in fields(Settings)]
    assert rows("Settings") == settings


def test_the_example_file_names_every_setting_and_is_taken_as_it_is() -> None:
    text = EXAMPLE.read_text("utf-8")
    taken = settings_from({"PINZHI_CONFIG": str(EXAMPLE)})
    assert not taken.development
    named = re.findall(r"^(# )?(\w+) = (.+)$", text, re.MULTILINE)
    assert {name for _, name, _ in named} == {setting.name for setting in fields(Settings)}
    for commented, name, value in named:
        given = tomllib.loads(f"x = {value}")["x"]
        told = getattr(taken, name)
        # Nothing stands for what is not set.
        assert str("" if told is None else told) == str(given), name
        if commented:
            assert getattr(Settings(), name) == told, name


def test_every_metric_is_in_the_table_with_its_labels(client: FlaskClient) -> None:
    client.post("/v1/decisions", data=STRONG.read_bytes(), content_type="application/json")
    text = client.get("/metrics").text
    types = re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE)
    listed = {words(cell)[0]: words(labels) for cell, labels, _ in rows("Metrics")}
    assert {name for name, _ in types if not name.endswith("_created")} == set(listed)
    for name, labels in listed.items():
        for series in re.findall(
            rf"^{name}(?:_bucket|_count|_sum)?\{{(.*)\}} ", text, re.MULTILINE
        ):
            found = set(re.findall(r'(\w+)="', series)) - {"le"}
            assert found == set(labels), name


def test_every_stage_is_explained() -> None:
    (says,) = [says for cell, _, says in rows("Metrics") if "stage_seconds" in cell]
    assert re.findall(r"`(\w+)` \(([^)]+)\)", says) == list(STAGES.items())


def test_every_alarm_is_explained_and_no_other() -> None:
    explained = re.findall(r"^### (\w+)\n\n\*\*(\w+)\.\*\*", section("Alarms"), re.MULTILINE)
    assert explained == [(rule["alert"], rule["labels"]["severity"]) for rule in RULES]
    assert {severity for _, severity in explained} == SEVERITIES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alarm_asks_for_metrics_and_labels_that_there_are(
    client: FlaskClient, rule: dict[str, Any]
) -> None:
    client.get("/healthz")
    found = Metrics(client.get("/metrics").text)
    named = set(re.findall(r"\bpinzhi_\w+", rule["expr"]))
    assert named <= found.names()
    assert named or rule["alert"] == "PinzhiDown"
    known = {label for _, labels, _ in rows("Metrics") for label in words(labels)}
    asked = re.findall(r"(\w+)=~?\"", rule["expr"])
    asked += re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])
    for by in re.findall(r"by \(([^)]*)\)", rule["expr"]):
        asked += by.split(", ")
    assert set(asked) <= known | {"instance", "job", "le"}


def test_the_codes_that_an_alarm_waits_for_are_those_of_the_service(client: FlaskClient) -> None:
    counted = Metrics(client.get("/metrics").text).labels("pinzhi_problems_total", "code")
    for rule in RULES:
        for codes in re.findall(r"code=~?\"([\w|]+)\"", rule["expr"]):
            assert set(codes.split("|")) <= set(TITLES)
            # The first would not be seen to be one if it were not counted from 0.
            if rule["expr"].startswith("increase("):
                assert set(codes.split("|")) <= counted


def test_every_check_of_readiness_is_explained(store: SqliteStore, rater: Rater) -> None:
    found = Readiness(store, rater, Settings(environment="development")).find()
    assert [words(cell)[0] for cell, *_ in rows("Health")] == list(found.checks)


def test_the_headers_of_every_answer_are_told() -> None:
    told = section("TLS and the proxy in front")
    for name, value in HEADERS.items():
        short = name if name == "Content-Security-Policy" else f"{name}: {value}"
        assert f"`{short}`" in " ".join(told.split()), name


def test_links_within_the_page_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    for target in re.findall(r"\]\(#([^)]+)\)", TEXT):
        assert target in anchors, target


def test_the_commands_of_the_page_exist() -> None:
    named = set(re.findall(r"\bpinzhi ((?:[a-z]+)(?: [a-z]+)?)\b", "\n".join(_commands())))
    assert len(named) > 8
    for command in named:
        answer = CliRunner().invoke(main, [*command.split(), "--help"])
        assert answer.exit_code == 0, command


def _commands() -> list[str]:
    """What the page shows as commands, in its text and in its blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if "podman" not in line]
    inline = re.findall(r"`(pinzhi [^`]+)`", TEXT)
    # «user pinzhi …» and the name of a unit are no commands.
    return [line for line in lines if "/pinzhi " in line or line.startswith("pinzhi ")] + inline


def unit(name: str) -> configparser.ConfigParser:
    # Its names are in small letters then.
    parsed = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parsed.read_string((DEPLOY / name).read_text("utf-8"))
    return parsed


def test_the_unit_gives_the_service_time_to_stop_and_files_to_open() -> None:
    service = unit("pinzhi.service")["Service"]
    assert int(service["TimeoutStopSec"]) > Settings().graceful_timeout
    # A store that is carried over is so in one transaction, which must come to its end.
    assert service["TimeoutStartSec"] == "infinity"
    assert int(service["LimitNOFILE"]) > 32 * Settings().connections
    assert service["LimitCORE"] == "0"
    assert service["User"] == "pinzhi"


@pytest.mark.parametrize(
    "path", sorted(DEPLOY.glob("pinzhi*.service")), ids=lambda path: str(path.name)
)
def test_the_units_name_what_is_there(path: Path) -> None:
    parsed = unit(path.name)
    service = parsed["Service"]
    document = parsed["Unit"]["Documentation"].removeprefix("file:/opt/pinzhi/")
    assert (ROOT / document).is_file()
    assert service["Environment"] == "PINZHI_CONFIG=/etc/pinzhi/pinzhi.toml"
    command = re.search(
        r"/\.venv/bin/(?:gunicorn (\w+):\w+|pinzhi (\w+ \w+))", service["ExecStart"]
    )
    assert command
    if command[1]:
        assert (ROOT / f"{command[1]}.py").is_file()
    else:
        answer = CliRunner().invoke(main, [*command[2].split(), "--help"])
        assert answer.exit_code == 0


def test_the_container_has_what_it_copies_and_runs_as_nobody_of_rights() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    _, first, second = text.split("\nFROM ")
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for path in copied.split():
            assert (ROOT / path).exists(), path
    assert "gcc" in first
    assert "gcc" not in second
    assert "apt-get" not in second
    assert re.search(r"^USER [1-9]", second, re.MULTILINE)
    for variable in re.findall(r"PINZHI_(\w+)=", text):
        assert variable.lower() in {setting.name for setting in fields(Settings)}
