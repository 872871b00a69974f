"""Request and response shapes of logins, sessions and accounts, as docs/api.md describes them."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from pydantic import Field, field_validator

from server.kit.shapes import Shape

Code = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
"""A code of WeChat's, as it came."""


class WithDevice(Shape):
    """Base of what opens a session: the device is shown in the list of devices."""

    device: Annotated[str, Field(max_length=64, description="设备名，给本人看")] = ""

    @field_validator("device")
    @classmethod
    def is_printable(cls, value: str) -> str:
        """Half characters and control characters go nowhere."""
        return "".join(
            c for c in value if c.isprintable() and not "\ud800" <= c <= "\udfff"
        ).strip()


class MiniProgramIn(WithDevice):
    """A login of the mini program."""

    code: Annotated[Code, Field(description="wx.login 给的 code，只能用一次")]


class SessionOut(Shape):
    """A session just opened; the token is shown this once."""

    token: str
    expires_at: str
    account_id: uuid.UUID


class DeviceOut(Shape):
    """An open session in the list of devices."""

    id: uuid.UUID
    device: str
    how: Literal["mini_program", "web_code", "sms", "clerk_code", "password"]
    created_at: str
    last_seen_at: str
    expires_at: str
    current: bool


class DevicesOut(Shape):
    """All open sessions of an account, the newest first."""

    items: list[DeviceOut]
