"""gunicorn's threaded worker, whose own refusals are in Chinese.

An address or headers that are too long, and what is no HTTP at all, never get to the application:
gunicorn answers itself, and its page cannot be set (benoitc/gunicorn#993). A worker class of one's
own is what it offers; which error is which status stays gunicorn's to say.
"""

from __future__ import annotations

import re
import socket
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from server.errors import TITLES

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 颐年</title><link rel="stylesheet" href="/static/portal.css"></head>
<body><main><h1>{title}</h1><p>您没有做错什么。急事请拨打12345，有危险拨打120、110。</p>
<a class="button send" href="/">回到首页</a></main></body></html>
"""


def answer(status: int, reason: str) -> bytes:
    """The whole response, after which the connection is closed."""
    _, title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    body = PAGE.format(title=title).encode()
    head = (
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + body


class _InChinese:
    """The client's socket; a response of gunicorn's own is replaced on its way."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def sendall(self, data: bytes) -> None:
        """Send our words with the status that ``data`` begins with."""
        begun = re.match(rb"HTTP/1\.1 (\d{3}) ([\w -]+)\r\n", data)
        self._client.sendall(answer(int(begun[1]), begun[2].decode()) if begun else data)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Answers in Chinese what it cannot hand to the application."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """See gunicorn's ``Worker.handle_error``."""
        super().handle_error(req, _InChinese(client), addr, exc)
