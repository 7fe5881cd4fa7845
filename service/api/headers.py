"""The headers that every answer has: what browsers and caches must not do with it."""

from flask import Flask, Response, request

HEADERS = {
    # No answer is a page, but for the documentation, which says what it needs.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # What is said of a borrower is kept by nobody on the way.
    "Cache-Control": "no-store",
}
"""What every answer has, unless its route says otherwise."""

TRANSPORT = "Strict-Transport-Security"
_YEAR = 365 * 24 * 3600


def secure(app: Flask) -> None:
    """Let every answer of ``app`` have :data:`HEADERS`.

    Where the request came by https, as a proxy on a trusted address says, browsers are told to
    come by nothing else for a year; by plain http the header means nothing (RFC 6797).
    """

    def add(response: Response) -> Response:
        # One look at what is there: this is done for every answer.
        given = {name.lower() for name, _ in response.headers}
        for name, value in HEADERS.items():
            if name.lower() not in given:
                response.headers.add(name, value)
        if request.is_secure:
            response.headers[TRANSPORT] = f"max-age={_YEAR}"
        return response

    app.after_request(add)
