"""The words of this domain, and which change of a grant is allowed."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from server.errors import Problem


class Standing(StrEnum):
    """What became of an elder, as far as somebody said."""

    ACTIVE = "active"
    DECEASED = "deceased"
    MOVED_AWAY = "moved_away"


STANDINGS = MappingProxyType(
    {
        Standing.ACTIVE: frozenset({Standing.DECEASED, Standing.MOVED_AWAY}),
        Standing.MOVED_AWAY: frozenset({Standing.ACTIVE, Standing.DECEASED}),
        Standing.DECEASED: frozenset({Standing.ACTIVE}),
    }
)
"""What may follow; back to active only a mistake or a return leads, by a clerk, with a reason."""


class Relation(StrEnum):
    """Who the holder of a grant is to the elder."""

    SELF = "self"
    CHILD = "child"
    SPOUSE = "spouse"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    GUARDIAN = "guardian"
    INSTITUTION = "institution"
    STAFF_ASSISTED = "staff_assisted"


class Scope(StrEnum):
    """What a grant allows. MANAGE: change the record, invite, revoke; only oneself and a guardian."""

    ASK = "ask"
    ORDER = "order"
    PAY = "pay"
    APPLY = "apply"
    SEE_ASSESSMENT = "see_assessment"
    MANAGE = "manage"


GIVEN_BY_INVITATION = frozenset(Scope) - {Scope.MANAGE}
GIVEN_BY_CLAIM = frozenset({Scope.ASK, Scope.ORDER, Scope.APPLY})
"""What a confirmed claim allows; more (``MORE_BY_CLAIM``) only where the elder's paper asks for it."""
MORE_BY_CLAIM = (Scope.PAY, Scope.SEE_ASSESSMENT)
MANAGERS = frozenset({Relation.SELF, Relation.GUARDIAN})
FAMILY = frozenset({Relation.CHILD, Relation.SPOUSE, Relation.RELATIVE})
"""Who sees who else acts for the elder, so that she can object to it."""


class Made(StrEnum):
    """By whose will a grant came about."""

    ELDER = "elder"
    GUARDIAN = "guardian"
    STREET = "street"
    CLAIM = "claim"
    FIRST_USE = "first_use"


ELDERS_WISH = frozenset({Made.ELDER, Made.FIRST_USE})


class Status(StrEnum):
    """Where a grant is. DISPUTED ones go on as before until the street has decided."""

    OFFERED = "offered"
    PENDING_STREET = "pending_street"
    ACTIVE = "active"
    DISPUTED = "disputed"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"


IN_FORCE = frozenset({Status.ACTIVE, Status.DISPUTED})
OPEN = IN_FORCE | {Status.OFFERED, Status.PENDING_STREET}


class Change(StrEnum):
    """What can happen to a grant, after it has begun."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    REVOKE = "revoke"
    REPLACE = "replace"
    EXPIRE = "expire"
    DISPUTE = "dispute"
    DISMISS = "dismiss"
    UPHOLD = "uphold"


_ENDS = {Change.REVOKE: Status.REVOKED, Change.EXPIRE: Status.EXPIRED}
_TABLE: dict[Status, dict[Change, Status]] = {
    Status.OFFERED: {**_ENDS, Change.ACCEPT: Status.ACTIVE, Change.REFUSE: Status.REFUSED},
    Status.PENDING_STREET: {
        **_ENDS,
        Change.CONFIRM: Status.ACTIVE,
        Change.REFUSE: Status.REFUSED,
        Change.REPLACE: Status.REVOKED,
    },
    Status.ACTIVE: {**_ENDS, Change.REPLACE: Status.REVOKED, Change.DISPUTE: Status.DISPUTED},
    Status.DISPUTED: {
        **_ENDS,
        Change.REPLACE: Status.REVOKED,
        Change.DISMISS: Status.ACTIVE,
        Change.UPHOLD: Status.REVOKED,
    },
    Status.REFUSED: {},
    Status.REVOKED: {},
    Status.EXPIRED: {},
}
GRANTS = MappingProxyType(_TABLE)
"""Every allowed change; what is not listed is refused."""


def after(status: Status, change: Change) -> Status:
    """The status that ``change`` leads to. Raises Problem 409 where it is not allowed."""
    to = GRANTS[status].get(change)
    if to is None:
        raise Problem(409, "grant-changed", "这项授权的状态已经变了，请刷新后再看")
    return to


class Source(StrEnum):
    """Where a fact about a person comes from."""

    SELF = "self"
    FAMILY = "family"
    STAFF = "staff"
    OUTSIDE_CHECK = "outside_check"
    DOCUMENT = "document"


PROVEN = frozenset({Source.OUTSIDE_CHECK, Source.DOCUMENT})
"""What somebody merely says does not replace these."""
