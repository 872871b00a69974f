"""What may become of a ticket, what it may be about, and how long its answer may take."""

from __future__ import annotations

from enum import StrEnum

from server.kit.states import Machine

TICKET = Machine(
    "ticket",
    {
        "received": frozenset({"working", "withdrawn"}),
        "working": frozenset({"received", "answered", "withdrawn"}),
        "answered": frozenset({"working", "closed"}),
        "closed": frozenset(),
        "withdrawn": frozenset(),
    },
)
OPEN = ("received", "working")
"""What staff still have to do something about."""
UNSETTLED = (*OPEN, "answered")
"""What staff may yet have to do something about: whoever reported may not be content."""


class Kind(StrEnum):
    """What somebody wants."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    SUGGESTION = "suggestion"


class Topic(StrEnum):
    """What it is about."""

    MEALS = "meals"
    ALLOWANCES = "allowances"
    CARE = "care"
    ASSESSMENT = "assessment"
    INSTITUTIONS = "institutions"
    PAYMENTS = "payments"
    THIS_PLATFORM = "this_platform"
    OTHER = "other"


class Source(StrEnum):
    """Which way it came."""

    PORTAL = "portal"
    API = "api"
    CALLER = "caller"


class Satisfaction(StrEnum):
    """What whoever reported thinks of the answer."""

    GOOD = "good"
    SO_SO = "so_so"
    BAD = "bad"


WORKING_DAYS = {Kind.COMPLAINT: 5, Kind.REQUEST: 3, Kind.SUGGESTION: 10}
"""本平台的内部规定，上线前由运营单位核定."""
