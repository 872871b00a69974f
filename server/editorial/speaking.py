"""What elders are told, as the editors try it.

``conversation`` comes after this domain, so it lends its voice: ``app.extensions["voice"]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import current_app
from sqlalchemy.orm import Session

from server.editorial.live import LiveKnowledge

VOICE = "voice"


@dataclass(frozen=True)
class Answered:
    """What an elder is told: the kind of reply, its words, the entry that it is."""

    kind: str
    text: str
    entry_id: str | None


class Voice(Protocol):
    """What the chat lends."""

    def answered(self, session: Session, question: str, knowledge: LiveKnowledge) -> Answered:
        """What an elder is told from this knowledge who asks one thing; nothing of it is kept."""


def voice() -> Voice:
    """The chat's."""
    found: Voice = current_app.extensions[VOICE]
    return found
