"""All state of the simulator, in memory, behind one lock."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import yaml

from wechat.simulator.clock import Clock
from wechat.simulator.one_time import OneTimeCodes
from wechat.simulator.people import People, Person
from wechat.simulator.pictures import Pictures
from wechat.simulator.refused import Refused
from wechat.simulator.registers import Registers
from wechat.simulator.settings import Settings
from wechat.simulator.shipping import Shipping
from wechat.simulator.sms import SmsGateway
from wechat.simulator.subscriptions import Subscriptions, Template
from wechat.simulator.texts import TextCheck
from wechat.simulator.tokens import Tokens

SAMPLES = Path(__file__).parent / "samples.yaml"
LOGINS_A_MINUTE = 100
MINUTE_S = 60.0


class World:
    """Hold ``lock`` while reading or changing anything, and never while calling outside."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Everything as at the start: sample people, no consent, no codes."""
        samples: dict[str, Any] = yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))
        clock = self.clock
        clock.skew_s = 0.0
        self.people = People()
        for person in samples["people"]:
            self.people.add(**person)
        self.tokens = Tokens(clock)
        self.login_codes = OneTimeCodes(clock, used_errcode=40163)
        self.phone_codes = OneTimeCodes(clock, used_errcode=40029)
        templates = [Template.model_validate(row) for row in samples["templates"]]
        self.subscriptions = Subscriptions(clock, {row.id: row for row in templates})
        self.texts = TextCheck(clock, dict(samples["words"]))
        self.pictures = Pictures(clock, samples["pages"])
        self.shipping = Shipping(clock)
        self.sms = SmsGateway(clock)
        self.registers = Registers()

    def person(self, openid: object) -> Person:
        found = self.people.get(openid) if isinstance(openid, str) else None
        if found is None:
            raise Refused(40003, "invalid openid")
        return found

    def log_in(self, code: str) -> Person:
        """Spend a login code."""
        person = self.person(self.login_codes.spend(code))
        now = self.clock.now()
        person.logins.append(now)
        while now - person.logins[0] >= MINUTE_S:
            person.logins.popleft()
        if len(person.logins) > LOGINS_A_MINUTE:
            raise Refused(45011, "api minute-quota reach limit")
        if person.high_risk:
            raise Refused(40226, "code blocked")
        person.visited_at = now
        return person
