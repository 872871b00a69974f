"""Which rows a member of staff sees. One rule; every query of staff goes through it.

A post counts only for the roles that a query names: an editor, who is tied to no district, does
not see elders for being an editor.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from server.oversight.actor import Actor, ActorKind, Post, Role

Column = ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def posts_as(actor: Actor, *roles: Role) -> tuple[Post, ...]:
    """The posts in these roles whose rows are a district's or street's, not a provider's."""
    if actor.kind is not ActorKind.STAFF:
        return ()
    return tuple(p for p in actor.posts if p.role in roles and p.provider_id is None)


def covers(actor: Actor, district: str | None, street: str | None, *roles: Role) -> bool:
    """Whether ``actor`` sees a row of this district and street (codes) in one of ``roles``."""
    return any(
        post.district in (None, district) and post.street in (None, street)
        for post in posts_as(actor, *roles)
    )


def staff_in(actor: Actor, district: Column, street: Column, *roles: Role) -> ColumnElement[bool]:
    """The condition that keeps the rows which ``covers`` admits; none for who is no staff."""
    return or_(
        false(),
        *(
            and_(
                true(),
                *([] if post.district is None else [district == post.district]),
                *([] if post.street is None else [street == post.street]),
            )
            for post in posts_as(actor, *roles)
        ),
    )
