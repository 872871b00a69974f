"""Two wills about one grant: what both hold, and the street's decision; both sides are told."""

from __future__ import annotations

from server.console.decisions import Matter, pages
from server.people import disputes
from server.people.grant_schemas import DecisionIn
from server.portal.words import MADE, RELATIONS

DECISIONS = {"false": "授权继续有效", "true": "取消这项授权"}
MATTER = Matter(
    name="disputes",
    verb="decide",
    template="console/people/dispute.html",
    read=disputes.case,
    form=DecisionIn,
    decide=disputes.decide,
    words={"relations": RELATIONS, "made": MADE, "decisions": DECISIONS},
)

blueprint = pages(MATTER)
