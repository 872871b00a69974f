"""Who is selling: one identity for a merchant of its own, or for a seller under a partner.

Direct mode: the operator signs with its own key. Partner mode (服务商): one key signs for many
sellers, each with its ``sub_mchid``, since the money must settle with the actual seller.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from wechat.pay.sealing import KEY_BYTES

DIRECT, PARTNER = "/v3/pay/transactions", "/v3/pay/partner/transactions"


@dataclass(frozen=True)
class Merchant:
    """A merchant identity. ``sub_mchid`` makes it a seller under a partner.

    ``serial`` is that of the merchant's own API certificate; ``api_v3_key`` has 32 bytes.
    """

    appid: str
    mchid: str
    serial: str
    private_key: RSAPrivateKey = field(repr=False)
    api_v3_key: bytes = field(repr=False)
    sub_mchid: str | None = None
    sub_appid: str | None = None

    def __post_init__(self) -> None:
        if len(self.api_v3_key) != KEY_BYTES:
            raise ValueError(f"the APIv3 key must have {KEY_BYTES} bytes")

    @property
    def prefix(self) -> str:
        """The path that all calls on transactions begin with."""
        return PARTNER if self.sub_mchid else DIRECT

    @property
    def paying_appid(self) -> str:
        """The appid that the payer's openid belongs to, and that signs ``wx.requestPayment``."""
        return self.sub_appid or self.appid

    def ids(self) -> dict[str, str]:
        """What names the merchant in a query or a close."""
        if self.sub_mchid is None:
            return {"mchid": self.mchid}
        return {"sp_mchid": self.mchid, "sub_mchid": self.sub_mchid}

    def order_ids(self) -> dict[str, str]:
        """What names merchant and app in a prepay body."""
        if self.sub_mchid is None:
            return {"appid": self.appid} | self.ids()
        sub = {"sub_appid": self.sub_appid} if self.sub_appid else {}
        return {"sp_appid": self.appid} | self.ids() | sub

    def payer(self, openid: str) -> dict[str, str]:
        """The payer of a prepay body."""
        if self.sub_mchid is None:
            return {"openid": openid}
        return {"sub_openid" if self.sub_appid else "sp_openid": openid}

    def seller(self) -> dict[str, str]:
        """What a refund adds in partner mode."""
        return {"sub_mchid": self.sub_mchid} if self.sub_mchid else {}

    def owns(self, resource: dict[str, object]) -> bool:
        """Whether a notice or an answer is about this merchant."""
        ours = self.ids() | {"appid" if self.sub_mchid is None else "sp_appid": self.appid}
        told = {name: value for name, value in ours.items() if name in resource}
        return bool(told) and all(resource[name] == value for name, value in told.items())
