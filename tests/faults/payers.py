"""Payers over HTTP who do not wait, tap twice, call off, go away, and are cut off at any moment."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from typing import Any

import requests

DOINGS = ("pays", "pays", "pays_in_two_tabs", "calls_off", "pays_while_calling_off", "goes_away", "pays_and_gives_back")  # fmt: skip
TRIES = 6
KEY = "Idempotency-Key"


class Payer:
    """One elder with her token, and one place that she signs up for."""

    def __init__(self, base: str, simulator: str, token: str, elder_id: str, seed: str) -> None:
        self.base, self.simulator, self.elder_id = base, simulator, elder_id
        self.headers = {"Authorization": f"Bearer {token}"}
        self.chosen = random.Random(seed)
        self.met: Counter[str] = Counter()

    def go(self, activity: str) -> str:
        """Do something; what."""
        doing = self.chosen.choice(DOINGS)
        path = f"/api/v1/activities/{activity}/sign-ups"
        order = self.call("POST", path, {"elder_id": self.elder_id}).get("id")
        if order is None:
            return "never_signed_up"
        getattr(self, doing)(order)
        return doing

    def pays(self, order: str) -> None:
        self.taps(order)

    def pays_in_two_tabs(self, order: str) -> None:
        handles = [self.prepared(order, way) for way in ("native", "h5")]
        for handle in handles:
            self.at_the_cashier(handle)
        self.looks(order)

    def calls_off(self, order: str) -> None:
        self.prepared(order)
        self.call("POST", f"/api/v1/payments/activity/{order}/cancel")

    def pays_while_calling_off(self, order: str) -> None:
        handle = self.prepared(order)
        requests.patch(f"{self.simulator}/_control/pay", json={"pay_before_close": 1}, timeout=5)
        self.call("POST", f"/api/v1/payments/activity/{order}/cancel")
        self.at_the_cashier(handle)

    def goes_away(self, order: str) -> None:
        self.prepared(order)

    def pays_and_gives_back(self, order: str) -> None:
        self.taps(order)
        self.looks(order)
        self.call("DELETE", f"/api/v1/activities/sign-ups/{order}")

    def taps(self, order: str) -> None:
        self.at_the_cashier(self.prepared(order))

    def looks(self, order: str) -> None:
        self.call("GET", f"/api/v1/payments/activity/{order}")

    def prepared(self, order: str, way: str = "native") -> str | None:
        """The cashier's handle; None where nothing came of it."""
        said = self.call("POST", f"/api/v1/payments/activity/{order}/pay", {"way": way})
        device = said.get("device") or {}
        address = device.get("code_url") or device.get("h5_url")
        return str(address).rpartition("/")[2] if address else None

    def at_the_cashier(self, handle: str | None) -> None:
        if handle is not None:
            self._send("POST", f"{self.simulator}/_control/pay/{handle}/pay", {}, {})

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Try again what was cut off or could not be done now, as a person's phone would: under the
        same key, and under a new one (another tap) where the first is said to be running still."""
        key = self.new_key()
        for _ in range(TRIES):
            answer = self._send(method, self.base + path, body, self.headers | {KEY: key})
            if answer is None or answer.status_code >= 500:
                continue
            said = dict(answer.json()) if answer.content else {}
            if not str(said.get("type", "")).endswith(":in-progress"):
                return said
            key = self.new_key()
        return {}

    def new_key(self) -> str:
        return str(uuid.UUID(int=self.chosen.getrandbits(128)))

    def _send(self, method: str, url: str, body: Any, headers: Any) -> requests.Response | None:
        try:
            answer = requests.request(method, url, json=body, headers=headers, timeout=15)
        except requests.RequestException as error:
            self.met[type(error).__name__] += 1
            return None
        self.met[str(answer.status_code)] += 1
        return answer
