"""Whether a level that was assessed is a heavier one by now, since a dementia was found or she got lost: nobody but
the assessors can say so (GB/T 42195-2022, C.4), and no amount is promised for it."""

from __future__ import annotations

import re

from intents.asked import several
from intents.told.graver import names_dangers
from intents.told.named import speaks_of_somebody
from intents.told.points import all_points_in
from intents.words.normalise import unify
from knowledge.assessment import standard
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.reckoned.levels_asked import DEMENTIA, brings
from server.conversation.said import Said
from server.conversation.state import LEVEL
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today

DANGERS = "老人近来多次摔倒或走失，失能等级会调重吗？"
"""The question of the entry on what makes a level heavier but a dementia."""

_ASKS = re.compile(
    "(?:是不是|应不应|该不该|能不能|会不会|算不算|可不可以|不就|[就能会该])(?:该|能|应|要|就|真|会|算|是|成|变|评|定|给|升|到|为|也|都|他|她)*"
    "(?:[中重]度|完全失能|[加升](?:重)?[一1两]?级)"
)
_DEMENTIA = re.compile("痴呆|失智|海[默墨]|认知症|认知障碍|精神病")
_SUPPOSED = re.compile("听说|据说|加重|要是|如果")


def told(said: Said, moment: Moment) -> Told | None:
    """Who decides, and what the heavier level would bring, where it is asked if a level told is that one by now."""
    pieces = several.pieces(said.text)
    asking = [piece for piece in pieces if _ASKS.search(unify(piece))]
    certain = "，".join(p for p in pieces if p not in asking and not _SUPPOSED.search(p))
    level = heard(certain, of_somebody=True).get(LEVEL) or moment.state.facts.get(LEVEL)
    question = DEMENTIA if _DEMENTIA.search(said.text) else DANGERS
    caused = question == DEMENTIA or names_dangers(said.text)
    levels = standard().levels
    place = next((n for n, one in enumerate(levels) if one.code == level), None)
    if not (asking and caused) or all_points_in(said.text) or place in (None, len(levels) - 1):
        return None
    if speaks_of_somebody(said.text) or moment.state.facts:
        learn(moment.state, certain)
    now, then = levels[place or 0], levels[(place or 0) + 1]
    lead = (
        f"这要评估人员来定，别人不能先打包票。现在的结论是{now.name}，就先按{now.name}算；"
        "情况变重了，可以问街道怎么申请复核或再评，新结论出来才作数。"
        f"真评成{then.name}的话：{brings(then.code, moment.knowledge, business_today())}"
    )
    reply, reasons = moment.told_by(question, said)
    return compose.begun_with(lead, reply), reasons
