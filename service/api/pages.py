"""The pages that explain the error codes, as the addresses in ``type`` of a problem give them."""

import re

from service.installed import data_folder

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")


def error_page(code: str) -> str | None:
    """Return the page of an error code as Markdown, or ``None`` if there is none."""
    if not _CODE.fullmatch(code):
        return None
    page = data_folder("docs", "errors") / f"{code}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else None
