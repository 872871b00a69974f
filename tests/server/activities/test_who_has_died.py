"""A place of somebody who has died is others', and its fee goes back to whoever paid it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from server.activities import service
from server.activities.models import SignUp
from server.kit.clock import business_today
from server.oversight.actor import Role
from server.payments.models import Payment
from server.people import elders, tasks
from server.people.access import office_of
from server.people.states import Source, Standing
from server.transaction import transaction
from tests.server.activities.test_erasing import Who, paid_place, set_times
from tests.server.activities.test_paying_the_fee import Site, balances, do, prepared, sign_up, until
from tests.server.activities.test_paying_the_fee import announce as announce
from tests.server.activities.test_paying_the_fee import elder as elder
from tests.server.activities.test_paying_the_fee import pay_keys as pay_keys
from tests.server.activities.test_paying_the_fee import site as site
from tests.server.people import makers


def told(site: Site, elder: Who, to: Standing) -> None:
    with site.app.app_context(), transaction() as session:
        elder_id = uuid.UUID(elder[1])
        office = office_of(session, makers.clerk(session), elder_id, Role.STREET_CLERK)
        elders.set_standing(
            session, office, to, business_today(), Source.FAMILY, "样例：家属来说的"
        )


def place(site: Site, activity: str) -> tuple[str, str, int]:
    """How the place and its payment stand, and how many places are left."""
    with site.app.app_context(), transaction(writes=False) as session:
        return (
            session.scalars(select(SignUp.status)).one(),
            session.scalars(select(Payment.status)).one(),
            service.one(session, uuid.UUID(activity)).places_left,
        )


def test_a_paid_place_is_given_back_with_its_fee(
    site: Site, elder: Who, announce: Callable[..., str]
) -> None:
    site.control("", {"refund_takes_s": 0}, "PATCH")
    activity = announce(places=1)
    paid_place(site, elder, activity)
    told(site, elder, Standing.DECEASED)
    do(site)
    assert place(site, activity) == ("given_back", "refunded", 1)
    until(lambda: site.control("", method="GET")["refunded_fen"] == 500)
    until(lambda: balances(site) == {})


def test_nobody_pays_any_more_for_a_place_that_was_held(
    site: Site, elder: Who, announce: Callable[..., str]
) -> None:
    activity = announce(places=1)
    order = str(sign_up(site, activity, elder)["id"])
    device = prepared(site, order, elder)
    told(site, elder, Standing.DECEASED)
    do(site)
    assert place(site, activity) == ("given_back", "cancelled", 1)
    assert not site.pays(device)


def test_what_others_cannot_have_any_more_is_for_staff_to_decide(
    site: Site, elder: Who, announce: Callable[..., str]
) -> None:
    activity = announce(places=1)
    paid_place(site, elder, activity)
    set_times(site, closes_at=-1, starts_at=5)
    told(site, elder, Standing.DECEASED)
    do(site)
    assert place(site, activity) == ("confirmed", "paid", 0)


@pytest.mark.parametrize("to", [Standing.MOVED_AWAY, Standing.ACTIVE])
def test_who_is_alive_keeps_her_place(
    site: Site, elder: Who, announce: Callable[..., str], to: Standing
) -> None:
    """Who has moved away may still come; a death that was put right before its job began is none."""
    activity = announce(places=1)
    paid_place(site, elder, activity)
    if to is Standing.ACTIVE:
        told(site, elder, Standing.DECEASED)
    told(site, elder, to)
    do(site)
    with site.app.app_context():
        tasks.end_of_the_dead({"elder_id": elder[1]})
    assert place(site, activity) == ("confirmed", "paid", 0)
