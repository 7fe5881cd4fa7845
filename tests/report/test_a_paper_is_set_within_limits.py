"""A paper that cannot be set, or not in time, costs nobody a worker, and fetches nothing."""

import http.server
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import orjson
import pypdf
import pytest

from service.report import rendering
from service.report.child import MISSING
from service.report.needs import COMMAND, ReportUnavailable
from service.report.rendering import ReportFailed, environment, rendered

HEAD = '<!doctype html><html lang="en"><head><title>A paper</title></head>'
PLAIN = f"{HEAD}<body><p>Nothing of note</p></body></html>"


def test_a_paper_that_is_not_done_in_time_is_given_up() -> None:
    with pytest.raises(ReportUnavailable, match="was not done after 0 seconds; try again later"):
        rendered([PLAIN], limit=0)


def test_whoever_waits_says_that_it_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_BEAT", 0.01)
    beats: list[None] = []
    assert rendered([PLAIN], lambda: beats.append(None)).startswith(b"%PDF-")
    assert beats


def test_nothing_of_the_world_around_reaches_whoever_sets_it() -> None:
    here = {"PATH": "/usr/bin", "HOME": "/root", "XDG_CACHE_HOME": "/root/.cache"}
    elsewhere = {
        "TZ": "Asia/Shanghai",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "de_DE.UTF-8",
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "1",
        "FONTCONFIG_FILE": "/root/fonts.conf",
        "XDG_DATA_HOME": "/root/share",
        "XDG_CONFIG_HOME": "/root/config",
        "http_proxy": "http://proxy.example",
    }
    assert environment(here | elsewhere) == environment(here)
    assert environment({"HOME": "/srv"})["XDG_CACHE_HOME"] == "/srv/.cache"


def test_a_fault_in_setting_is_told_by_its_place_and_never_by_its_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # No list of texts: the reader's message would quote it.
    process = subprocess.run(
        [rendering.sys.executable, "-m", "service.report.child"],
        input=b'{"secret": 1, ',
        env=environment(os.environ),
        capture_output=True,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr.startswith(b"JSONDecodeError at ")
    assert b"secret" not in process.stderr
    monkeypatch.setattr(rendering.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(ReportFailed, match="no process can be started"):
        rendered([PLAIN])


def test_where_packages_are_missing_it_says_which_and_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReportUnavailable) as told:
        rendered([PLAIN])
    assert str(told.value) == (
        f"The paper cannot be made here: fontconfig missing. Install with: {COMMAND}"
    )


def test_fonts_that_are_missing_are_missed(tmp_path: Path) -> None:
    # A machine whose fonts lie in an empty folder: something would be set in their place.
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>", encoding="utf-8")
    process = subprocess.run(
        [rendering.sys.executable, "-m", "service.report.child"],
        input=orjson.dumps([PLAIN]),
        env={**environment(os.environ), "FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        check=False,
    )
    assert process.returncode == MISSING
    assert process.stdout.split() == [b"fonts-noto-core", b"fonts-noto-cjk"]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


def test_nothing_is_fetched_from_anywhere(asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = asked
    secret = tmp_path / "secret.css"
    secret.write_text('p::after { content: "from a file" }', encoding="utf-8")
    html = (
        f'{HEAD.replace("</head>", "")}<link rel="stylesheet" href="{address}/a.css">'
        f'<link rel="stylesheet" href="{secret.as_uri()}">'
        f'<style>@import "{address}/b.css"; @import "{secret.as_uri()}";'
        f"p {{ background: url({address}/c.png) }}</style></head>"
        f'<body><p>Nothing of note</p><img alt="d" src="{address}/d.png">'
        f'<svg width="9" height="9"><image href="{address}/e.png" width="9" height="9"/>'
        f'<use href="{address}/f.svg"/></svg></body></html>'
    )
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(rendered([html]))
    assert paths == []
    assert "from a file" not in pypdf.PdfReader(pdf).pages[0].extract_text()
