"""The proof that somebody may act for an elder. Only ``access.acting_for`` makes one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from server.oversight.actor import Actor, ActorKind, Post
from server.people.states import Relation, Scope, Source


@dataclass(frozen=True)
class Acting:
    """``actor`` may act for the elder, by a grant or by a post; what for is in ``scopes``.

    ``scope`` is what was asked for, None for a masked look. ``purpose`` is what a clerk stated
    when she began to assist.
    """

    actor: Actor
    elder_id: uuid.UUID
    scope: Scope | None
    scopes: frozenset[Scope]
    relation: Relation | None = None
    grant_id: uuid.UUID | None = None
    post: Post | None = None
    purpose: str | None = None
    masked_only: bool = False

    @property
    def source(self) -> Source:
        """Where what this actor says about the elder comes from."""
        if self.post is not None:
            return Source.STAFF
        return Source.SELF if self.relation is Relation.SELF else Source.FAMILY


def account_id(actor: Actor) -> uuid.UUID:
    """The id of an account that is signed in."""
    if actor.kind is not ActorKind.ACCOUNT or actor.id is None:
        raise ValueError("only an account that is signed in holds grants")
    return actor.id
