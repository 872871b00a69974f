"""Faults on demand, below Flask: delays, lost connections, HTTP errors, error codes."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.wsgi import get_input_stream

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Fault(BaseModel):
    """One fault for the next ``times`` calls of ``path`` (``*`` stands for anything in it); an
    earlier one is used up first.

    ``delay_s`` passes before the effect, ``answer_delay_s`` after it; ``drop`` closes the
    connection without an answer, before or after the effect; ``status`` is answered instead of
    having an effect, or with ``after_effect`` once it has been had.
    """

    model_config = ConfigDict(extra="forbid")

    path: str
    name: str = ""
    """Under which it is counted when it is fired; else its path."""
    times: Annotated[int, Field(ge=1)] = 1
    delay_s: Annotated[float, Field(ge=0, le=60)] = 0
    answer_delay_s: Annotated[float, Field(ge=0, le=60)] = 0
    drop: Literal["before", "after"] | None = None
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    after_effect: bool = False
    errcode: int | None = None
    errmsg: str = "fault on demand"


class Faults:
    """WSGI middleware; also counts the calls of each path."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self.calls: Counter[str] = Counter()
        self.fired: Counter[str] = Counter()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def clear_waiting(self) -> None:
        with self._lock:
            self._waiting.clear()

    def clear(self) -> None:
        """Counters, too."""
        self.clear_waiting()
        with self._lock:
            self.calls.clear()
            self.fired.clear()

    def waiting(self) -> list[Fault]:
        with self._lock:
            return list(self._waiting)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        fault = self._next(environ["PATH_INFO"])
        if fault is None:
            return self._app(environ, start)
        # What is left unread of a body, werkzeug would take for the next request, and log it.
        environ["wsgi.input"] = BytesIO(get_input_stream(environ).read())
        time.sleep(fault.delay_s)
        if fault.drop == "before":
            _hang_up(environ)
        if fault.status is not None:
            return self._fail(environ, start, fault)
        if fault.errcode is not None:
            start("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"errcode": fault.errcode, "errmsg": fault.errmsg}).encode()]
        answer = self._app(environ, start if fault.drop is None else _nowhere)
        time.sleep(fault.answer_delay_s)
        if fault.drop == "after":
            _hang_up(environ)
        return answer

    def _fail(self, environ: WSGIEnvironment, start: StartResponse, fault: Fault) -> list[bytes]:
        status = HTTPStatus(fault.status or 500)
        if fault.after_effect:
            b"".join(self._app(environ, _nowhere))
        start(f"{status.value} {status.phrase}", [("Content-Type", "text/html")])
        return [b"<html>fault on demand</html>"]

    def _next(self, path: str) -> Fault | None:
        with self._lock:
            self.calls[path] += 1
            fault = next((f for f in self._waiting if fnmatchcase(path, f.path)), None)
            if fault is not None:
                fault.times -= 1
                self.fired[fault.name or fault.path] += 1
                if fault.times == 0:
                    self._waiting.remove(fault)
            return fault


def _nowhere(*_: object) -> Callable[[bytes], object]:
    return lambda _: None


def _hang_up(environ: WSGIEnvironment) -> None:
    """Close the socket under werkzeug's feet; it treats this as a visitor who left."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError
