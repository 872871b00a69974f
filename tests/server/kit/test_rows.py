"""A status that moves in one statement moves as its machine says, and only so."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from server.activities.models import Activity, SignUp
from server.activities.states import SIGN_UP
from server.kit.clock import business_now
from server.kit.rows import moved
from server.kit.states import WrongMoveError
from server.payments.models import Seller
from server.transaction import transaction
from tests.server.people import makers


def a_place(status: str) -> uuid.UUID:
    """A sign-up that stands so."""
    now = business_now()
    with transaction() as session:
        elder = makers.elder(session)
        session.add(seller := Seller(name="样例社区", created_at=now))
        session.flush()
        session.add(
            activity := Activity(
                title="样例合唱班", place="样例活动室", street=makers.YUETAN, closes_at=now,
                starts_at=now, fee_fen=500, places=5, places_left=4, seller_id=seller.id,
                created_at=now,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            made := SignUp(
                activity_id=activity.id, elder_id=elder.id, fee_fen=500, status=status,
                pay_until=now + timedelta(minutes=30), created_at=now,
            )
        )  # fmt: skip
        session.flush()
        return made.id


@pytest.mark.parametrize("before", sorted(SIGN_UP.moves))
@pytest.mark.parametrize("after", sorted(SIGN_UP.moves))
def test_a_row_moves_in_one_statement_exactly_where_its_machine_allows_it(
    empty_app: Flask, before: str, after: str
) -> None:
    place = a_place(before)
    with transaction() as session:
        known = session.get_one(SignUp, place)
        if SIGN_UP.allows(before, after):
            assert moved(session, SIGN_UP, SignUp, place, after) is known
            assert known.status == after
        else:
            with pytest.raises(WrongMoveError):
                moved(session, SIGN_UP, SignUp, place, after)
            assert session.get_one(SignUp, place, populate_existing=True).status == before


def test_a_row_that_is_not_there_does_not_move(empty_app: Flask) -> None:
    with transaction() as session, pytest.raises(WrongMoveError):
        moved(session, SIGN_UP, SignUp, uuid.uuid4(), "confirmed")
