"""The dossiers under fixtures/, as bytes and as documents to change."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STRONG = ROOT / "fixtures" / "dossiers" / "strong_private_manufacturer.json"


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(STRONG.read_text(encoding="utf-8"))
    return loaded


def spoiled(**members: Any) -> bytes:
    return json.dumps(document() | members).encode()
