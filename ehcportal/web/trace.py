"""From where and in which request somebody acts, for audit and logs."""

import ipaddress

from flask import g, request

from ehcportal.models.base import new_id
from ehcportal.queries.people import SignedIn
from ehcportal.security.audit import Trace


def request_id() -> str:
    """Return the id of this request, which error pages show and logs carry."""
    if "request_id" not in g:
        g.request_id = new_id()[:12]
    found: str = g.request_id
    return found


def network() -> str:
    """Return the caller's network: the /24 of an IPv4 address, the /48 of an IPv6 one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    prefix = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, prefix), strict=False))


def actor_trace() -> Trace:
    """Return who acts in this request and from where."""
    person: SignedIn | None = g.get("person")
    return Trace(
        account_id=person.account_id if person else None,
        session_id=person.session_id if person else None,
        network=network(),
        request_id=request_id(),
    )
