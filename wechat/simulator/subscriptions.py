"""Subscribe messages: templates, consent counted per person and template, delivery."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from wechat.simulator.clock import Clock
from wechat.simulator.people import Person, Received
from wechat.simulator.refused import Refused
from wechat.subscribe import limit_of


class Template(BaseModel):
    """``fields``: key such as ``thing1`` → the label on the card."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    fields: dict[str, str]
    long_term: bool = False
    """A long-term template needs one consent for all time."""


@dataclass
class Subscriptions:
    clock: Clock
    templates: dict[str, Template]
    consents: Counter[tuple[str, str]] = field(default_factory=Counter)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(3_000_000_000_000_001))

    def grant(self, openid: str, template_id: str, count: int = 1) -> None:
        self.consents[openid, self.template(template_id).id] += count

    def withdraw(self, openid: str, template_id: str) -> None:
        self.consents[openid, self.template(template_id).id] = 0

    def template(self, template_id: str) -> Template:
        found = self.templates.get(template_id)
        if found is None:
            raise Refused(40037, "invalid template_id")
        return found

    def send(self, person: Person, template_id: str, data: Mapping[str, Any]) -> int:
        """Put the card into the inbox and use up one consent; the message's id."""
        template = self.template(template_id)
        texts = {key: _text(data, key) for key in template.fields}
        left = self.consents[person.openid, template.id]
        if left < 1:
            raise Refused(43101, "user refuse to accept the msg")
        if not template.long_term:
            self.consents[person.openid, template.id] = left - 1
        if not person.refuses_delivery:
            lines = tuple((label, texts[key]) for key, label in template.fields.items())
            person.inbox.append(Received("wechat", self.clock.now(), template.title, lines))
        return next(self._ids)


def _text(data: Mapping[str, Any], key: str) -> str:
    entry = data.get(key)
    text = entry.get("value") if isinstance(entry, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Refused(47003, f"argument invalid! data.{key}.value is empty")
    limit = limit_of(key)
    if limit is None or not limit.fits(text):
        raise Refused(47003, f"argument invalid! data.{key}.value invalid")
    return text
