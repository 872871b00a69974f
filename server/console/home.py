"""The first page of the console: what waits for whoever has signed in."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from server.console import worklists
from server.console.navigation import Entry
from server.console.worklists import WorkList
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_now
from server.kit.worklist import Asked, Tally
from server.oversight.actor import Actor
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
            (each, *counted(session, each, actor, asked)) for each in worklists.seen_by(actor)
        ]
    return render_template("console/home.html", waiting=waiting, most=MOST)


def counted(session: Session, found: WorkList, actor: Actor, asked: Asked) -> tuple[int, int]:
    """How much of a list is open, and how much of it is overdue: that comes first in every list.
    What the database cannot count, because the list is put together above it, is counted here."""
    tally = Tally()
    rows = found.rows(session, actor, replace(asked, tally=tally))
    overdue = sum(row.due_at < asked.now for row in rows)
    return tally.open + len(rows), tally.overdue + overdue
