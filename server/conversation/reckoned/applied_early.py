"""If the allowance by age may be applied for before the birthday from which on it is paid, of whom that is told."""

from __future__ import annotations

import re
from copy import deepcopy

from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE, when_turned
from server.conversation.said import Said
from server.conversation.told.learning import learn

ENTRY = "没到八十能提前申请高龄津贴不"
"""How the entry is asked that tells what is known of it."""

_EARLY = re.compile(
    r"(?:能|可以|[给收])(?:现在)?(?:先|提前|早点儿?)(?:去|把)?(?:申请|办|报|递|交)|(?:先|提前)去?(?:申请|办|报|递)[^,，。]{0,3}(?:吗|不|么|行|成|收)"
)


def told(said: Said, moment: Moment) -> Told | None:
    """When she is old enough, before what is known of an application before it; None of whom no birthday to come is
    known."""
    asked = _EARLY.search(unify(said.text)) and not concepts(normalise(said.text)).subjects - {
        "age-allowance"
    }
    if said.is_exact or not asked or wishes.benefit_of(said.text) not in (None, BY_AGE):
        return None
    tried = deepcopy(moment.state)
    learn(tried, said.text)
    lead = when_turned(tried, BEGINS_AT[0], to_come=True)
    if not lead:
        return None
    learn(moment.state, said.text)
    reply, reasons = moment.told_by(ENTRY, said)
    return compose.begun_with(lead, reply), reasons
