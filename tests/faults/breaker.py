"""Does what the plan says: asks the simulator for faults, kills processes, cuts connections."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import requests

from tests.faults.plan import CALL_FAULTS, NOTICE_TRICKS, Event
from tests.faults.site import Site

ANY_CALL = "/v3/*"
NOTICE_SPEED = 20.0
WRONG_BY_S, WRONG_FOR_S = 400.0, 0.5
"""Further off than the five minutes within which a signature is good (``wechat.pay.keys.WINDOW``)."""
WORKERS_CLOCKS = (timedelta(0), timedelta(hours=1), timedelta(hours=-1))
EVERY_S = 0.05
COUNTED_THERE = {"paid_after_close"}
"""Asked for by us, and fired by the simulator when there is an occasion."""


class Breaker(threading.Thread):
    """Runs beside the payers; ``begun`` is raised by each of them as it starts."""

    def __init__(self, site: Site, simulator: str, events: Iterable[Event], seed: int) -> None:
        super().__init__(daemon=True)
        self.site, self.simulator = site, simulator
        self.events, self.chosen = deque(events), random.Random(seed)
        self.begun, self.lock, self.over = 0, threading.Lock(), threading.Event()
        self.done: Counter[str] = Counter()
        self.failed: list[str] = []
        self.late = 0

    def one_more(self) -> None:
        """A payer begins."""
        with self.lock:
            self.begun += 1

    def run(self) -> None:
        """Do what is due until the payers are done and nothing is left to do."""
        self.control("PATCH", "pay", {"notice_speed": NOTICE_SPEED})
        while self.events:
            if self.events[0].order <= self.begun or self.over.is_set():
                self._do(self.events.popleft().kind)
            time.sleep(EVERY_S)

    def _do(self, kind: str) -> None:
        try:
            if kind in NOTICE_TRICKS:
                self.control("PATCH", "pay", {"notice_tricks": [kind]})
            elif kind in CALL_FAULTS:
                self.control("POST", "faults", {"path": ANY_CALL, "name": kind} | CALL_FAULTS[kind])
            else:
                getattr(self, kind)()
                self.done[kind] += kind not in COUNTED_THERE
        except Exception as error:  # the run must say that a fault could not be put in
            self.failed.append(f"{kind}: {error!r}")

    def kill_web(self) -> None:
        """``kill -9`` of one of the web workers."""
        self.site.kill_web(self.chosen)

    def kill_worker(self) -> None:
        """``kill -9`` of the job worker; the next one's business clock may be an hour wrong."""
        self.site.kill_worker(self.chosen.choice(WORKERS_CLOCKS))

    def cut_connections(self) -> None:
        """All connections to the database."""
        self.site.cut_connections()

    def clock_wrong(self) -> None:
        """For a moment WeChat's clock and ours differ by more than a signature allows."""
        skew = self.chosen.choice((WRONG_BY_S, -WRONG_BY_S))
        self.control("POST", "clock", {"skew_s": skew})
        time.sleep(WRONG_FOR_S)
        self.control("POST", "clock", {"skew_s": 0})

    def keys_change(self) -> None:
        """Another share of answers and notices is signed with the public key."""
        self.control("PATCH", "pay", {"public_key_share": self.chosen.choice((0.0, 0.5, 1.0))})

    def spelling_changes(self) -> None:
        """Error codes lose their underscores, or get them back."""
        self.control("PATCH", "pay", {"old_spelling": self.chosen.choice((True, False))})

    def paid_after_close(self) -> None:
        """One more trade is paid although it was closed."""
        self.late += 1
        fired = requests.get(f"{self.simulator}/_control/pay", timeout=5).json()["fired"]
        self.control(
            "PATCH", "pay", {"pay_after_close": self.late - fired.get("paid_after_close", 0)}
        )

    def control(self, method: str, path: str, body: dict[str, Any]) -> None:
        """Tell the simulator; raises where it does not take it."""
        url = f"{self.simulator}/_control/{path}"
        requests.request(method, url, json=body, timeout=5).raise_for_status()
