"""Access rules and row scopes, for every combination of callers, posts and places."""

from __future__ import annotations

import functools
import operator
import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select

from server.identity.access import Caller
from server.identity.scope import covers, staff_in
from server.oversight.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Post, Role

DISTRICTS = ["110101", "110102"]
STREETS = ["110101001", "110101002", "110102005"]
SCOPES = ["directory:read", "cases:write"]

roles = st.sampled_from(list(Role))
posts = st.builds(
    Post,
    role=roles,
    district=st.none() | st.sampled_from(DISTRICTS),
    street=st.none() | st.sampled_from(STREETS),
    provider_id=st.none() | st.just(uuid.UUID(int=1)),
)
actors = st.builds(
    Actor,
    kind=st.sampled_from(list(ActorKind)),
    id=st.just(uuid.UUID(int=2)),
    posts=st.lists(posts, max_size=3).map(tuple),
    scopes=st.frozensets(st.sampled_from(SCOPES)),
)
few_roles = [Role.STREET_CLERK, Role.EDITOR]
staff = st.builds(
    Actor,
    kind=st.just(ActorKind.STAFF),
    posts=st.lists(
        posts.map(lambda post: replace(post, role=few_roles[len(post.role) % 2])),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
"""People whose posts differ mostly in where they hold, so that rows are often within reach."""

single_callers = st.one_of(
    st.sampled_from([Caller.ANYONE, Caller.SIGNED_IN, Caller.staff()]),
    st.lists(roles, min_size=1, max_size=3).map(lambda some: Caller.staff(*some)),
    st.sampled_from(SCOPES).map(Caller.client),
)
callers = st.lists(single_callers, min_size=1, max_size=3).map(
    lambda some: functools.reduce(operator.or_, some)
)
places = st.tuples(st.none() | st.sampled_from(DISTRICTS), st.none() | st.sampled_from(STREETS))

ROWS = Table(
    "rows", MetaData(), Column("id", Integer, primary_key=True),
    Column("district", String), Column("street", String),
)  # fmt: skip


@given(callers, callers, actors)
def test_two_declarations_together_admit_whom_one_of_them_admits(
    one: Caller, other: Caller, actor: Actor
) -> None:
    assert (one | other).admits(actor) == (one.admits(actor) or other.admits(actor))


@given(st.lists(roles, min_size=1, max_size=3), actors)
def test_staff_are_admitted_by_a_role_they_hold_and_nobody_else_is(
    wanted: list[Role], actor: Actor
) -> None:
    held = actor.kind is ActorKind.STAFF and any(post.role in wanted for post in actor.posts)
    assert Caller.staff(*wanted).admits(actor) == held


@given(st.sampled_from(SCOPES), actors)
def test_clients_are_admitted_by_their_scope_and_nobody_else_is(scope: str, actor: Actor) -> None:
    given_it = actor.kind is ActorKind.API_CLIENT and scope in actor.scopes
    assert Caller.client(scope).admits(actor) == given_it


@given(actors)
def test_signed_in_means_an_account(actor: Actor) -> None:
    assert Caller.SIGNED_IN.admits(actor) == (actor.kind is ActorKind.ACCOUNT)


@given(callers)
def test_what_is_not_open_to_anyone_is_closed_to_nobody_in_particular(caller: Caller) -> None:
    assert caller.admits(ANONYMOUS) == (ActorKind.ANONYMOUS in caller.kinds)
    assert not caller.admits(SYSTEM)


@given(
    st.one_of(staff, actors),
    st.lists(st.sampled_from(few_roles), min_size=1, max_size=2),
    st.lists(places, max_size=6),
)
def test_a_query_finds_exactly_the_rows_that_the_rule_covers(
    actor: Actor, wanted: list[Role], rows: list[tuple[str | None, str | None]]
) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        ROWS.metadata.create_all(connection)
        for number, (district, street) in enumerate(rows):
            connection.execute(insert(ROWS).values(id=number, district=district, street=street))
        condition = staff_in(actor, ROWS.c.district, ROWS.c.street, *wanted)
        found = set(connection.scalars(select(ROWS.c.id).where(condition)))
    engine.dispose()
    assert found == {n for n, row in enumerate(rows) if covers(actor, *row, *wanted)}


@given(st.one_of(staff, actors), places, st.sampled_from(few_roles))
def test_only_posts_in_the_role_asked_for_count_and_none_of_a_provider(
    actor: Actor, place: tuple[str | None, str | None], wanted: Role
) -> None:
    if covers(actor, *place, wanted):
        assert actor.kind is ActorKind.STAFF
        assert any(post.role is wanted and post.provider_id is None for post in actor.posts)


@given(places, roles)
def test_a_street_clerk_sees_no_other_street(
    place: tuple[str | None, str | None], role: Role
) -> None:
    clerk = Actor(ActorKind.STAFF, posts=(Post(role, "110102", "110102005"),))
    assert covers(clerk, *place, role) == (place == ("110102", "110102005"))
