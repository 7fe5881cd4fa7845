"""The pages that explain the error codes, as the addresses in ``type`` of a problem give them."""

import re
from functools import cache

from service.installed import data_folder

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")


def error_page(code: str) -> str | None:
    """Return the page of an error code as Markdown, or ``None`` if there is none."""
    return error_pages().get(code)


@cache
def error_pages() -> dict[str, str]:
    """Return the page of each error code (read once a process).

    Raises :exc:`OSError`, and :exc:`ValueError`, which names the file, if one is no UTF-8.
    """
    found = {}
    for path in sorted(data_folder("docs", "errors").glob("*.md")):
        if _CODE.fullmatch(path.stem):
            try:
                found[path.stem] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                raise ValueError(f"{path} is no UTF-8") from None
    return found
