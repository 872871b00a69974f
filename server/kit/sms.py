"""Sending short messages: the gateway's interface, and the one that speaks HTTP.

``POST {base}/sms/v1/messages {"to", "text", "reference"}`` with a bearer key answers
``{"id"}``. The reference makes repeats harmless: the same one is never delivered twice.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import Protocol

import requests
from flask import current_app
from urllib3.exceptions import NewConnectionError

from server.transaction import tell_outside

CONNECT_S, ANSWER_S = 3.0, 5.0
BUSY = requests.codes.too_many_requests


@dataclass(frozen=True)
class Sent:
    """What the gateway calls the message it took on."""

    id: str


class SmsError(Exception):
    """A message was not taken on. Holds neither number nor text.

    ``retryable``: the same call may succeed later. ``unknown_outcome``: it may have been taken on.
    """

    def __init__(self, code: str, *, retryable: bool, unknown_outcome: bool = False) -> None:
        super().__init__(code)
        self.code, self.retryable, self.unknown_outcome = code, retryable, unknown_outcome


class SmsGateway(Protocol):
    """Hands a message to the mobile networks."""

    def send(self, to: str, text: str, reference: str) -> Sent:
        """Send ``text`` to the number ``to`` once for each ``reference``. Raises SmsError."""
        ...


class HttpSms:
    """The gateway behind an HTTP address. Threads may share it, and it survives a fork."""

    def __init__(self, base: str, key: str) -> None:
        self._address = f"{base.rstrip('/')}/sms/v1/messages"
        self._headers = {"Authorization": f"Bearer {key}"}
        self._local = threading.local()

    def send(self, to: str, text: str, reference: str) -> Sent:
        """See SmsGateway.send."""
        problem: SmsError
        tell_outside()
        try:
            answer = self._session().post(
                self._address,
                json={"to": to, "text": text, "reference": reference},
                headers=self._headers,
                timeout=(CONNECT_S, ANSWER_S),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            problem = SmsError("no answer", retryable=True, unknown_outcome=_may_be_sent(error))
        else:
            return _read(answer)
        raise problem  # outside the except block: the text of what went wrong holds the address

    def close(self) -> None:
        """Close this thread's connections."""
        self._session().close()

    def _session(self) -> requests.Session:
        """This thread's session, made anew after a fork: two processes must not share a socket."""
        if getattr(self._local, "pid", None) != os.getpid():
            session = requests.Session()
            session.trust_env = False
            self._local.session, self._local.pid = session, os.getpid()
        kept: requests.Session = self._local.session
        return kept


def _may_be_sent(error: requests.RequestException) -> bool:
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    early = isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
    return not early


def _read(answer: requests.Response) -> Sent:
    if answer.status_code >= requests.codes.internal_server_error:
        raise SmsError(f"status {answer.status_code}", retryable=True, unknown_outcome=True)
    if answer.status_code >= requests.codes.multiple_choices:
        raise SmsError(f"status {answer.status_code}", retryable=answer.status_code == BUSY)
    try:
        return Sent(str(answer.json()["id"]))
    except (ValueError, KeyError, TypeError):
        pass
    raise SmsError("an answer that cannot be read", retryable=True, unknown_outcome=True)


def sms() -> SmsGateway:
    """The gateway of the running application."""
    found: SmsGateway = current_app.extensions["sms"]
    return found
