"""Grants under any sequence of doings: what is over stays over, and nothing else is allowed than
what was given."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from flask import Flask
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.errors import Problem
from server.kit.clock import Clock, business_now
from server.oversight.actor import Actor, Role
from server.people import disputes, elders, first_use, grants, invitations
from server.people.access import acting_for, office_of
from server.people.elders import Identity
from server.people.first_use import Registration
from server.people.invitations import Offer
from server.people.models import Grant, GrantEvent
from server.people.repository import grants as repository
from server.people.states import GRANTS, IN_FORCE, Change, Relation, Scope, Source, Standing, Status
from server.transaction import transaction
from tests.server.people import makers

SCOPES = st.frozensets(
    st.sampled_from(sorted(frozenset(Scope) - {Scope.MANAGE})), min_size=1, max_size=3
)
HOLDERS = st.integers(0, 2)
SETTINGS = settings(
    max_examples=15, stateful_step_count=20, deadline=None,
    phases=(Phase.reuse, Phase.generate),  # every step is SQL: making a failure small takes minutes
)  # fmt: skip
LAST = {Status.REFUSED, Status.REVOKED, Status.EXPIRED}


class Expected:
    """What the model thinks of one grant."""

    def __init__(self, grant: Grant, holder: int | None = None) -> None:
        self.id, self.holder = grant.id, holder
        self.scopes = frozenset(map(Scope, grant.scopes))
        self.status = Status(grant.status)
        self.until = grant.expires_at


def refusal(call: Callable[..., Any], *arguments: Any) -> Problem | None:
    """The problem that a call raises, or None."""
    try:
        call(*arguments)
    except Problem as problem:
        return problem
    return None


class Grants(RuleBasedStateMachine):
    """One elder, three who may act for her, a guardian, a clerk; all in one transaction."""

    codes = Bundle("codes")

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app, self.clock = app, app.extensions["clock"]
        self.context = app.app_context()
        self.context.push()
        self.unit = transaction()
        self.session = session = self.unit.__enter__()
        app.extensions["clock"] = Clock(business_now())
        self.number = makers.id_card()
        self.elder = makers.elder(session, id_card=self.number)
        self.own = makers.herself(session, self.elder)
        self.clerk = makers.clerk(session)
        self.holders = [makers.account(session) for _ in range(3)]
        self.known: dict[uuid.UUID, Expected] = {}
        self.alive = True

    def teardown(self) -> None:
        self.app.extensions["clock"] = self.clock
        self.unit.__exit__(KeyError, KeyError(), None)  # rolls back
        self.context.pop()

    # What can happen -------------------------------------------------------------------------

    def hers(self, scope: Scope | None = None):
        return acting_for(self.session, self.own, self.elder.id, scope)

    def office(self):
        return office_of(self.session, self.clerk, self.elder.id, Role.STREET_CLERK)

    def told(self, grant: Grant, status: Status) -> None:
        self.known[grant.id].status = status

    @precondition(lambda self: self.alive)
    @rule(target=codes, scopes=SCOPES, days=st.integers(1, 40))
    def invite(self, scopes: frozenset[Scope], days: int):
        offer = Offer(Relation.CHILD, scopes, days)
        code, grant, _ = invitations.invite(self.session, self.hers(Scope.MANAGE), offer)
        self.known[grant.id] = Expected(grant)
        return (code, grant.id, business_now())

    @rule(code=codes, holder=HOLDERS)
    def accept(self, code, holder: int) -> None:
        text, grant_id, made = code
        expected = self.known[grant_id]
        good = (
            self.alive
            and expected.status is Status.OFFERED
            and business_now() < made + invitations.LASTS
        )
        refused = refusal(invitations.accept, self.session, self.holders[holder], text, None)
        assert (refused is None) == good
        if not good:
            return
        for other in self.known.values():
            if other.holder == holder and other.status in IN_FORCE:
                other.status = Status.REVOKED
        expected.status, expected.holder = Status.ACTIVE, holder

    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        if not self.known or not self.alive:
            return
        chosen = data.draw(st.sampled_from(sorted(self.known)))
        open_before = self.known[chosen].status not in LAST
        refused = refusal(grants.revoke, self.session, self.hers(), chosen, None)
        assert (refused is None) == open_before
        if open_before:
            self.known[chosen].status = Status.REVOKED

    @rule(by=HOLDERS, data=st.data())
    def object_to(self, by: int, data: st.DataObject) -> None:
        """One of the children wants another's grant ended: nothing changes but its mark."""
        if not self.known:
            return
        chosen = data.draw(st.sampled_from(sorted(self.known)))
        try:
            acting = acting_for(self.session, self.holders[by], self.elder.id)
            grants.dispute(self.session, acting, chosen, "不同意")
        except Problem:
            return
        assert self.known[chosen].status in IN_FORCE
        self.known[chosen].status = Status.DISPUTED

    @rule(uphold=st.booleans())
    def decide(self, uphold: bool) -> None:
        for dispute, grant in disputes.waiting(self.session, self.clerk):
            assert grant.status == Status.DISPUTED
            disputes.decide(self.session, self.clerk, dispute.id, uphold, "查过了")
            self.told(grant, Status.REVOKED if uphold else Status.ACTIVE)

    @precondition(lambda self: self.alive)
    @rule(holder=HOLDERS, confirm=st.booleans())
    def claim(self, holder: int, confirm: bool) -> None:
        said = Identity("王样例", self.number, street=makers.YUETAN)
        made, known = first_use.begin(
            self.session, self.holders[holder], Registration(Relation.CHILD, said)
        )
        assert known is None
        expected = self.known[made.id] = Expected(made)
        if confirm:
            first_use.confirm(self.session, self.clerk, made.id, "月坛1", 30)
            for other in self.known.values():
                if other.holder == holder and other.status in IN_FORCE:
                    other.status = Status.REVOKED
            expected.status, expected.holder, expected.until = (
                Status.ACTIVE,
                holder,
                made.expires_at,
            )
        else:
            first_use.refuse(self.session, self.clerk, made.id, "不符")
            expected.status = Status.REFUSED

    @rule(hours=st.integers(1, 24 * 30), job=st.booleans())
    def time_passes(self, hours: int, job: bool) -> None:
        self.app.extensions["clock"] = Clock(business_now() + timedelta(hours=hours))
        if job:
            grants.expire(self.session, business_now())
            for grant in repository.of_elder(self.session, self.office()):
                if grant.id in self.known and grant.status == Status.EXPIRED:
                    assert self.known[grant.id].status not in LAST - {Status.EXPIRED}
                    self.told(grant, Status.EXPIRED)

    @rule()
    def dies_or_was_mistaken(self) -> None:
        to = Standing.DECEASED if self.alive else Standing.ACTIVE
        today = business_now().date()
        elders.set_standing(self.session, self.office(), to, today, Source.STAFF, "登记")
        self.alive = not self.alive

    # What always holds -----------------------------------------------------------------------

    @invariant()
    def only_what_was_given_passes(self) -> None:
        for position, holder in enumerate(self.holders):
            allowed = frozenset[Scope]().union(
                *(
                    known.scopes
                    for known in self.known.values()
                    if known.holder == position
                    and known.status in IN_FORCE
                    and known.until > business_now()
                    and self.alive
                )
            )
            assert self.scopes_of(holder) == allowed
            for scope in (Scope.ORDER, Scope.MANAGE):
                refused = refusal(acting_for, self.session, holder, self.elder.id, scope)
                assert (refused is None) == (scope in allowed)

    def scopes_of(self, holder: Actor) -> frozenset[Scope]:
        try:
            return acting_for(self.session, holder, self.elder.id).scopes
        except Problem:
            return frozenset()

    @invariant()
    def every_status_is_the_end_of_its_events_and_what_is_over_stays_over(self) -> None:
        for grant_id, known in self.known.items():
            grant = self.session.get_one(Grant, grant_id)
            assert grant.status == known.status
            events = (
                self.session.query(GrantEvent)
                .filter(GrantEvent.grant_id == grant_id)
                .order_by(GrantEvent.seq)
                .all()
            )
            assert events[-1].status == grant.status
            for before, after in pairwise(events):
                assert GRANTS[Status(before.status)][Change(after.change)] == after.status
            assert (grant.ended_at is not None) == (grant.status in LAST)


def test_grants_over_time(app: Flask) -> None:
    app.extensions["jobs"].handlers.setdefault(grants.ANNOUNCE, lambda payload: None)
    run_state_machine_as_test(
        lambda: Grants(app),
        settings=SETTINGS,
    )
