"""What messages speak to, as tests script it: WeChat, an SMS gateway, the people."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.kit.sms import Sent, SmsError
from wechat.errors import WeChatError, failure, refusal

SEND = "send_subscribe_message"


def says(errcode: int, errmsg: str = "refused") -> WeChatError:
    """WeChat's answer with an error code."""
    error = refusal(SEND, {"errcode": errcode, "errmsg": errmsg})
    assert error is not None
    return error


def no_answer() -> WeChatError:
    return failure(SEND, "no_answer", unknown_outcome=True)


@dataclass
class WeChat:
    """Answers with what was scripted, then with success."""

    appid: str = "wx00000000sample00"
    script: list[WeChatError | Callable[[], None]] = field(default_factory=list)
    calls: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def send_subscribe_message(
        self, openid: str, template_id: str, values: Mapping[str, str]
    ) -> str:
        self.calls.append((openid, template_id, dict(values)))
        if self.script:
            answer = self.script.pop(0)
            if isinstance(answer, WeChatError):
                raise answer
            answer()
        self.sent.append(openid)
        return f"msg-{len(self.sent)}"


@dataclass
class Sms:
    """Answers with what was scripted, then takes each reference once."""

    script: list[SmsError] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    delivered: dict[str, tuple[str, str]] = field(default_factory=dict)

    def send(self, to: str, text: str, reference: str) -> Sent:
        self.calls.append(reference)
        if self.script:
            error = self.script.pop(0)
            if error.unknown_outcome:
                self.delivered.setdefault(reference, (to, text))
            raise error
        self.delivered.setdefault(reference, (to, text))
        return Sent(f"sms-{reference}")

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.delivered.values()]


@dataclass
class People:
    """Elders of the tests."""

    gone: set[uuid.UUID] = field(default_factory=set)
    accounts: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    phones: dict[uuid.UUID, str] = field(default_factory=dict)
    streets: dict[uuid.UUID, tuple[str, str]] = field(default_factory=dict)
    asked_for: dict[uuid.UUID, list[uuid.UUID]] = field(default_factory=dict)

    def may_be_contacted(self, session: Session, elder_id: uuid.UUID) -> bool:
        return elder_id not in self.gone

    def masked_name(self, session: Session, elder_id: uuid.UUID) -> str:
        return "王*兰"

    def account_of(self, session: Session, elder_id: uuid.UUID) -> uuid.UUID | None:
        return self.accounts.get(elder_id)

    def street_of(self, session: Session, elder_id: uuid.UUID) -> tuple[str | None, str | None]:
        return self.streets.get(elder_id, (None, None))

    def phone_of(self, session: Session, elder_id: uuid.UUID) -> str | None:
        return self.phones.get(elder_id)

    def elders_asked_for(self, session: Session, account_id: uuid.UUID) -> list[uuid.UUID]:
        return self.asked_for.get(account_id, [])
