"""The keys that channels sign with, kept fresh: the certificates of WeChat Pay end and are replaced.

A worker fetches them every six hours (the documents: before twelve have passed; the old one holds
for a while beside the new one) and puts them where every process looks that meets a signature it
has no key for. Nothing is fetched while a notice is answered.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app

from server.jobs.outcome import Retry
from server.jobs.service import enqueue
from server.kit.clock import machine_now
from server.payments import happenings
from server.payments.channels import Channel, ChannelError
from server.transaction import in_transaction, transaction

JOB = "payments.keys"
EVERY = timedelta(hours=6)
INCIDENT = "pay_keys"


def keep() -> None:
    """Have each channel fetch what it verifies with. Staff see where one does not; raises Retry then,
    so that the clock comes back sooner."""
    wrong = ""
    channels: dict[str, Channel] = current_app.extensions["channels"]
    for each in channels.values():
        error = _error(each)
        _tell(each.name, error)
        wrong = wrong or (error.code if error else "")
    if wrong:
        raise Retry(None, wrong)


def fetch(payload: dict[str, Any]) -> None:
    """The same, asked for because something was signed by a key that nobody has."""
    keep()


def ask_for() -> None:
    """Have keys fetched soon: however much comes that nobody can verify, once in ten minutes."""
    ten_minutes = f"{machine_now():%Y%m%d%H%M}"[:-1]
    with transaction() as session:
        enqueue(session, JOB, {}, key=f"{JOB}:{ten_minutes}")


def _error(each: Channel) -> ChannelError | None:
    try:
        each.keep_keys()
    except ChannelError as error:
        return error
    return None


def _tell(name: str, error: ChannelError | None) -> None:
    if error is None:
        in_transaction(lambda session: happenings.settled(session, INCIDENT, name, "已更新"))
    elif error.answered:
        code = error.code
        in_transaction(lambda session: happenings.alarm(session, INCIDENT, name, code=code))
