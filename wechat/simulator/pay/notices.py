"""Notices: sealed, signed, sent again by the documented schedule until they are answered."""

from __future__ import annotations

import json
import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import requests

from wechat.pay.sealing import ALGORITHM, seal
from wechat.simulator.clock import Clock
from wechat.simulator.pay.keys import PUBLIC_KEY_ID
from wechat.simulator.pay.signing import Notary

RETRY_AFTER_S = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)  # fmt: skip
ANSWER_WITHIN_S = 5.0
REMEMBERED = 20_000

Trick = Literal[
    "drop", "duplicate", "delay", "reorder", "wrong_amount", "wrong_appid",
    "bad_signature", "stale_timestamp", "unknown_serial", "probe",
]  # fmt: skip
_WRONG_SIGNATURES = frozenset({"bad_signature", "stale_timestamp", "unknown_serial", "probe"})


@dataclass
class Notice:
    """What is to be told, and how often that was tried."""

    url: str
    event_type: str
    resource: dict[str, Any]
    id: str = field(default_factory=lambda: "EV-" + secrets.token_hex(16))
    tries: int = 0


@dataclass(frozen=True)
class Told:
    """How one sending of a notice went; ``answered``: it was taken, and will not come again."""

    id: str
    event_type: str
    tries: int
    answered: bool


@dataclass
class Notifier:
    """Sends from threads of its own. ``speed`` makes the schedule run faster.

    ``public_key_share`` (0-1) of the notices are signed with the public key, the others with the
    certificate: that is how a merchant's change of keys looks from outside.
    """

    notary: Notary
    clock: Clock
    api_v3_key: bytes
    speed: float = 1.0
    public_key_share: float = 1.0
    tricks: deque[Trick] = field(default_factory=deque)
    fired: Counter[str] = field(default_factory=Counter)
    done: deque[Told] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _held: list[Notice] = field(default_factory=list)
    _timers: set[threading.Timer] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, url: str, event_type: str, resource: dict[str, Any]) -> None:
        """Send a notice, with the next trick that was asked for."""
        if not url:
            return
        notice = Notice(url, event_type, resource)
        with self._lock:
            trick = self.tricks.popleft() if self.tricks else None
            held, self._held = self._held, []
            if trick:
                self.fired[trick] += 1
            if trick == "reorder":  # it waits until another one has gone
                self._held = [notice]
        if trick != "reorder":
            self._begin(notice, trick)
        for waiting in held:
            self.later(1.0, lambda waiting=waiting: self._send(waiting))  # type: ignore[misc]

    def _begin(self, notice: Notice, trick: Trick | None) -> None:
        if trick == "drop":  # as if it got lost on its way: the schedule goes on
            notice.tries += 1
            self._again(notice)
            return
        if trick == "duplicate":
            self.later(0.0, lambda: self._send(notice))
        delay = 20.0 if trick == "delay" else 0.0
        self.later(delay, lambda: self._send(notice, trick))

    def close(self) -> None:
        """Send nothing more."""
        with self._lock:
            for timer in self._timers:
                timer.cancel()
            self._timers.clear()

    def reset(self) -> None:
        """Forget what is on its way, held back or asked for."""
        self.close()
        with self._lock:
            self.tricks.clear()
            self.fired.clear()
            self.done.clear()
            self._held = []
        self.speed = self.public_key_share = 1.0

    @property
    def waiting(self) -> int:
        """How many are on their way or held back."""
        with self._lock:
            return len(self._timers) + len(self._held)

    def flush(self) -> None:
        """Let go of what is held back."""
        with self._lock:
            held, self._held = self._held, []
        for notice in held:
            self.later(0.0, lambda notice=notice: self._send(notice))  # type: ignore[misc]

    # ---- how it is done

    def later(self, delay_s: float, work: Callable[[], None]) -> None:
        timer: threading.Timer

        def run() -> None:
            try:
                work()
            finally:
                with self._lock:
                    self._timers.discard(timer)

        timer = threading.Timer(delay_s / self.speed, run)
        timer.daemon = True
        with self._lock:
            self._timers.add(timer)
        timer.start()

    def _send(self, notice: Notice, trick: Trick | None = None) -> None:
        body = self.body(notice, trick)
        wrongly = trick if trick in _WRONG_SIGNATURES else ""
        by_key = secrets.randbelow(1000) < self.public_key_share * 1000
        serial = self.notary.serial_for(PUBLIC_KEY_ID if by_key else None)
        headers = self.notary.sign(body, serial, str(wrongly or ""))
        notice.tries += 1
        answered = self._post(notice.url, body, headers)
        self.done.append(Told(notice.id, notice.event_type, notice.tries, answered))
        if not answered and trick != "probe":
            self._again(notice)

    def _again(self, notice: Notice) -> None:
        if notice.tries <= len(RETRY_AFTER_S):
            self.later(RETRY_AFTER_S[notice.tries - 1], lambda: self._send(notice))

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> bool:
        try:
            answer = requests.post(
                url,
                data=body,
                headers={"Content-Type": "application/json", **headers},
                timeout=ANSWER_WITHIN_S,
                proxies={"http": "", "https": ""},
            )
        except requests.RequestException:
            return False
        return answer.status_code in (200, 204)

    def body(self, notice: Notice, trick: Trick | None = None) -> bytes:
        """What is sent of ``notice``, sealed; to be signed."""
        resource = json.loads(json.dumps(notice.resource))
        if trick == "wrong_amount":
            resource["amount"]["total"] = resource["amount"]["total"] + 1
        if trick == "wrong_appid":
            resource["sp_appid" if "sp_appid" in resource else "appid"] = "wx0000000000000000"
        nonce, associated = secrets.token_hex(6), notice.event_type.split(".")[0].lower()
        plain = json.dumps(resource, ensure_ascii=False).encode()
        told = {
            "id": notice.id,
            "create_time": datetime.fromtimestamp(self.clock.now(), UTC).isoformat(),
            "event_type": notice.event_type,
            "resource_type": "encrypt-resource",
            "summary": "支付成功" if notice.event_type.startswith("TRANSACTION") else "退款",
            "resource": {
                "original_type": associated,
                "algorithm": ALGORITHM,
                "ciphertext": seal(self.api_v3_key, nonce.encode(), associated.encode(), plain),
                "associated_data": associated,
                "nonce": nonce,
            },
        }
        return json.dumps(told, ensure_ascii=False).encode()
