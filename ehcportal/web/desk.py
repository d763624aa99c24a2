"""The desk from which a request writes about invitations."""

from flask import current_app

from ehcportal.services.invitations.desk import Desk
from ehcportal.web.context import current_profile
from ehcportal.web.logins import key_ring


def desk() -> Desk:
    """Return the key ring, the portal's public address and the council's shared inbox."""
    return Desk(
        ring=key_ring(),
        base_url=current_app.extensions["settings"].base_url,
        inbox=current_profile().council.contacts.email,
    )
