"""What a running service logs about its callers: which key, and never its text."""

import base64
from pathlib import Path

from service.access.keys import Keys
from service.store.sqlite import SqliteStore
from tests.faults.dossiers import dossier
from tests.faults.servers import call, running


def test_no_line_of_the_log_has_a_key_whatever_is_sent_with_it(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    keys = Keys(store)
    revoked = keys.create("admin")
    keys.revoke(revoked.key.key_id)
    store.close()
    with running(store.path) as server:
        for key in (server.key, revoked.text, f"{server.key}x"):
            for method, path, body in (
                ("POST", "/v1/decisions", dossier("LOS-1")),
                ("POST", "/v1/decisions", b"{"),
                ("GET", f"/v1/decisions/{key}", None),
                ("GET", f"/v1/decisions?client={key}", None),
                ("GET", f"/v1/nowhere/{key}?key={key}", None),
                ("PUT", "/v1/decisions", b""),
            ):
                assert call(server.host, method, path, body, key=key).status < 500
    log = server.log.read_text()
    assert revoked.key.key_id in log
    for key in (server.key, revoked.text):
        secret = key.split("_", 2)[2]
        assert secret not in log
        assert base64.b64encode(secret.encode()).decode()[4:-4] not in log
