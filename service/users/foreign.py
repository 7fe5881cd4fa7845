"""Whether what a browser sends was made on a page of another site."""

from urllib.parse import urlsplit


def from_elsewhere(site: str | None, origin: str | None, host: str) -> bool:
    """Return whether a request to ``host`` says that another site made it.

    Browsers say it in ``Sec-Fetch-Site``, here ``site`` (Fetch Metadata), where they came by
    https, and in ``Origin`` (RFC 6454). What says neither is no browser that still gets mended,
    and needs the token of the session's forms all the same.
    """
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and _host(origin) != host.lower()


def _host(origin: str) -> str | None:
    """Return host and port of an origin; not its scheme, which a proxy may have changed."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None
