"""The facts that a text states today, under the names of the eligibility rules."""

from __future__ import annotations

from typing import Any

from intents.told.facts import facts_in
from server.benefits import service as benefits
from server.kit.clock import business_today


def heard(text: str, *, of_somebody: bool = False, of_one: bool = False) -> dict[str, Any]:
    """The facts in ``text``.

    ``of_somebody``: the talk is of a certain person, not of people of a kind. ``of_one``: all of it is told
    of one person already, whomever it names.
    """
    today = business_today()
    return facts_in(text, benefits.names(), today, of_somebody=of_somebody, of_one=of_one)
