"""What the console shows of every domain: its head, its work lists, time lines, numbers.

Each domain's part is declared beside its pages in ``server/console/``; here they come together.
"""

from __future__ import annotations

from flask import Flask

from server.console import (
    commands,
    emergency,
    figures,
    handoffs,
    home,
    lists,
    me,
    money,
    navigation,
    people,
    staff,
    statistics,
    tickets,
    timeline,
    tour,
    worklists,
)
from server.console.knowledge import desk as knowledge
from server.console.lines import chat as chat_line
from server.console.lines import payments as payments_line
from server.console.lines import people as people_line
from server.console.lines import tickets as tickets_line
from server.console.numbers import chat as chat_numbers
from server.console.numbers import money as money_numbers
from server.console.numbers import tickets as ticket_numbers
from server.console.work import calls, claims, given_up, review
from server.console.work import handoffs as handoff_list
from server.console.work import knowledge as knowledge_lists
from server.console.work import money as money_lists
from server.console.work import people as people_lists
from server.console.work import tickets as ticket_list

ENTRIES = (
    home.ENTRY,
    handoffs.ENTRY,
    lists.ENTRY,
    people.ENTRY,
    knowledge.ENTRY,
    tickets.ENTRY,
    money.ENTRY,
    figures.ENTRY,
    staff.ENTRY,
    emergency.ENTRY,
    me.ENTRY,
    tour.ENTRY,
)
WORK_LISTS = (
    handoff_list.LIST,
    ticket_list.LIST,
    claims.LIST,
    *people_lists.LISTS,
    calls.LIST,
    given_up.LIST,
    *knowledge_lists.LISTS,
    review.LIST,
    *money_lists.LISTS,
)
LINES = (
    chat_line.QUESTIONS,
    chat_line.HANDOFFS,
    tickets_line.SOURCE,
    people_line.GRANTS,
    people_line.MESSAGES,
    payments_line.SOURCE,
)

NUMBERS = (
    chat_numbers.QUESTIONS,
    chat_numbers.ANSWERED,
    chat_numbers.SERVED,
    chat_numbers.HANDOFFS,
    ticket_numbers.REPORTED,
    money_numbers.PAID,
)


def init_app(app: Flask) -> None:
    """Put it all together."""
    navigation.init_app(app)
    worklists.init_app(app)
    timeline.init_app(app)
    statistics.init_app(app)
    commands.init_app(app)
    navigation.add(app, *ENTRIES)
    worklists.add(app, *WORK_LISTS)
    timeline.add(app, *LINES)
    statistics.add(app, *NUMBERS)
