"""What is said of eyes, ears or legs of somebody who has no disability card: no sum hangs on them alone."""

from __future__ import annotations

import re

from intents.asked import tied
from intents.told.disabilities import KINDS
from intents.words.normalise import bare, unify
from intents.words.numerals import SIGNS
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned import entitlements
from server.conversation.reckoned.benefit_names import CARE
from server.conversation.reckoned.supposed import amount_of
from server.conversation.said import Said
from server.kit.clock import business_today

_LONGEST = 8


def tells_a_weakness(text: str, moment: Moment) -> bool:
    """Whether ``text`` only tells, right after a sum, what is not well of who has no card ("耳朵背")."""
    without = moment.after_a_sum and moment.state.facts.get("disability") == []
    if not without or len(bare(text)) > _LONGEST or not tied.is_statement(text):
        return False
    return _kind_in(text) is not None


def _kind_in(text: str) -> str | None:
    """The one kind of disability that what ``text`` names may come to, of which no card and no grade is told."""
    plain = unify(text)
    named = [kind for kind, words in KINDS.items() if re.search(words, plain)]
    return named[0] if len(named) == 1 and not re.search("残|[级证]", plain) else None


def told(said: Said, moment: Moment) -> Told | None:
    """That the care subsidy goes by the card or the assessment, what the card would bring, and what is asked."""
    kind, day = _kind_in(said.text), business_today()
    if kind is None or not tells_a_weakness(said.text, moment):
        return None
    held = [{"disability": [{"type": kind, "level": level}]} for level in range(1, 5)]
    paid = [amount_of(CARE, one, moment.knowledge, day) for one in held]
    brings = "、".join(f"{SIGNS[n]}级每月{fen}" for n, fen in enumerate(paid) if fen)
    lead = f"没有残疾证的，护理补贴要看能力评估，评为重度失能的才有；有{kind}残疾证的，{brings}。"
    return entitlements.asking(moment.state, moment.knowledge, lead), {"because": "no card is held"}
