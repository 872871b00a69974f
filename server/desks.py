"""What the console shows of every domain: its head, its work lists.

Each domain's part is declared beside its pages in ``server/console/``; here they come together.
"""

from __future__ import annotations

from flask import Flask

from server.console import emergency, handoffs, home, lists, me, navigation, staff, worklists
from server.console.knowledge import desk as knowledge
from server.console.work import calls
from server.console.work import handoffs as handoff_list


def init_app(app: Flask) -> None:
    """Put it all together."""
    navigation.init_app(app)
    worklists.init_app(app)
    navigation.add(
        app,
        home.ENTRY,
        handoffs.ENTRY,
        lists.ENTRY,
        knowledge.ENTRY,
        staff.ENTRY,
        emergency.ENTRY,
        me.ENTRY,
    )
    worklists.add(app, handoff_list.LIST, calls.LIST)
