"""At the counter: who owns no phone is registered by a clerk, and gets a code to sign in with."""

from __future__ import annotations

import uuid
from typing import Any, Literal

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import accounts, clerk_codes
from server.jobs.service import enqueue
from server.oversight import audit
from server.oversight.actor import Actor, Post, Role
from server.people import consents, elders
from server.people import grants as service
from server.people.access import acting_for, beginning
from server.people.acting import Acting
from server.people.elders import Identity
from server.people.models import Elder, Grant
from server.people.repository import elders as records
from server.people.repository import grants
from server.people.states import Made, Relation, Scope, Standing, Status

CODE_ISSUED = "sign_in_code_issued"


def register(
    session: Session, clerk: Actor, said: Identity, agreed: Literal["paper", "spoken"]
) -> tuple[Elder, Acting]:
    """Begin the record of somebody who stands at the counter, and keep that she agreed to it.

    Raises Problem 403 for another street than the clerk's, 409 where the ID card is known.
    """
    acting = beginning(clerk, _post_for(clerk, said.street or ""))
    if said.id_card is not None and elders.with_id_card(session, said.id_card) is not None:
        title = "这个身份证号已经登记过。请按身份证号查找；查不到的，登记在别的街道，或者还没有登记街道：请老人用自己的手机登录，选好街道再来"
        raise Problem(409, "record-exists", title)
    elder = elders.create(session, acting, said)
    version = consents.text("basic").version
    consents.give(session, clerk, consents.of(acting), "basic", version, agreed)
    return elder, acting


def _post_for(clerk: Actor, street: str) -> Post:
    for post in clerk.posts:
        here = post.street or post.district
        if post.role is Role.STREET_CLERK and here is not None and street.startswith(here):
            return post
    raise Problem(403, "other-street", "只能登记住在本街道的老人，请她到自己的街道办理")


def sign_in_code(session: Session, clerk: Actor, elder_id: uuid.UUID) -> str:
    """A code by which an elder signs in to her own account, made for her if she has none.

    The clerk assists her, for a purpose that she can read. Whoever has an account already is told
    over it: nobody gets in behind her back. Raises Problem 403, 404, 409 for who has died or moved.
    """
    acting = acting_for(session, clerk, elder_id, Scope.MANAGE)
    if records.locked(session, acting).status != Standing.ACTIVE:
        raise Problem(409, "services-ended", "这位老人登记为去世或迁走，不能发登录码。请先更正")
    known = grants.accounts_of_elder_herself(session, elder_id)
    account_id = known[0] if known else _account(session, acting)
    code = clerk_codes.issue(session, clerk, account_id)
    audit.record(
        session, clerk, "assistance.code_issued", elder_id=elder_id, purpose=acting.purpose
    )
    if known:
        told: dict[str, Any] = {
            "event": CODE_ISSUED,
            "elder_id": None,
            "to": [str(account_id)],
            "values": {},
        }
        enqueue(session, service.ANNOUNCE, told)
    return code


def _account(session: Session, acting: Acting) -> uuid.UUID:
    """Her own account, begun by the clerk: nobody has seen a phone of hers."""
    made = accounts.make(session, "counter", acting.actor)
    grant = Grant(
        elder_id=acting.elder_id,
        account_id=made.id,
        relation=Relation.SELF.value,
        scopes=sorted(Scope),
        status=Status.ACTIVE.value,
        made_how=Made.STREET.value,
    )
    service.begin(session, acting.actor, grant)
    return made.id
