"""``pinzhi rate --ndjson FILE`` answers each line in its place; a bad one stops nothing."""

import json
from pathlib import Path

from service.cli.lines import read_lines
from service.decisions.rate import Rater
from service.dossier.door import MAX_BYTES
from tests.cli.conftest import Pinzhi
from tests.dossiers import ROOT, document, spoiled

DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").glob("*.json"))


def one_line(path: Path) -> bytes:
    return json.dumps(json.loads(path.read_bytes()), ensure_ascii=False).encode()


def test_every_line_is_answered_with_its_result(
    pinzhi: Pinzhi, rater: Rater, tmp_path: Path
) -> None:
    lines = [one_line(path) for path in DOSSIERS]
    portfolio = tmp_path / "portfolio.ndjson"
    portfolio.write_bytes(b"\n".join(lines))
    called = pinzhi("rate", "--ndjson", portfolio)
    assert called.exit_code == 0
    assert called.stderr == ""
    assert called.stdout_bytes == b"".join(rater.rate(line).to_json() + b"\n" for line in lines)


def test_a_bad_line_is_answered_with_its_number_and_faults_and_the_rest_go_on(
    pinzhi: Pinzhi,
) -> None:
    good = spoiled()
    called = pinzhi(
        "rate", "--ndjson", "-", stdin=b"\n".join([good, b"{", spoiled(curency="CNY"), good])
    )
    assert called.exit_code == 1
    first, second, third, fourth = map(json.loads, called.stdout.splitlines())
    assert first == fourth
    assert first["grade"] == "N1"
    assert second["line"] == 2
    assert [error["code"] for error in second["errors"]] == ["not_json"]
    assert list(third) == ["line", "errors"]
    assert third["line"] == 3
    assert [error["pointer"] for error in third["errors"]] == ["/curency"]


def test_blank_lines_are_passed_over_but_counted(pinzhi: Pinzhi) -> None:
    called = pinzhi("rate", "--ndjson", "-", stdin=b"\n\r\n  \n{\r\n\n")
    (answer,) = called.stdout.splitlines()
    assert json.loads(answer)["line"] == 4


def test_no_line_gives_no_answer(pinzhi: Pinzhi) -> None:
    called = pinzhi("rate", "--ndjson", "-", stdin=b"")
    assert (called.exit_code, called.stdout) == (0, "")


def test_a_line_over_1_mib_is_a_fault_of_that_line_only(pinzhi: Pinzhi) -> None:
    good = json.dumps(document()).encode()
    largest = good + b" " * (MAX_BYTES - len(good))
    lines = [largest, largest + b" ", b"x" * (3 * MAX_BYTES), good]
    called = pinzhi("rate", "--ndjson", "-", stdin=b"\r\n".join(lines))
    answers = [json.loads(line) for line in called.stdout.splitlines()]
    assert [answer.get("grade") for answer in answers] == ["N1", None, None, "N1"]
    assert [answer.get("line") for answer in answers] == [None, 2, 3, None]
    for answer in answers[1:3]:
        assert [error["code"] for error in answer["errors"]] == ["body_too_large"]


def test_no_more_of_a_long_line_is_kept_than_needed_to_refuse_it(tmp_path: Path) -> None:
    path = tmp_path / "long.ndjson"
    path.write_bytes(b"x" * (5 * MAX_BYTES) + b"\n{}\n")
    with path.open("rb") as stream:
        long, short = read_lines(stream)
    assert (long.number, len(long.content)) == (1, MAX_BYTES + 2)
    assert (short.number, short.content) == (2, b"{}")
    assert [long.end, short.end] == [5 * MAX_BYTES + 1, path.stat().st_size]
