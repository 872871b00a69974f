"""What became of messages that were announced together, in one word each."""

from __future__ import annotations

import pytest

from server.messages.fates import Fate, _fate
from server.messages.states import Status


@pytest.mark.parametrize(
    ("status", "call", "outcome", "tried", "fate"),
    [
        (Status.CREATED, None, None, False, Fate.WAITING),
        (Status.SENDING, None, None, False, Fate.WAITING),
        (Status.ACCEPTED, None, None, False, Fate.SENT),
        (Status.ACCEPTED, "open", None, False, Fate.TO_RING),
        (Status.ACCEPTED, "open", "no_answer", True, Fate.RUNG_IN_VAIN),
        (Status.DELIVERED, None, None, False, Fate.DELIVERED),
        (Status.DELIVERED, "done", "reached", True, Fate.TOLD_BY_PHONE),
        (Status.GIVEN_UP, None, None, False, Fate.GIVEN_UP),
        (Status.GIVEN_UP, "done", "withdrawn", False, Fate.GIVEN_UP),
        (Status.GIVEN_UP, "done", "wrong_number", True, Fate.WRONG_NUMBER),
        (Status.GIVEN_UP, "done", "no_answer", True, Fate.NEVER_ANSWERED),
        (Status.REFUSED, None, None, False, Fate.REFUSED),
    ],
)
def test_a_message_has_come_to_one_end(
    status: Status, call: str | None, outcome: str | None, tried: bool, fate: Fate
) -> None:
    assert _fate(status, call, outcome, tried) is fate


def test_a_call_from_before_it_was_tried_anew_says_nothing_any_more() -> None:
    assert _fate(Status.CREATED, "done", "wrong_number", True) is Fate.WAITING
    assert _fate(Status.ACCEPTED, "done", "wrong_number", True) is Fate.SENT
