"""Sets a document (HTML) as a PDF: tagged, with the record's own dates, nothing fetched."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from service.report.room import PAGES

STYLE: Final = Path(__file__).with_name("paper.css")
"""How the paper looks."""


def pdf_of(documents: Sequence[str], pages: int = PAGES) -> bytes:
    """Return the first of ``documents`` (HTML) that fits on ``pages`` as PDF/UA-1, else the last.

    The same bytes for the same texts, fonts and libraries.

    Its title, language and dates are those that the document names; its identifier is made of the
    text. Nothing is fetched: what the document refers to is left out. Raises :exc:`OSError` where
    the libraries are missing.
    """
    # Half a second, and libraries that may be missing: only whoever sets a paper pays.
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    style = CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=nothing)
    options: dict[str, Any] = {
        "pdf_variant": "pdf/ua-1",
        # The numbers of a list that goes on after another.
        "presentational_hints": True,
    }
    for html in documents:
        options["pdf_identifier"] = hashlib.sha256(html.encode()).digest()[:16]
        laid_out = HTML(string=html, url_fetcher=nothing).render(stylesheets=[style], **options)
        if len(laid_out.pages) <= pages:
            break
    pdf: bytes = laid_out.write_pdf(**options)
    return pdf
