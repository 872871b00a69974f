"""Message push to our own backend: signed, sealed in secure mode, three more tries if not answered."""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from typing import Any

import requests
import xmltodict

from wechat.push import ANSWER, PushReceiver, sign
from wechat.simulator.clock import Clock
from wechat.simulator.settings import Settings

PATH = "/api/v1/wechat/push"
TRIES = 4
"""The first, and three more."""
ANSWER_WITHIN_S = 5.0
PROGRAM = "gh_simulator0001"
REMEMBERED = 200
_NESTED = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
}


@dataclass(frozen=True)
class Pushed:
    """How it went, for the control endpoint."""

    event: str
    openid: str
    tries: int
    answered: bool


class Pusher:
    """Sends in threads of its own: WeChat does not wait for our answer either."""

    def __init__(
        self, settings: Settings, clock: Clock, *, answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        self._settings, self._clock = settings, clock
        self._answer_within_s = answer_within_s
        self._sealer = PushReceiver(
            settings.push_token, settings.appid, settings.push_aes_key or None
        )
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="push")
        self._running: set[Future[None]] = set()
        self.done: deque[Pushed] = deque(maxlen=REMEMBERED)

    def event(self, openid: str, event: str, rows: list[dict[str, str]]) -> None:
        """A subscribe event: in JSON a single row comes without a list around it."""
        listed: Any = rows[0] if len(rows) == 1 else rows
        nested = {"List": listed}
        if self._settings.push_format == "xml" and event in _NESTED:
            nested = {_NESTED[event]: nested}
        self.send(openid, {"MsgType": "event", "Event": event, **nested})

    def send(self, openid: str, fields: Mapping[str, Any]) -> None:
        message = {
            "ToUserName": PROGRAM,
            "FromUserName": openid,
            "CreateTime": int(self._clock.now()),
            **fields,
        }
        future = self._threads.submit(self._deliver, message)
        self._running.add(future)
        future.add_done_callback(self._running.discard)

    def finish(self, timeout_s: float) -> None:
        """Wait for what is on its way."""
        wait(list(self._running), timeout=timeout_s)

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _deliver(self, message: dict[str, Any]) -> None:
        text = self._text(message)
        tries, answered = 0, False
        while tries < TRIES and not answered:
            tries, answered = tries + 1, self._try(text)
        name = str(message.get("Event") or message["MsgType"])
        self.done.append(Pushed(name, message["FromUserName"], tries, answered))

    def _try(self, text: str) -> bool:
        """Answered in time with "success", nothing, or a sealed answer."""
        query, body = self._envelope(text)
        try:
            answer = requests.post(
                self._settings.app_base + PATH,
                params=query,
                data=body.encode(),
                headers={"Content-Type": f"application/{self._settings.push_format}"},
                timeout=self._answer_within_s,
                proxies={"http": "", "https": ""},
            )
        except requests.RequestException:
            return False
        fine = answer.text in ("", ANSWER) or "MsgSignature" in answer.text
        return answer.status_code == requests.codes.ok and fine

    def _envelope(self, text: str) -> tuple[dict[str, str], str]:
        timestamp, nonce = str(int(time.time())), str(secrets.randbelow(10**9))
        signature = sign(self._settings.push_token, timestamp, nonce)
        query = {"signature": signature, "timestamp": timestamp, "nonce": nonce}
        if not self._settings.push_aes_key:
            return query, text
        sealed = self._sealer.seal(text, timestamp, nonce)
        query |= {"encrypt_type": "aes", "msg_signature": sealed["MsgSignature"]}
        return query, self._text({"ToUserName": PROGRAM, "Encrypt": sealed["Encrypt"]})

    def _text(self, fields: dict[str, Any]) -> str:
        if self._settings.push_format == "xml":
            return str(xmltodict.unparse({"xml": fields}, full_document=False))
        return json.dumps(fields, ensure_ascii=False)

    def report(self) -> list[dict[str, Any]]:
        return [asdict(pushed) for pushed in self.done]
