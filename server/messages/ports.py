"""What messages need of the people they are about."""

from __future__ import annotations

import uuid
from typing import Protocol

from flask import current_app
from sqlalchemy.orm import Session


class People(Protocol):
    """Elders, as far as messages go."""

    def may_be_contacted(self, session: Session, elder_id: uuid.UUID) -> bool:
        """False for who has died or moved away."""
        ...

    def masked_name(self, session: Session, elder_id: uuid.UUID) -> str:
        """The elder's name as others may see it."""
        ...

    def account_of(self, session: Session, elder_id: uuid.UUID) -> uuid.UUID | None:
        """The elder's own account."""
        ...

    def street_of(self, session: Session, elder_id: uuid.UUID) -> tuple[str | None, str | None]:
        """District and street where the elder lives."""
        ...

    def phone_of(self, session: Session, elder_id: uuid.UUID) -> str | None:
        """The phone of an elder without an account."""
        ...

    def elders_asked_for(self, session: Session, account_id: uuid.UUID) -> list[uuid.UUID]:
        """The elders that an account may ask for."""
        ...


def people() -> People:
    """The people of the running application."""
    found: People = current_app.extensions["message_people"]
    return found
