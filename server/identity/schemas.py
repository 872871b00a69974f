"""Request and response shapes of logins, sessions and accounts, as docs/api.md describes them."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from pydantic import Field, field_validator

from server.kit import phones
from server.kit.shapes import Shape
from server.oversight.actor import Role

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


class WebLoginIn(WithDevice):
    """A browser that wants to be signed in by the mini program."""


class WebLoginOut(Shape):
    """``id`` is the browser's secret: it opens the session and never goes into an address."""

    id: str
    scene: str
    number: str
    expires_at: str
    picture: str


class WebLoginStateOut(Shape):
    """How far a login in the browser is."""

    state: Literal["waiting", "confirmed", "ended"]


class WebLoginQuestionOut(Shape):
    """What the mini program asks: which of the numbers does that screen show?"""

    device: str
    started_at: str
    numbers: list[str]


class WebLoginAnswerIn(Shape):
    """The number picked."""

    number: Annotated[str, Field(pattern=r"^\d{2}$")]


class WebSessionIn(Shape):
    """The browser's secret, once the login is confirmed."""

    id: Annotated[str, Field(max_length=64)]


class WithPhone(Shape):
    """Base of what names a mobile number, however it is typed."""

    phone: Annotated[str, Field(max_length=32, description="大陆手机号，可带 +86、空格")]

    @field_validator("phone")
    @classmethod
    def is_mobile(cls, value: str) -> str:
        """The eleven digits."""
        return phones.normalised(value)


class SmsCodeIn(WithPhone):
    """Where a code is to be sent, and for what."""

    purpose: Literal["sign_in"] = "sign_in"


class SmsCodeOut(Shape):
    """The same answer for every number."""

    message: str
    expires_in: int


class SmsSessionIn(WithPhone, WithDevice):
    """A phone number and the code that was sent there."""

    code: Annotated[str, Field(max_length=16)]


class ClerkSessionIn(WithDevice):
    """A code that a clerk handed out; spaces do not matter."""

    code: Annotated[str, Field(max_length=32)]


class PhoneIn(Shape):
    """A phone number given through WeChat, and to which text its owner agreed."""

    code: Annotated[Code, Field(description="getPhoneNumber 给的 code，不是登录的 code")]
    agreed: bool
    text_version: Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{1,32}$")]

    @field_validator("agreed")
    @classmethod
    def is_agreed(cls, value: bool) -> bool:
        """Without consent the number is not asked for."""
        if not value:
            raise ValueError("要您同意以后，我们才能登记手机号")
        return value


class MeOut(Shape):
    """The caller's own account; the phone number is masked."""

    account_id: uuid.UUID
    phone: str | None
    consent_version: str | None
    created_at: str


Password = Annotated[str, Field(max_length=128)]


class ProofIn(Shape):
    """Both factors of a member of staff."""

    password: Password
    totp: Annotated[str, Field(max_length=32, description="6 位动态码，或恢复码")]


class StaffIn(ProofIn, WithDevice):
    """A login of a member of staff."""

    login: Annotated[str, Field(max_length=64)]
    new_password: Annotated[Password | None, Field(description="初始密码登录时必填")] = None


class PasswordIn(ProofIn):
    """A change of password."""

    new_password: Password


class StaffSessionOut(Shape):
    """A session just opened; the token is shown this once."""

    token: str
    expires_at: str
    staff_id: uuid.UUID


class PostOut(Shape):
    """A role and where it holds, by code; ``title`` says it in words."""

    role: Role
    district: str | None
    street: str | None
    provider_id: uuid.UUID | None
    title: str


class StaffOut(Shape):
    """A member of staff as they see themselves."""

    staff_id: uuid.UUID
    login: str
    name: str
    posts: list[PostOut]


class RecoveryCodesOut(Shape):
    """Recovery codes, shown this once."""

    codes: list[str]
