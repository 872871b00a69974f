"""Statements without the unit of work: a status that moves in one moves as its machine says, and only
so; rows that are inserted together are all there."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.activities.models import Activity, SignUp
from server.activities.states import SIGN_UP
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.kit.rows import insert_all, moved
from server.kit.states import WrongMoveError
from server.payments.models import LedgerEntry, Seller
from server.transaction import transaction
from tests.server.people import makers
from tests.statements import sent_to


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
            moved(session, SIGN_UP, SignUp, place, after)
            assert known.status == after
            assert session.get_one(SignUp, place, populate_existing=True).status == after
        else:
            with pytest.raises(WrongMoveError):
                moved(session, SIGN_UP, SignUp, place, after)
            assert session.get_one(SignUp, place, populate_existing=True).status == before


def test_a_row_that_is_not_there_does_not_move(empty_app: Flask) -> None:
    with transaction() as session, pytest.raises(WrongMoveError):
        moved(session, SIGN_UP, SignUp, uuid.uuid4(), "confirmed")


def an_entry(holder: str, fen: int) -> dict[str, object]:
    """The columns of a ledger entry of no payment; the optional one is left empty on purpose."""
    now = business_now()
    return {
        "movement_id": MOVEMENT, "cause": "claw_back", "cause_id": MOVEMENT, "account": "operator",
        "holder": holder, "amount_fen": fen, "day": now.date(), "payment_id": None, "at": now,
    }  # fmt: skip


MOVEMENT = new_key()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_rows_are_inserted_in_one_statement_in_the_order_they_are_given(
    empty_app: Flask, count: int
) -> None:
    given = [(f"sample-{n}", -(n + 1)) for n in range(count)]
    with transaction() as session, sent_to(session.get_bind()) as sent:
        insert_all(session, LedgerEntry, [an_entry(*one) for one in given])
    with transaction(writes=False) as session:
        chosen = select(LedgerEntry).order_by(LedgerEntry.seq)
        found = [(one.holder, one.amount_fen) for one in session.scalars(chosen)]
        first = session.scalars(chosen).first()
    assert found == given
    assert len(sent) == 1
    assert first is not None
    assert first.movement_id == MOVEMENT
    assert first.payment_id is None


def test_of_rows_of_which_one_cannot_be_inserted_none_is_kept(empty_app: Flask) -> None:
    twice = [an_entry("sample", 1), an_entry("sample", 1)]
    with pytest.raises(IntegrityError), transaction() as session:
        insert_all(session, LedgerEntry, twice)
    with transaction(writes=False) as session:
        assert session.scalars(select(LedgerEntry)).all() == []
