"""WeChat and an SMS gateway as a test wants them, and what reached them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from server.kit.sms import Sent, SmsError
from wechat.errors import WeChatError, failure, refusal
from wechat.login import Login, Phone

APPID = "wxsimulator0000001"
PICTURE = b"\x89PNG\r\n\x1a\n a mini-program code"


def no_session_is_open() -> None:
    """Replaced by a check where the application is known."""


@dataclass
class PretendWeChat:
    """Codes are ``openid/anything`` or ``errcode:40029``; a number for ``phone_number``."""

    appid: str = APPID
    asked: list[str] = field(default_factory=list)
    before: Callable[[], None] = no_session_is_open

    def code_to_session(self, js_code: str) -> Login:
        self._meet("code_to_session", js_code)
        return Login(js_code.split("/")[0])

    def phone_number(self, code: str) -> Phone:
        self._meet("phone_number", code)
        return Phone(code.split("/")[0], "86")

    def unlimited_code(self, scene: str, *, page: str | None = None, version: str) -> bytes:
        self._meet("unlimited_code", scene)
        return PICTURE

    def _meet(self, operation: str, code: str) -> None:
        self.before()
        self.asked.append(code)
        if error := _error(operation, code):
            raise error


def _error(operation: str, code: str) -> WeChatError | None:
    kind, _, what = code.split("/")[0].partition(":")
    if kind == "errcode":
        return refusal(operation, {"errcode": int(what), "errmsg": f"about {code}"})
    if kind == "lost":
        return failure(operation, what, unknown_outcome=what == "no_answer")
    return None


@dataclass
class PretendSms:
    """Keeps what was sent; refuses with ``error`` if there is one."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    error: SmsError | None = None
    before: Callable[[], None] = no_session_is_open

    def send(self, to: str, text: str, reference: str) -> Sent:
        self.before()
        if self.error:
            raise self.error
        self.sent.append((to, text))
        return Sent(reference)

    def last_code(self) -> str:
        """The six digits of the message sent last."""
        found = re.search(r"(?<!\d)\d{6}(?!\d)", self.sent[-1][1])
        assert found
        return found.group()
