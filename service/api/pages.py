"""The pages that explain the error codes, as the addresses in ``type`` of a problem give them."""

import re
from pathlib import Path

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def root() -> Path:
    """Folder of the pages: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "docs" / "errors"
    return checkout if checkout.is_dir() else package / "_data" / "docs" / "errors"


def error_page(code: str) -> str | None:
    """Return the page of an error code as Markdown, or ``None`` if there is none."""
    page = root() / f"{code}.md"
    if not _CODE.fullmatch(code) or not page.is_file():
        return None
    return page.read_text(encoding="utf-8")
