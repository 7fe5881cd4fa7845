"""The cookie that holds a session's token: its name, and what browsers may do with it."""

from werkzeug.wrappers import Response

from service.settings import Settings


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; in development it may come by plain http (RFC 6265bis)."""
    return "pinzhi_session" if settings.development else "__Host-pinzhi_session"


def put(response: Response, settings: Settings, token: str) -> None:
    """Let the browser keep ``token`` until it is closed, for this host and no script."""
    response.set_cookie(
        cookie_name(settings),
        token,
        secure=not settings.development,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def remove(response: Response, settings: Settings) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(
        cookie_name(settings),
        secure=not settings.development,
        httponly=True,
        samesite="Lax",
        path="/",
    )
