"""What the console's head offers, by role. Each page module declares its ``Entry``; all are put
together in ``server/desks.py``."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from server.oversight.actor import Actor, Role

EXTENSION = "console_navigation"


@dataclass(frozen=True)
class Entry:
    """A page that the head leads to. No ``roles``: all staff; ``order`` says how far left."""

    endpoint: str
    label: str
    roles: frozenset[Role] = frozenset()
    order: int = 100

    def seen_by(self, actor: Actor) -> bool:
        """Whether ``actor`` is offered it."""
        return not self.roles or bool(self.roles & actor.roles)


def init_app(app: Flask) -> None:
    """Begin without any."""
    app.extensions[EXTENSION] = []


def add(app: Flask, *entries: Entry) -> None:
    """Offer these too."""
    known: list[Entry] = app.extensions[EXTENSION]
    known += entries
    known.sort(key=lambda entry: entry.order)


def offered(actor: Actor) -> list[Entry]:
    """What ``actor`` is offered, in order."""
    known: list[Entry] = current_app.extensions[EXTENSION]
    return [entry for entry in known if entry.seen_by(actor)]
