"""What WeChat tells about a person: openid at login, phone number by consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wechat.errors import failure


@dataclass(frozen=True)
class Login:
    """Who logged in. WeChat's ``session_key`` is dropped when the answer is read: nothing needs it."""

    openid: str = field(repr=False)
    unionid: str | None = field(repr=False, default=None)

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Login:
        openid = answer.get("openid")
        if not isinstance(openid, str) or not openid:
            raise failure("code_to_session", "broken_answer", unknown_outcome=True)
        return cls(openid, answer.get("unionid") or None)


@dataclass(frozen=True)
class Phone:
    """``number`` without country code, digits only; ``country`` such as ``86``."""

    number: str = field(repr=False)
    country: str

    @classmethod
    def read(cls, answer: Mapping[str, Any], appid: str) -> Phone:
        """Raises :class:`WeChatError` for the answer of another app, or an unreadable one."""
        info = answer.get("phone_info")
        if not isinstance(info, dict) or not info.get("purePhoneNumber"):
            raise failure("phone_number", "broken_answer", unknown_outcome=True)
        if (info.get("watermark") or {}).get("appid") != appid:
            raise failure("phone_number", "other_app")
        # countryCode comes as a number or as a string.
        return cls(str(info["purePhoneNumber"]), str(info.get("countryCode") or "86"))
