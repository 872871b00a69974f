"""Mini-program codes without a limit of number (getwxacodeunlimit)."""

from __future__ import annotations

import re
from typing import Any, Literal

from wechat.errors import RefusedValue

_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
"""What a scene may be; ``%`` is not allowed, so Chinese cannot be put in it."""

NARROWEST, WIDEST = 280, 1280
"""Pixels."""

Version = Literal["release", "trial", "develop"]


def request(scene: str, page: str | None, version: Version, width: int) -> dict[str, Any]:
    """The body of the request. Raises :class:`RefusedValue`.

    ``page`` has neither a leading slash nor a query. Pages are looked up by WeChat only where the
    released version is meant.
    """
    if not _SCENE.fullmatch(scene):
        raise RefusedValue("scene", "1 to 32 characters of 0-9 A-Z a-z !#$&'()*+,/:;=?@-._~")
    if page is not None and (page.startswith("/") or "?" in page):
        raise RefusedValue("page", "without leading slash and query")
    if not NARROWEST <= width <= WIDEST:
        raise RefusedValue("width", f"{NARROWEST} to {WIDEST}")
    body = {
        "scene": scene,
        "check_path": version == "release",
        "env_version": version,
        "width": width,
    }
    return body if page is None else {**body, "page": page}
