"""An age that stands before the time at which it is turned, put behind it, as others tell it."""

from __future__ import annotations

import re

_THEN_SO_OLD = re.compile(
    r"(?<!\d)(?P<a>[6-9]0|1[01]0)岁?的?(?:大寿|生日|寿辰)(?:就|是|在|要|还有|正好|定|摆|得|等|到)*"
    r"(?P<when>(?:(?:这|本|下)个?(?:周|星期|礼拜)[一二三四五六日天末]?|大?[明后]天|下个?月(?:\d{1,2}[号日])?|月底|年底|明年)|(?:1[0-2]|[1-9])月(?:份|\d{1,2}[号日]?)?)"
)
"""The birthday of a round age and when it is to come."""

_AGE_FIRST = re.compile(
    r"(?<!\d)(?P<a>[6-9]\d|1[01]\d)(?:周?岁)[是要到在]*(?P<when>(?:20[12]\d年|[今明后]年)?(?:1[0-2]|[1-9])月(?:[0-3]?\d[号日])?)(?:才|就)?[满到](?!\d)"
)
"""The age before the time at which it is turned ("80岁12月31日才满")."""


def age_last(spoken: str) -> str:
    """``spoken`` (unified) with every such age behind its time ("90岁的生日是下礼拜三", "80岁12月31日才满")."""
    spoken = _THEN_SO_OLD.sub(lambda match: f"{match['when']}满{match['a']}", spoken)
    return _AGE_FIRST.sub(lambda match: f"{match['when']}就满{match['a']}", spoken)
