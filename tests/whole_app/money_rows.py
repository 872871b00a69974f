"""An activity of the elder's street (样例) at which a place is held for her; the fee is not paid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.activities import service
from server.activities.service import NewActivity
from server.kit.clock import business_now
from server.oversight.actor import Actor
from server.payments import sharing
from server.payments.models import Seller
from server.people.access import acting_for
from server.people.models import Elder
from server.people.states import Scope
from tests.server.people import makers


def make(session: Session, elder: Elder, actors: dict[str, Actor]) -> dict[str, Any]:
    """Ids by the names that the plan uses."""
    seller = Seller(name="样例活动室", created_at=business_now())
    session.add(seller)
    session.flush()
    soon = business_now() + timedelta(days=1)
    said = NewActivity("样例茶会", "样例活动室", makers.YUETAN, soon, soon, 500, 10, seller.id)
    activity = service.create(session, actors["clerk"], said)
    acting = acting_for(session, actors["elder"], elder.id, Scope.ORDER)
    held = service.sign_up(session, acting, activity.id)
    card = sharing.card(service.KIND, held.id)
    return {"seller": seller.id, "activity": activity.id, "sign_up": held.id, "card": card}
