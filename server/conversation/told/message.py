"""A message as it is taken in: what of it is told of whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from intents.told.denials import denied_in
from intents.told.ours import of_ours
from intents.told.people import Shares, of_whom_is_asked, shares_in
from intents.words.normalise import unify

_WRONGLY_SAID = re.compile("(?:说|讲|搞|弄|记)错|不对|错了")
_ASKS_AFTER = re.compile(r"呢[\s\W]*$|呢[\s\W]")

PRONOUNS = ("她", "他")

Denied = set[tuple[str, str | bool | None]]
"""Facts by name with what they are said not to be; None where there is nothing to tell of them."""


@dataclass(frozen=True)
class Message:
    """A message, and what of it is told of whom."""

    text: str
    """Without what it tells of strangers and of who is left out."""

    spoken: str
    """What it tells of the one whom it is about."""

    shares: Shares | None

    denied: Denied

    like: dict[str, Any] | None = None
    """What is known of another one, whom the one spoken of is said to be like in everything."""

    @classmethod
    def of(cls, text: str, like: dict[str, Any] | None = None) -> Message:
        """Read ``text``."""
        ours = of_ours(unify(text))
        text = text if ours == unify(text) else ours
        spoken, shares = of_whom_is_asked(unify(text)), shares_in(unify(text))
        of_the_first = shares is not None and spoken == shares.told[shares.main]
        denied = denied_in((of_the_first and spoken) or text)
        return cls(text, spoken, shares, denied, like)

    def of_whom_is_known(self, name: str) -> Message:
        """The same, where 她 or 他 beside the speaker is the one called ``name``, of whom the talk was."""
        told = self.shares.told if self.shares else {}
        if len({*told} & {*PRONOUNS}) != 1:  # he and she are two whom nothing else names
            return self
        named = {name if one in PRONOUNS else one: words for one, words in told.items()}
        shares, asked = Shares(named), self.shares and self.shares.told[self.shares.main]
        spoken = shares.told[shares.main] if self.spoken == asked else self.spoken
        return replace(self, shares=shares, spoken=spoken)

    @property
    def corrects(self) -> bool:
        """Whether it says that something was told wrongly before."""
        return bool(_WRONGLY_SAID.search(self.text))


def asks_after(text: str) -> bool:
    """Whether ``text`` asks after somebody or something by no more than 呢 ("我妈呢")."""
    return bool(_ASKS_AFTER.search(text))
