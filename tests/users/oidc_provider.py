"""A small OpenID Connect provider on this machine: it vouches for whom it is told to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

CLIENT_ID, SECRET = "pinzhi", "a secret of the provider's"


@dataclass
class Provider:
    """What it vouches for (``claims``), and what it does wrong (``wrong``), if anything.

    ``asked`` are the parameters that browsers brought; ``served`` the paths that were asked for.
    """

    address: str
    redirect: str
    claims: dict[str, Any]
    wrong: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))

    def published(self) -> dict[str, Any]:
        found = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
        }
        return found | self.wrong.get("published", {})

    def keys(self) -> dict[str, Any]:
        keys: dict[str, Any] = dict(KeySet([self.key]).as_dict(private=False))
        return keys

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent back to."""
        self.asked.append(asked)
        assert asked["response_type"] == "code"
        assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT_ID, self.redirect)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if "error" in self.wrong:
            brought = {"error": self.wrong["error"], "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            brought = {"code": code, "state": asked["state"], "iss": self.address}
        return f"{self.redirect}?{urlencode(brought | self.wrong.get('brought', {}))}"

    def token(self, authorization: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        scheme, _, pair = authorization.partition(" ")
        name, _, secret = base64.b64decode(pair).decode().partition(":")
        if (scheme, name, secret) != ("Basic", CLIENT_ID, SECRET):
            return 401, {"error": "invalid_client"}
        # A code is good once.
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        told = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != told:
            return 400, {"error": "invalid_grant"}
        assert form["redirect_uri"] == self.redirect
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked)}
        return 200, answer | self.wrong.get("token", {})

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
            **self.wrong.get("claims", {}),
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        match self.wrong.get("signed"):
            case "none":
                head, body = (
                    base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
                    for part in ({"alg": "none"}, claims)
                )
                return f"{head}.{body}."
            case "with the secret":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
            case "by another key":
                other = ECKey.generate_key("P-256")
                return jwt.encode({"alg": "ES256", "kid": self.key.kid or ""}, claims, other)
            case _:
                return jwt.encode({"alg": "ES256", "kid": self.key.kid or ""}, claims, self.key)


@contextmanager
def provider_at_work(redirect: str, claims: dict[str, Any]) -> Iterator[Provider]:
    """Let a provider answer inside the block, on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.served.append(parts.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/jwks":
                self.answer(200, provider.keys())
            else:
                self.answer(provider.wrong.get("status", 200), provider.published())

        def do_POST(self) -> None:
            provider.served.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*provider.token(self.headers.get("Authorization", ""), form))

        def answer(self, status: int, document: dict[str, Any]) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_port}", redirect, claims)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
