"""What messages speak to, as tests script it: WeChat and an SMS gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from server.config import SAMPLES
from server.kit.sms import Sent, SmsError
from wechat.errors import WeChatError, failure, refusal

APPID = SAMPLES["wechat_appid"]
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

    appid: str = APPID
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
