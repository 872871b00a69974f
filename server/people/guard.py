"""Whoever names an elder in an address is asked whether he has anything to do with her, first.

Before the view reads the body: what somebody else sends about an elder is answered like an id that
does not exist, whether it is in order or not. What the caller may do, the view asks for itself.
"""

from __future__ import annotations

from flask import Flask, request

from server.identity.access import current_actor
from server.people.access import acting_for
from server.transaction import transaction


def init_app(app: Flask) -> None:
    """Guard every address with an ``elder_id`` in it. Register it after ``identity.access``."""

    @app.before_request
    def refuse_strangers() -> None:
        elder_id = (request.view_args or {}).get("elder_id")
        if elder_id is not None:
            with transaction(writes=False) as session:
                acting_for(session, current_actor(), elder_id)
