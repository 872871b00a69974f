"""Which client a request comes from: for rate limits, and for a channel that asks who pays."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask, proxy_hops: int) -> None:
    """Believe ``X-Forwarded-*`` only from as many proxies as are really in front of us."""
    if proxy_hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxy_hops, x_proto=proxy_hops, x_host=proxy_hops
        )


def client_address() -> str:
    """The client's network address as far as it is known.

    Of IPv6 the first 64 bits: whoever has one address there has all that begin alike (RFC 6177).
    """
    known = request.remote_addr or "unknown"
    try:
        found = ip_address(known)
    except ValueError:
        return known
    if isinstance(found, IPv4Address):
        return known
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((int(found), 64), strict=False))


def payer_address() -> str:
    """The client's own address in full; a channel takes nothing else for one."""
    known = request.remote_addr or ""
    try:
        found = ip_address(known)
    except ValueError:
        return known
    return str((found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found)
