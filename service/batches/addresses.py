"""Which addresses a webhook may go to: a name resolved once, and none inside the bank's network."""

import ipaddress
import re
import socket
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
"""Characters of the longest address."""

_PORTS = {"https": 443, "http": 80}
_IPV6_GLOBAL = ipaddress.ip_network("2000::/3")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SPECIAL = [
    # Of protocols, and of the metadata of a cloud; relays of 6to4; examples (RFC 9637).
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")
]
"""Networks that are none of the public internet, though not every Python knows it."""

Resolve = Callable[[str, int], list[str]]
"""From a host name and a port to IP addresses; raises :exc:`OSError`."""


class TargetRefused(Exception):
    """A webhook may not go there; the message ends the sentence that begins with the address."""


class Target(NamedTuple):
    """Where a webhook goes: ``path`` has the query, ``host`` is a name or an IP address."""

    scheme: str
    host: str
    port: int
    path: str


def target(address: str, *, private: bool) -> Target:
    """Return where a webhook to ``address`` goes; ``private``: http and inside is allowed.

    Nothing is resolved, so that a name may still turn out to be of an address that is refused.
    Raises :exc:`TargetRefused`.
    """
    if len(address) > LONGEST or not address.isascii() or not address.isprintable():
        raise TargetRefused(f"must be at most {LONGEST} visible characters of ASCII")
    if " " in address or "\\" in address:
        raise TargetRefused("must have neither spaces nor backslashes")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise TargetRefused("is no address") from None
    if parts.scheme not in (_PORTS if private else {"https"}):
        raise TargetRefused("must begin with https://")
    if not parts.hostname or port == 0 or not _is_name(parts.hostname):
        raise TargetRefused("must name a host")
    if "@" in parts.netloc or "#" in address:
        raise TargetRefused("must have neither user name nor fragment")
    host = parts.hostname
    if _ends_in_number(host):
        raise TargetRefused("must have an IP address in its usual form")
    if not private and _inside(host):
        raise TargetRefused("is inside a private network")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], _path(parts))


def addresses(host: str, port: int, resolve: Resolve, *, private: bool) -> list[str]:
    """Return the IP addresses of ``host``, every one of which a webhook may go to.

    Raises :exc:`TargetRefused`, and :exc:`OSError` where there are none.
    """
    found = resolve(host, port)
    for address in found:
        if not private and not is_public(address):
            raise TargetRefused("is inside a private network")
    return found


def resolved(host: str, port: int) -> list[str]:
    """Ask the system for the IP addresses of ``host``; raises :exc:`OSError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as fault:
        raise OSError(f"no host name: {fault}") from fault
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        within = ip.ipv4_mapped or ip.sixtofour
        if within is None and ip in _NAT64:
            within = ipaddress.IPv4Address(ip.packed[-4:])
        if within is not None:
            return is_public(str(within))
        if ip not in _IPV6_GLOBAL:
            return False
    special = any(ip in network for network in _SPECIAL)
    return ip.is_global and not ip.is_multicast and not special


def _is_name(host: str) -> bool:
    """Return whether no part of ``host`` is empty or too long, which TLS would not bear."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _ends_in_number(host: str) -> bool:
    """Return whether systems may read ``host`` as an IPv4 address, though it is not written as one.

    Of names, the last part is never a number (WHATWG URL, "ends in a number").
    """
    if not _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2].lower()):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def _inside(host: str) -> bool:
    """Return whether ``host`` says by itself that it is inside."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return name == "localhost" or name.endswith(".localhost")
    return not is_public(host)


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
