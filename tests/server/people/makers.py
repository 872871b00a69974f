"""Sample people for tests (样例): accounts, staff, elders, grants. They flush, never commit."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from server.identity import sessions
from server.identity.models import Account, Staff, StaffPost
from server.kit.clock import business_now, machine_now
from server.kit.ids import new_key
from server.oversight.actor import Actor, ActorKind, Post, Role
from server.people import elders, grants
from server.people.acting import Acting
from server.people.elders import Identity
from server.people.id_cards import check_digit
from server.people.models import Elder, Grant
from server.people.states import Made, Relation, Scope, Status

YUETAN, ZHANLAN, BABAOSHAN = "110102007", "110102009", "110107001"
"""Two streets of Xicheng and one of Shijingshan."""


def account(session: Session) -> Actor:
    made = Account(id=new_key(), created_at=machine_now())
    session.add(made)
    session.flush()
    return Actor(ActorKind.ACCOUNT, made.id)


def staff(session: Session, role: Role, **where: object) -> Actor:
    made = Staff(id=new_key(), login=uuid.uuid4().hex, name="样例工作人员", password_hash="-")
    made.created_at = machine_now()
    session.add(made)
    session.flush()
    return Actor(ActorKind.STAFF, made.id, posts=(Post(role, **where),))


def clerk(session: Session, street: str = YUETAN) -> Actor:
    return staff(session, Role.STREET_CLERK, district=street[:6], street=street)


def id_card(birth: date = date(1943, 5, 12)) -> str:
    first = f"110102{birth:%Y%m%d}{random.randrange(1000):03d}"
    return first + check_digit(first)


def elder(session: Session, street: str | None = YUETAN, **said: object) -> Elder:
    values = {"name": "王样例", "street": street} | said
    by = Acting(account(session), new_key(), None, frozenset(Scope), Relation.SELF)
    return elders.create(session, by, Identity(**values))


def grant(
    session: Session, of: Elder, holder: Actor, *scopes: Scope,
    relation: Relation = Relation.CHILD, made_how: Made = Made.ELDER, days: float = 30,
) -> Grant:  # fmt: skip
    own = relation is Relation.SELF
    made = Grant(
        elder_id=of.id,
        account_id=holder.id,
        relation=relation.value,
        scopes=sorted(Scope if own else scopes),
        status=Status.ACTIVE.value,
        made_how=made_how.value,
        expires_at=None if own else business_now() + timedelta(days=days),
    )
    return grants.begin(session, holder, made)


def herself(session: Session, of: Elder) -> Actor:
    holder = account(session)
    grant(session, of, holder, relation=Relation.SELF, made_how=Made.FIRST_USE)
    return holder


def token(session: Session, actor: Actor) -> dict[str, str]:
    """The header by which an account or a member of staff signs a request."""
    if actor.kind is ActorKind.STAFF:
        for post in actor.posts:
            session.add(
                StaffPost(
                    staff_id=actor.id, role=post.role.value, district=post.district,
                    street=post.street, provider_id=post.provider_id,
                )
            )  # fmt: skip
        opened = sessions.open_for_staff(session, actor.id, "password", "test")
    else:
        opened = sessions.open_for_account(session, actor.id, "mini_program", "test")
    return {"Authorization": f"Bearer {opened.token}"}
