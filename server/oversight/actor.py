"""经办人: who is acting. Every row written for somebody, and every audit record, names one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of caller it is."""

    ANONYMOUS = "anonymous"
    ACCOUNT = "account"
    STAFF = "staff"
    API_CLIENT = "api_client"
    SYSTEM = "system"


class Role(StrEnum):
    """What a member of staff may do; where, its row scope says."""

    EDITOR = "editor"
    PUBLISHER = "publisher"
    STREET_CLERK = "street_clerk"
    DISTRICT_REVIEWER = "district_reviewer"
    CITY_SUPERVISOR = "city_supervisor"
    POINT_OPERATOR = "point_operator"
    ASSESSOR = "assessor"
    ADMIN = "admin"


@dataclass(frozen=True)
class Post:
    """A role and where it holds. What is None is not restricted: a city role names no district."""

    role: Role
    district: str | None = None
    street: str | None = None
    provider_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Who is acting: an account (elder or family), staff with their posts, a client, or nobody."""

    kind: ActorKind
    id: uuid.UUID | None = None
    session_id: uuid.UUID | None = None
    posts: tuple[Post, ...] = ()
    scopes: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of a member of staff, wherever they hold."""
        return frozenset(post.role for post in self.posts)


ANONYMOUS = Actor(ActorKind.ANONYMOUS)
SYSTEM = Actor(ActorKind.SYSTEM)
"""The worker and the commands."""
