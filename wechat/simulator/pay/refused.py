"""How WeChat Pay says no: an HTTP status and ``{"code", "message"}``."""

from __future__ import annotations


class PayRefused(Exception):
    """``code`` in the spelling with underscores; the older one is chosen when it is sent."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(code)
