"""What the console shows of every domain: its head, its work lists.

Each domain's part is declared beside its pages in ``server/console/``; here they come together.
"""

from __future__ import annotations

from flask import Flask

from server.console import emergency, home, lists, me, navigation, staff, worklists
from server.console.knowledge import desk as knowledge
from server.console.work import calls


def init_app(app: Flask) -> None:
    """Put it all together."""
    navigation.init_app(app)
    worklists.init_app(app)
    navigation.add(
        app, home.ENTRY, lists.ENTRY, knowledge.ENTRY, staff.ENTRY, emergency.ENTRY, me.ENTRY
    )
    worklists.add(app, calls.LIST)
