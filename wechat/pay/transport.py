"""One signed call: the bytes that are signed are the bytes that are sent, and a success counts
only if WeChat Pay signed it.

Errors come back as PayError with their outcome: an answer of 4xx or 5xx may be unsigned and is
used only as "failed" or "unknown", never as proof of a state.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
import structlog

from wechat.pay.errors import PayError, forged_answer, no_answer, not_sent
from wechat.pay.keys import SERIAL, PlatformKeys, UnverifiedError
from wechat.pay.merchant import Merchant
from wechat.pay.sealing import SealBrokenError
from wechat.pay.signing import authorization, request_message, sign

log = structlog.get_logger()

USER_AGENT = "yinian-pay/1"
"""Required; a request without one is refused (merchant documents, 接口规则)."""

FAILURES_BEFORE_SPARE = 2


@dataclass
class Hosts:
    """The main host and its spare; after repeated failures to connect the other one is asked."""

    bases: tuple[str, ...]
    _failures: int = 0
    _current: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def current(self) -> str:
        """The base address to ask next."""
        return self.bases[self._current].rstrip("/")

    def failed(self, base: str) -> None:
        """A connection to ``base`` could not be made."""
        with self._lock:
            if base != self.current:
                return
            self._failures += 1
            if self._failures >= FAILURES_BEFORE_SPARE:
                self._failures, self._current = 0, (self._current + 1) % len(self.bases)

    def answered(self) -> None:
        """A connection was made."""
        self._failures = 0


@dataclass
class Transport:
    """Signs, sends, verifies. One HTTP session a thread, made anew after a fork.

    ``timeout`` is (connect, read) in seconds; ``now`` the machine's clock; ``before`` is called
    before each request.
    """

    hosts: Hosts
    keys: PlatformKeys
    now: Callable[[], datetime]
    timeout: tuple[float, float] = (3.0, 10.0)
    before: Callable[[], None] = lambda: None
    _local: threading.local = field(default_factory=threading.local)

    def call(
        self,
        merchant: Merchant,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        signed_answer: bool = True,
    ) -> dict[str, Any]:
        """The answer's JSON, ``{}`` for 204. Raises PayError."""
        answer = self._send(merchant, method, _with(path, query), _bytes(body))
        content = self._accepted(answer, signed_answer=signed_answer)
        return _read(content) if content else {}

    def certificates(
        self, merchant: Merchant, path: str, opened: Callable[[dict[str, Any]], list[bytes]]
    ) -> list[bytes]:
        """Certificates as PEM, ``opened`` from an answer that is verified by them or by keys held:
        the first one can be verified by nothing else. Raises PayError."""
        answer = self._send(merchant, "GET", path, b"")
        content = self._accepted(answer, signed_answer=False)
        try:
            pems = opened(_read(content))
            self.keys.with_certificates(pems).verify(answer.headers, content, self.now())
        except (UnverifiedError, SealBrokenError, KeyError, TypeError, ValueError):
            raise forged_answer() from None
        return pems

    def download(self, merchant: Merchant, url: str) -> bytes:
        """A file. Its address names a host, but the configured one is asked, and only its path is
        signed. The answer is unsigned: compare its hash. Raises PayError."""
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self._accepted(self._send(merchant, "GET", path, b""), signed_answer=False)

    def _send(self, merchant: Merchant, method: str, path: str, body: bytes) -> requests.Response:
        self.before()
        headers = self._headers(merchant, method, path, body)
        base = self.hosts.current
        try:
            answer = self._session().request(
                method, base + path, data=body or None, headers=headers,
                timeout=self.timeout, allow_redirects=False,
            )  # fmt: skip
        except requests.exceptions.ConnectTimeout:
            self.hosts.failed(base)
            raise not_sent() from None
        except requests.exceptions.ConnectionError as error:
            raise self._broken(base, error) from None
        except requests.exceptions.RequestException:
            raise no_answer() from None
        self.hosts.answered()
        return answer

    def _broken(self, base: str, error: requests.exceptions.ConnectionError) -> PayError:
        """Refused before anything was sent, or broken off after: only the first is certain."""
        if _never_connected(error):
            self.hosts.failed(base)
            return not_sent()
        return no_answer()

    def _headers(self, merchant: Merchant, method: str, path: str, body: bytes) -> dict[str, str]:
        timestamp, nonce = str(int(self.now().timestamp())), secrets.token_hex(16)
        signature = sign(
            merchant.private_key, request_message(method, path, timestamp, nonce, body)
        )
        headers = {
            "Authorization": authorization(
                merchant.mchid, merchant.serial, timestamp, nonce, signature
            ),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
        }
        preferred = self.keys.preferred
        return headers | ({SERIAL: preferred} if preferred else {})

    def _accepted(self, answer: requests.Response, *, signed_answer: bool) -> bytes:
        content = answer.content
        log.info("wechat_pay", status=answer.status_code)
        if not 200 <= answer.status_code < 300:
            raise PayError(_code(content, answer.status_code), answer.status_code)
        if signed_answer:
            try:
                self.keys.verify(answer.headers, content, self.now())
            except UnverifiedError:
                raise forged_answer() from None
        if answer.status_code == 202:  # accepted, not done: the same request is to be repeated
            raise PayError(_code(content, 202), 202)
        return content

    def _session(self) -> requests.Session:
        found: requests.Session | None = getattr(self._local, "session", None)
        if found is None:
            found = self._local.session = requests.Session()
            found.trust_env = False
        return found


def _bytes(body: Mapping[str, Any] | None) -> bytes:
    return b"" if body is None else json.dumps(body, ensure_ascii=False).encode()


def _with(path: str, query: Mapping[str, str] | None) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _read(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise forged_answer() from None
    return told if isinstance(told, dict) else {}


def _code(content: bytes, status: int) -> str:
    try:
        code = json.loads(content)["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"HTTP_{status}"
    return str(code)[:64]


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    """urllib3 says NewConnectionError for a refused or unresolved host, and nothing was sent."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return type(reason).__name__ in (
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeoutError",
    )
