"""How WeChat says no: HTTP 200 with an error code."""

from __future__ import annotations

import secrets


class Refused(Exception):
    """Becomes ``{"errcode", "errmsg"}``."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        self.errcode, self.errmsg = errcode, errmsg
        super().__init__(errmsg)

    def body(self) -> dict[str, object]:
        """With a request id behind the text, as WeChat has it."""
        rid = "-".join(secrets.token_hex(4) for _ in range(3))
        return {"errcode": self.errcode, "errmsg": f"{self.errmsg} rid: {rid}"}
