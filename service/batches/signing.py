"""Signs a webhook as Standard Webhooks 1 says, so that any library of it can check it.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

_PREFIX = "whsec_"


def new_secret() -> str:
    """Return a secret of 256 random bits, as ``whsec_`` and base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(secret: str, message_id: str, sent: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a webhook: its id, the time of sending, and the signature of all."""
    timestamp = str(int(sent.timestamp()))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    said = f"{message_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
