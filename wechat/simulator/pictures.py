"""Mini-program codes: an ordinary QR picture that holds page and scene."""

from __future__ import annotations

import io
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import segno

from wechat.simulator.clock import Clock
from wechat.simulator.refused import Refused

_LENGTH = range(1, 33)
_ALLOWED = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+")
REMEMBERED = 20
QUIET_MODULES = 8


@dataclass
class Pictures:
    """``recent``: the last scenes with their time, for the phone page to scan."""

    clock: Clock
    pages: list[str]
    recent: deque[tuple[str, float]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def draw(self, body: dict[str, Any]) -> bytes:
        """A PNG about ``width`` pixels wide."""
        scene, page = body.get("scene"), body.get("page", self.pages[0])
        width = body.get("width", 430)
        if not isinstance(scene, str) or len(scene) not in _LENGTH:
            raise Refused(40169, "invalid length for scene, or the data is not json string")
        if not _ALLOWED.fullmatch(scene):
            raise Refused(40129, "invalid scene")
        if not isinstance(page, str) or page.startswith("/"):
            raise Refused(41030, "invalid page")
        if body.get("check_path", True) and page not in self.pages:
            raise Refused(41030, "invalid page")
        if type(width) is not int:
            raise Refused(47001, "data format error")
        self.recent.appendleft((scene, self.clock.now()))
        return _png(f"{page}?scene={scene}", width)


def _png(text: str, width: int) -> bytes:
    code = segno.make_qr(text, error="m")
    modules = code.symbol_size(border=0)[0] + QUIET_MODULES
    out = io.BytesIO()
    code.save(out, kind="png", scale=max(1, min(1280, max(280, width)) // modules), border=4)
    return out.getvalue()
