"""Three builds that are broken on purpose: the fault run has to notice each of them."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.payments import notices, refunds, repository
from server.payments.channels import channel
from server.payments.models import Attempt, Payment

WINDOW_S = 0.6
"""A race that a lock would have prevented is lost more often if its window is wider."""
LATER_S = 1.5

_receive = notices.receive


def _keep_surplus(*_: Any) -> None:
    """Instead of ``refunds.of_surplus``: what came late or twice is not given back."""


def _unlocked(session: Session, payment_id: uuid.UUID) -> Payment:
    """Instead of ``repository.locked``."""
    chosen = select(Payment).where(Payment.id == payment_id)
    found = session.scalars(chosen.execution_options(populate_existing=True)).one()
    time.sleep(WINDOW_S)
    return found


def _unlocked_of(session: Session, kind: str, order_id: uuid.UUID) -> Payment | None:
    """Instead of ``repository.payment_of``."""
    chosen = select(Payment).where(Payment.payable_kind == kind, Payment.payable_id == order_id)
    found = session.scalars(chosen).one_or_none()
    time.sleep(WINDOW_S)
    return found


def _unlocked_with_attempt(
    session: Session, channel: str, trade_no: str
) -> tuple[Payment, Attempt] | None:
    """Instead of ``repository.locked_with_attempt``."""
    chosen = (
        select(Payment, Attempt)
        .join(Attempt, Attempt.payment_id == Payment.id)
        .where(Attempt.channel == channel, Attempt.trade_no == trade_no)
    )
    found = session.execute(chosen.execution_options(populate_existing=True)).one_or_none()
    time.sleep(WINDOW_S)
    return None if found is None else (found[0], found[1])


def _receive_later(name: str, headers: Mapping[str, str], body: bytes) -> None:
    """Instead of ``notices.receive``: it is answered first, and kept if there is time for it."""
    channel(name).open_notice(headers, body)
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def keep() -> None:
        with app.app_context():
            _receive(name, headers, body)

    threading.Timer(LATER_S, keep).start()


BUILDS: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "no_row_lock": (
        (repository, "locked", _unlocked),
        (repository, "payment_of", _unlocked_of),
        (repository, "locked_with_attempt", _unlocked_with_attempt),
    ),
    "answer_before_commit": ((notices, "receive", _receive_later),),
    "late_payments_not_refunded": ((refunds, "of_surplus", _keep_surplus),),
}


def broken(name: str) -> ExitStack:
    """Until it is closed, this process is that build."""
    patches = ExitStack()
    for module, attribute, instead in BUILDS[name]:
        patches.enter_context(patch.object(module, attribute, instead))
    return patches


def application(name: str) -> Any:
    """What gunicorn and the worker start instead of ``wsgi:app``."""
    broken(name)
    return create_app()
