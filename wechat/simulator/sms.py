"""A generic SMS gateway: what is sent arrives on the phones with that number."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from wechat.simulator.clock import Clock
from wechat.simulator.people import People, Received


class Sms(BaseModel):
    """``reference`` is the sender's own: the same one is never delivered twice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str = Field(pattern=r"^\+?\d{5,20}$")
    text: str = Field(min_length=1, max_length=500)
    reference: str = Field(min_length=1, max_length=64)


class ReferenceTaken(Exception):
    """The reference was used for another message."""


@dataclass
class SmsGateway:
    clock: Clock
    accepted: dict[str, tuple[str, Sms]] = field(default_factory=dict)
    """Reference → (id, message), in order of arrival."""

    def send(self, message: Sms, people: People) -> str:
        """The message's id."""
        kept = self.accepted.get(message.reference)
        if kept is not None:
            if kept[1] != message:
                raise ReferenceTaken
            return kept[0]
        number = secrets.token_hex(8)
        self.accepted[message.reference] = (number, message)
        for person in people.with_number(message.to.removeprefix("+86")):
            line = (("", message.text),)
            person.inbox.append(Received("sms", self.clock.now(), "短信", line))
        return number

    def rows(self) -> list[dict[str, str]]:
        return [{"id": number, **sms.model_dump()} for number, sms in self.accepted.values()]
