"""Whether each channel takes our settings, found out before anybody pays.

A wrong serial, key or merchant number shows as SYSTEM_ERROR or as silence about an order (reference
of WeChat, production failure 15). So a starting worker has each channel asked for something that it
must not know; until it says so, staff have an incident. The site starts all the same: a channel
that does not take our settings must not take questions and emergencies with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import current_app
from sqlalchemy import select

from server.jobs.outcome import Retry
from server.jobs.service import enqueue
from server.kit.clock import machine_now
from server.payments import happenings
from server.payments.channels import Bills, Channel, ChannelError
from server.payments.models import Seller
from server.transaction import transaction

JOB = "payments.self_check"
INCIDENT = "pay_settings"


def begin() -> None:
    """Ask for the check; workers that start in one minute ask for one."""
    with transaction() as session:
        enqueue(session, JOB, {}, key=f"{JOB}:{machine_now():%Y%m%d%H%M}")


def check(payload: dict[str, Any]) -> None:
    """Ask each channel; come again until all of them know us. Staff see which does not."""
    wrong = ""
    for name, error in results():
        with transaction() as session:
            if error is None:
                happenings.settled(session, INCIDENT, name, "自检通过")
            elif error.answered:
                happenings.alarm(session, INCIDENT, name, code=error.code)
        wrong = wrong or (error.code if error else "")
    if wrong:
        raise Retry(None, wrong)


def results() -> Iterator[tuple[str, ChannelError | None]]:
    """(channel, or channel and seller where each seller has a number of its own; what is wrong)."""
    with transaction(writes=False) as session:
        sellers = list(session.scalars(select(Seller).order_by(Seller.created_at, Seller.id)))
    channels: dict[str, Channel] = current_app.extensions["channels"]
    for each in channels.values():
        if each.bills is Bills.BY_SELLER:
            for seller in sellers:
                yield f"{each.name} {seller.id}", _asked(each, seller)
        else:
            yield each.name, _asked(each, None)


def _asked(each: Channel, seller: Seller | None) -> ChannelError | None:
    try:
        each.self_check(seller)
    except ChannelError as error:
        return error
    return None
