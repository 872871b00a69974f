"""Nothing that was paid for is lost by erasing: what is still to come is given back first."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from server.activities import own_data as places
from server.activities import service
from server.activities.models import Activity, SignUp
from server.kit.clock import business_now
from server.payments.models import Payment
from server.people import own_data, tasks
from server.people.access import job_for
from server.people.models import Elder
from server.transaction import transaction
from tests.server.activities.test_paying_the_fee import (
    Site,
    balances,
    do,
    prepared,
    sign_up,
    standing,
    until,
)
from tests.server.activities.test_paying_the_fee import announce as announce
from tests.server.activities.test_paying_the_fee import elder as elder
from tests.server.activities.test_paying_the_fee import pay_keys as pay_keys
from tests.server.activities.test_paying_the_fee import site as site

Who = tuple[str, str]


def asked(site: Site, elder: Who) -> dict[str, Any]:
    return dict(site.call("POST", f"/api/v1/people/{elder[1]}/erasure", elder[0]))


def paid_place(site: Site, elder: Who, activity: str) -> str:
    order = str(sign_up(site, activity, elder)["id"])
    assert site.pays(prepared(site, order, elder))
    until(lambda: standing(site, order, elder)["status"] == "confirmed")
    return order


def set_times(site: Site, **hours: int) -> None:
    with site.app.app_context(), transaction() as session:
        now = business_now()
        values = {name: now + timedelta(hours=away) for name, away in hours.items()}
        session.execute(update(Activity).values(**values))


def erased(site: Site) -> bool:
    with site.app.app_context(), transaction(writes=False) as session:
        return session.scalars(select(Elder.erased_at)).one() is not None


def test_a_paid_place_is_given_back_before_anything_is_erased(
    site: Site, elder: Who, announce: Callable[..., str]
) -> None:
    site.control("", {"refund_takes_s": 0}, "PATCH")
    order = paid_place(site, elder, announce())
    refused = asked(site, elder)
    assert (refused["status"], refused["type"].rpartition(":")[2]) == (409, "still-open")
    assert "5.00元" in refused["title"]
    assert standing(site, order, elder)["status"] == "confirmed"
    site.call("DELETE", f"/api/v1/activities/sign-ups/{order}", elder[0])
    assert "erased" in asked(site, elder)
    do(site)
    until(lambda: site.control("", method="GET")["refunded_fen"] == 500)
    until(lambda: balances(site) == {})
    assert erased(site)


@pytest.mark.parametrize("fee_fen", [500, 0], ids=["not paid yet", "free"])
def test_a_place_that_others_could_have_is_given_back_first(
    site: Site, elder: Who, announce: Callable[..., str], fee_fen: int
) -> None:
    order = sign_up(site, announce(fee_fen=fee_fen), elder)["id"]
    assert asked(site, elder)["status"] == 409
    site.call("DELETE", f"/api/v1/activities/sign-ups/{order}", elder[0])
    assert "erased" in asked(site, elder)


def test_what_can_no_longer_be_given_back_is_not_cut_off_before_its_day(
    site: Site, elder: Who, announce: Callable[..., str]
) -> None:
    paid_place(site, elder, announce())
    set_times(site, closes_at=-1, starts_at=5)
    refused = asked(site, elder)
    assert refused["status"] == 409
    assert "街道" in refused["title"]
    set_times(site, closes_at=-9, starts_at=-5)
    assert "erased" in asked(site, elder)


def test_a_free_place_whose_list_is_closed_hinders_nobody(
    site: Site, elder: Who, announce: Callable[..., str]
) -> None:
    sign_up(site, announce(fee_fen=0), elder)
    set_times(site, closes_at=-1, starts_at=5)
    assert "erased" in asked(site, elder)


def test_what_is_paid_at_the_moment_of_erasing_goes_back_to_whoever_paid(
    site: Site, elder: Who, announce: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signed up between our look at what is open and the end of her grants."""
    site.control("", {"refund_takes_s": 0}, "PATCH")
    activity = announce(places=1)
    paid_place(site, elder, activity)
    people = site.app.extensions["people"]
    monkeypatch.setitem(people.openings, "activities", lambda _session, _acting: [])
    assert "erased" in asked(site, elder)
    with site.app.app_context():
        payload = {"elder_id": elder[1], "to": []}
        tasks.erase(payload)
        tasks.erase(payload)
        with transaction(writes=False) as session:
            assert session.scalars(select(SignUp.status)).one() == "given_back"
            assert session.scalars(select(Payment.status)).one() == "refunded"
            assert service.one(session, uuid.UUID(activity)).places_left == 1
    do(site)
    until(lambda: site.control("", method="GET")["refunded_fen"] == 500)
    until(lambda: balances(site) == {})
    assert erased(site)


def test_nothing_of_hers_is_open_who_has_signed_up_for_nothing(site: Site, elder: Who) -> None:
    with site.app.app_context(), transaction(writes=False) as session:
        acting = job_for(uuid.UUID(elder[1]))
        assert places.unfinished(session, acting) == own_data.unfinished(session, acting) == []
