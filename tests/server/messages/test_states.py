"""The status of a message: only where it leads, each change kept, the last ones final."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.messages import numbers, repository
from server.messages.models import Message
from server.messages.states import TRANSITIONS, Status, WrongTurn, move
from server.transaction import transaction
from tests.server.messages.conftest import Office

FINAL = {Status.DELIVERED, Status.REFUSED}


def fresh(session: Session) -> Message:
    message = Message(
        origin=uuid.uuid4().hex,
        verify_number=numbers.draw(),
        event="test_message",
        audience="account",
        account_id=new_key(),
        details={},
        created_at=machine_now(),
    )
    session.add(message)
    move(session, message, Status.CREATED, "announced")
    return message


@given(wishes=st.lists(st.sampled_from(list(Status)), max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_events_replayed_give_the_status(office: Office, wishes: list[Status]) -> None:
    with transaction() as session:
        message = fresh(session)
        followed = [Status.CREATED]
        for wish in wishes:
            if wish in TRANSITIONS[followed[-1]]:
                move(session, message, wish, "test")
                followed.append(wish)
            else:
                with pytest.raises(WrongTurn):
                    move(session, message, wish, "test")
        kept = repository.events(session, message.id)
        assert [event.to_status for event in kept] == followed
        assert [event.from_status for event in kept] == [None, *followed[:-1]]
        assert message.status == followed[-1]


def test_what_is_final_leads_nowhere_and_nothing_else_is() -> None:
    assert {status for status, onward in TRANSITIONS.items() if not onward} == FINAL


def test_every_status_can_be_reached() -> None:
    assert set().union(*TRANSITIONS.values()) == set(Status)


def test_the_database_refuses_a_status_of_its_own(office: Office) -> None:
    def lose() -> None:
        with transaction() as session:
            fresh(session).status = "lost"

    with pytest.raises(IntegrityError):
        lose()
