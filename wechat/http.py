"""HTTP to WeChat: one session a thread and process, time-outs, errors that leak nothing."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from wechat.errors import WeChatError, failure, refusal

# urllib3 writes every address at DEBUG, and WeChat's carry the secret, the token and the code.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_NOT_SENT = (NewConnectionError, ConnectTimeoutError)

Timeout = tuple[float, float]
"""Seconds to connect, seconds to wait for (more of) the answer."""


class Http:
    """Sends requests to ``base_url`` and returns the bytes of the answer.

    Raises :class:`WeChatError`: ``unknown_outcome`` tells whether the request may have had its
    effect. The exception of ``requests``, whose text holds the address with the secret, is never
    attached. ``before`` is called before each request.
    """

    def __init__(
        self, base_url: str, timeout: Timeout, before: Callable[[], None] = lambda: None
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.timeout = timeout
        self._before = before
        self._local = threading.local()

    def get(self, operation: str, path: str, params: Mapping[str, str]) -> bytes:
        return self.send(operation, "GET", path, params, None)

    def post(
        self, operation: str, path: str, params: Mapping[str, str], body: Mapping[str, Any]
    ) -> bytes:
        """``body`` goes out as UTF-8 JSON, Chinese as it is: WeChat counts characters."""
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return self.send(operation, "POST", path, params, content)

    def send(
        self,
        operation: str,
        method: str,
        path: str,
        params: Mapping[str, str],
        content: bytes | None,
    ) -> bytes:
        problem: WeChatError
        self._before()
        try:
            answer = self._session().request(
                method,
                self.base_url + path,
                params=params,
                data=content,
                headers={"Content-Type": "application/json"} if content is not None else None,
                timeout=self.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            problem = _lost(operation, error)
        else:
            if answer.status_code == requests.codes.ok:
                return answer.content
            problem = _bad_status(operation, answer.status_code)
        raise problem  # outside the except block: no __context__ with the address in it

    def _session(self) -> requests.Session:
        """This thread's session, made anew after a fork: two processes must not share a socket."""
        if getattr(self._local, "pid", None) != os.getpid():
            session = requests.Session()
            session.trust_env = False
            self._local.session, self._local.pid = session, os.getpid()
        kept: requests.Session = self._local.session
        return kept


def _lost(operation: str, error: requests.RequestException) -> WeChatError:
    if _was_never_sent(error):
        return failure(operation, "unreachable")
    return failure(operation, "no_answer", unknown_outcome=True)


def _was_never_sent(error: requests.RequestException) -> bool:
    early = (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
    cause = error.args[0] if error.args else None
    return isinstance(error, early) or (
        isinstance(cause, MaxRetryError) and isinstance(cause.reason, _NOT_SENT)
    )


def _bad_status(operation: str, status: int) -> WeChatError:
    what = "server_error" if status >= requests.codes.internal_server_error else "broken_answer"
    return failure(operation, what, unknown_outcome=what == "server_error")


def read_json(operation: str, content: bytes) -> dict[str, Any]:
    """The answer as an object, whatever content type it came with; raises its ``errcode``."""
    try:
        # strict=False: nicknames with control characters do occur in answers.
        answer = json.loads(content.decode("utf-8-sig", "replace"), strict=False)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode") or 0, int):
        raise failure(operation, "broken_answer", unknown_outcome=True)
    if error := refusal(operation, answer):
        raise error
    return answer


def read_image(operation: str, content: bytes) -> bytes:
    """A PNG or JPEG; anything else is read as the JSON of an error."""
    if content.startswith(_IMAGES):
        return content
    read_json(operation, content)
    raise failure(operation, "broken_answer")
