"""One function decides who may act for whom."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from server.errors import Problem
from server.kit.clock import Clock, business_now
from server.kit.ids import new_key
from server.oversight.actor import ANONYMOUS, Actor, ActorKind, Role
from server.people import assisting, elders, facts, grants, reach
from server.people.access import acting_for, office_of
from server.people.models import Elder
from server.people.states import Relation, Scope, Source, Standing, Status
from server.transaction import transaction
from tests.server.people import makers
from tests.statements import sent_to

pytestmark = pytest.mark.usefixtures("in_app")


def refusal(session, actor: Actor, elder_id: uuid.UUID, scope: Scope | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        acting_for(session, actor, elder_id, scope)
    return caught.value


def may(session, actor: Actor, elder: Elder, scope: Scope) -> bool:
    try:
        acting_for(session, actor, elder.id, scope)
    except Problem:
        return False
    return True


def test_the_elder_may_do_everything_in_her_own_name() -> None:
    with transaction() as session:
        elder = makers.elder(session)
        own = makers.herself(session, elder)
        acting = acting_for(session, own, elder.id, Scope.MANAGE)
        assert acting.scopes == frozenset(Scope)
        assert acting.relation is Relation.SELF


def test_a_daughter_may_do_what_she_was_given_and_nothing_else() -> None:
    with transaction() as session:
        elder, daughter = makers.elder(session), makers.account(session)
        given = makers.grant(session, elder, daughter, Scope.ASK, Scope.ORDER)
        assert acting_for(session, daughter, elder.id, Scope.ORDER).grant_id == given.id
        for scope in (Scope.PAY, Scope.APPLY, Scope.SEE_ASSESSMENT, Scope.MANAGE):
            refused = refusal(session, daughter, elder.id, scope)
            assert (refused.status, refused.slug) == (403, "scope-missing")


def test_a_stranger_cannot_tell_a_record_from_none() -> None:
    with transaction() as session:
        elder = makers.elder(session)
        makers.herself(session, elder)
        for actor in (makers.account(session), ANONYMOUS, Actor(ActorKind.API_CLIENT, new_key())):
            for scope in (None, *Scope):
                known = refusal(session, actor, elder.id, scope)
                unknown = refusal(session, actor, new_key(), scope)
                assert vars(known) == vars(unknown)
                assert known.status == 404


def test_a_grant_whose_time_is_over_gives_nothing_before_any_clock_job_ran() -> None:
    with transaction() as session:
        elder, son = makers.elder(session), makers.account(session)
        makers.grant(session, elder, son, Scope.ORDER, days=-0.001)
        assert refusal(session, son, elder.id, Scope.ORDER).status == 404


def test_the_clock_job_ends_grants_whose_time_is_over_and_tells_both_sides(announced) -> None:
    with transaction() as session:
        elder, son = makers.elder(session), makers.account(session)
        own = makers.herself(session, elder)
        over = makers.grant(session, elder, son, Scope.ORDER, days=1)
        later = business_now() + timedelta(days=2)
        assert grants.expire(session, later) == 1
        assert grants.expire(session, later) == 0
        assert over.status == Status.EXPIRED
    [told] = announced()
    assert told["event"] == "grant_expired"
    assert set(told["to"]) == {str(own.id), str(son.id)}


@pytest.mark.parametrize(
    ("role", "where", "sees"),
    [
        (Role.STREET_CLERK, {"district": "110102", "street": makers.YUETAN}, True),
        (Role.STREET_CLERK, {"district": "110102", "street": makers.ZHANLAN}, False),
        (Role.STREET_CLERK, {"district": "110107", "street": makers.BABAOSHAN}, False),
        (Role.DISTRICT_REVIEWER, {"district": "110102"}, True),
        (Role.DISTRICT_REVIEWER, {"district": "110107"}, False),
        (Role.CITY_SUPERVISOR, {}, True),
        (Role.ADMIN, {}, True),
        (Role.EDITOR, {}, False),
        (Role.ASSESSOR, {"district": "110102"}, False),
    ],
)
def test_staff_see_the_rows_of_their_posts(role: Role, where: dict, sees: bool) -> None:
    with transaction() as session:
        elder, who = makers.elder(session), makers.staff(session, role, **where)
        if not sees:
            assert refusal(session, who, elder.id).status == 404
            return
        acting = acting_for(session, who, elder.id)
        assert acting.masked_only == (role in (Role.CITY_SUPERVISOR, Role.ADMIN))
        assert Scope.ORDER not in acting.scopes


def test_a_clerk_acts_only_after_saying_what_for_and_never_pays() -> None:
    with transaction() as session:
        elder, clerk = makers.elder(session), makers.clerk(session)
        assert refusal(session, clerk, elder.id, Scope.APPLY).slug == "purpose-missing"
        begun = assisting.begin(session, clerk, elder.id, "替老人申请高龄津贴")
        acting = acting_for(session, clerk, elder.id, Scope.APPLY)
        assert acting.purpose == "替老人申请高龄津贴"
        assert refusal(session, clerk, elder.id, Scope.PAY).status == 403
        assisting.end(session, clerk, begun.id)
        assert refusal(session, clerk, elder.id, Scope.APPLY).slug == "purpose-missing"


def test_assistance_ends_by_itself(app: Flask) -> None:
    with transaction() as session:
        elder, clerk = makers.elder(session), makers.clerk(session)
        assisting.begin(session, clerk, elder.id, "订午饭")
        later = Clock(business_now() + timedelta(hours=3))
        app.extensions["clock"], real = later, app.extensions["clock"]
        try:
            assert refusal(session, clerk, elder.id, Scope.ORDER).slug == "purpose-missing"
        finally:
            app.extensions["clock"] = real


def test_an_institution_acts_through_its_staff_until_the_grant_ends() -> None:
    with transaction() as session:
        elder, provider = makers.elder(session), new_key()
        own = makers.herself(session, elder)
        nurse = makers.staff(session, Role.POINT_OPERATOR, provider_id=provider)
        other = makers.staff(session, Role.POINT_OPERATOR, provider_id=new_key())
        acting = acting_for(session, own, elder.id, Scope.MANAGE)
        given = grants.give_to_provider(session, acting, provider, frozenset({Scope.ORDER}), 90)
        assert acting_for(session, nurse, elder.id, Scope.ORDER).relation is Relation.INSTITUTION
        assert refusal(session, other, elder.id).status == 404
        grants.revoke(session, acting, given.id, None)
        assert refusal(session, nurse, elder.id).status == 404


@pytest.mark.parametrize("to", [Standing.DECEASED, Standing.MOVED_AWAY])
def test_when_an_elder_has_gone_grants_stop_and_the_street_can_put_a_mistake_right(to) -> None:
    with transaction() as session:
        elder, daughter = makers.elder(session), makers.account(session)
        makers.grant(session, elder, daughter, Scope.ORDER)
        office = office_of(session, makers.clerk(session), elder.id, Role.STREET_CLERK)
        assert elders.may_be_contacted(session, elder.id)
        elders.set_standing(session, office, to, date(2026, 11, 1), Source.FAMILY, "家属来说的")
        assert not elders.may_be_contacted(session, elder.id)
        assert refusal(session, daughter, elder.id, Scope.ORDER).slug == "services-ended"
        elders.set_standing(
            session, office, Standing.ACTIVE, date(2026, 11, 2), Source.STAFF, "登错了人"
        )
        assert acting_for(session, daughter, elder.id, Scope.ORDER)


@pytest.mark.parametrize("street", [makers.YUETAN, makers.BABAOSHAN])
def test_an_elder_who_has_told_no_street_is_no_clerks_until_she_tells_one(street: str) -> None:
    with transaction() as session:
        elder = makers.elder(session, street=None, phone="13800001234")
        clerk, number = makers.clerk(session, street), ("13800001234", "样例")
        assert refusal(session, clerk, elder.id).status == 404
        assert elders.find(session, clerk, frozenset({Role.STREET_CLERK}), None, *number) == []
        reviewer = makers.staff(session, Role.DISTRICT_REVIEWER, district="110102")
        assert refusal(session, reviewer, elder.id).status == 404
        own = acting_for(session, makers.herself(session, elder), elder.id, Scope.MANAGE)
        facts.state(session, own, "residence_street", street)
        assert acting_for(session, clerk, elder.id)
        assert len(elders.find(session, clerk, frozenset({Role.STREET_CLERK}), None, *number)) == 1
        other = makers.clerk(session, makers.ZHANLAN)
        assert refusal(session, other, elder.id).status == 404


def test_an_acting_is_a_proof_that_cannot_be_changed() -> None:
    with transaction() as session:
        elder = makers.elder(session)
        acting = acting_for(session, makers.herself(session, elder), elder.id)
        with pytest.raises(AttributeError):
            acting.elder_id = new_key()
        assert replace(acting, scope=Scope.ASK) != acting


def test_whom_an_account_may_ask_for_is_what_the_decision_says_of_each() -> None:
    with transaction() as session:
        daughter = makers.account(session)
        asks, orders, over, ended, erased = (makers.elder(session) for _ in range(5))
        disputed, other = makers.elder(session), makers.elder(session)
        for elder in (asks, ended, erased):
            makers.grant(session, elder, daughter, Scope.ASK)
        makers.grant(session, disputed, daughter, Scope.ASK).status = Status.DISPUTED.value
        makers.grant(session, orders, daughter, Scope.ORDER)
        makers.grant(session, over, daughter, Scope.ASK, days=-0.001)
        makers.grant(session, other, makers.account(session), Scope.ASK)
        ended.status, erased.erased_at = Standing.DECEASED, business_now()
        session.flush()
        everybody = (asks, orders, over, ended, erased, disputed, other)
        allowed = [elder.id for elder in everybody if may(session, daughter, elder, Scope.ASK)]
        assert reach.asked_for(session, daughter) == allowed == [asks.id, disputed.id]
        assert reach.asked_for(session, makers.herself(session, orders)) == [orders.id]
        for nobody in (ANONYMOUS, makers.clerk(session), replace(daughter, kind=ActorKind.STAFF)):
            assert reach.asked_for(session, nobody) == []


def test_whom_an_account_may_ask_for_is_asked_once_however_many_they_are() -> None:
    with transaction() as session:
        neighbour = makers.account(session)
        for _ in range(5):
            makers.grant(session, makers.elder(session), neighbour, Scope.ASK)
        session.flush()
        with sent_to(session.get_bind()) as sent:
            assert len(reach.asked_for(session, neighbour)) == 5
    assert len(sent) == 1
