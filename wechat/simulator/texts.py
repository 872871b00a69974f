"""msgSecCheck v2, with a list of words in place of WeChat's judgement."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from wechat.simulator.clock import Clock
from wechat.simulator.people import Person
from wechat.simulator.refused import Refused

HARMLESS = 100
REVIEW = 21000
"""A word of the label 21000 (other) makes a text one to review; every other label is risky."""
LONGEST = 2500
VISITED_WITHIN_S = 7200


@dataclass
class TextCheck:
    clock: Clock
    words: dict[str, int]

    def check(self, person: Person, body: dict[str, Any]) -> dict[str, Any]:
        content = body.get("content")
        if body.get("version") != 2 or not isinstance(content, str) or len(content) > LONGEST:
            raise Refused(47001, "data format error")
        if not content:
            raise Refused(44002, "empty post data")
        if body.get("scene") not in (1, 2, 3, 4):
            raise Refused(40129, "invalid scene")
        if self.clock.now() - person.visited_at > VISITED_WITHIN_S:
            raise Refused(61010, "code is expired, user has not visited within two hours")
        return self._verdict(content)

    def _verdict(self, content: str) -> dict[str, Any]:
        found = [(word, label) for word, label in self.words.items() if word in content]
        label = min((label for _, label in found), default=HARMLESS)
        suggest = {HARMLESS: "pass", REVIEW: "review"}.get(label, "risky")
        detail = [
            {
                "strategy": "keyword",
                "errcode": 0,
                "suggest": suggest,
                "label": label,
                "keyword": word,
            }
            for word, label in found
        ]
        return {
            "errcode": 0,
            "errmsg": "ok",
            "trace_id": secrets.token_hex(8),
            "result": {"suggest": suggest, "label": label},
            "detail": detail,
        }
