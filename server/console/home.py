"""The first page of the console: what waits for whoever has signed in."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template

from server.console import worklists
from server.console.navigation import Entry
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_now
from server.kit.worklist import Asked, View
from server.transaction import transaction

blueprint = Blueprint("console", __name__, url_prefix="/console")

ENTRY = Entry("console.home", "今天", order=0)
MOST = 99
"""A list counts no further: how many more there are changes nothing about where to begin."""


@blueprint.get("")
@access(Caller.staff())
def home() -> str:
    """Every list of mine with what is overdue and what is open."""
    actor = current_actor()
    asked = Asked(business_now(), limit=MOST + 1)
    with transaction(writes=False) as session:
        waiting = [
            (
                each,
                len(each.rows(session, actor, asked)),
                len(each.rows(session, actor, replace(asked, view=View.OVERDUE))),
            )
            for each in worklists.seen_by(actor)
        ]
    return render_template("console/home.html", waiting=waiting, most=MOST)
