"""Is a text fit to be shown? (msgSecCheck v2)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal, get_args

from wechat.errors import RefusedValue, failure

LONGEST = 2500
"""Characters of one text, developers.weixin.qq.com msgSecCheck."""

UNLABELLED = 0

Suggestion = Literal["pass", "review", "risky"]


class Scene(IntEnum):
    """Where the text will stand."""

    PROFILE = 1
    COMMENT = 2
    FORUM = 3
    LOG = 4


@dataclass(frozen=True)
class Verdict:
    """``review`` is no rejection by WeChat: a person of ours should look.

    ``label`` 100 is harmless; 20001 politics, 20002 sex, 20003 abuse, 20006 crime, 20008 fraud …
    """

    suggestion: Suggestion
    label: int

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Verdict:
        """From ``result``, which sums up ``detail``."""
        result = answer.get("result")
        if isinstance(result, dict) and result.get("suggest") in get_args(Suggestion):
            label = result.get("label")
            return cls(result["suggest"], label if isinstance(label, int) else UNLABELLED)
        raise failure("check_message", "broken_answer")


def checked(content: str) -> str:
    """``content`` if it may be sent for a check; raises :class:`RefusedValue`."""
    if not content.strip():
        raise RefusedValue("content", "empty")
    if len(content) > LONGEST:
        raise RefusedValue("content", f"longer than {LONGEST} characters")
    return content
