"""Who is paid."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from server.kit.clock import business_now
from server.payments.models import Seller


def add(
    session: Session, name: str, district: str | None = None, wechat_sub_mchid: str | None = None
) -> Seller:
    """A new seller; in partner mode it can be paid through WeChat once it has a number there."""
    made = Seller(
        name=name,
        district=district,
        wechat_sub_mchid=wechat_sub_mchid,
        created_at=business_now(),
    )
    session.add(made)
    session.flush()
    return made


def serves(session: Session, seller_id: uuid.UUID, district: str) -> bool:
    """Whether there is such a seller, and what a district (a code) offers may be paid to it: to one of
    its own, or to one of the whole city."""
    found = session.get(Seller, seller_id)
    return found is not None and found.district in (None, district)
