"""What is paid to a poor elder who moves into a home, where that is asked of one of whom facts are told.

The subsidy for the home is another one than the allowances for who lives at home, and shuts out the one for
care (京民养老发〔2019〕160号); its amounts are of second hand, and the entry says so.
"""

from __future__ import annotations

import re

from intents.words.normalise import bare
from server.conversation import compose
from server.conversation.asked import wishes
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.state import INCOME, State
from server.conversation.told.facts_told import heard
from server.editorial.live import LiveKnowledge

SUBSIDY = "困境家庭的老人住养老院，每月补助多少钱？"

_MOVES_IN = re.compile(
    "(?:住|进|去|上|送|入住?)(?:到|进|去)?(?:个|家)?(?:养老院|敬老院|养老机构|福利院|护理院|老年公寓)"
)
_ASKS_HOW_MUCH = re.compile(rf"(?:补贴?|补助|给补?|贴)(?:{HOW_MUCH}|什么|啥)")
_ONLY_HOW_MUCH = re.compile(
    r"(?:那|能|国家|政府|公家|每月|[1一]?个?月|一共|会|给|可以)*"
    rf"(?:补贴?|补助){HOW_MUCH}(?:钱|块|元)?[呢啊呀]?"
)
_LINES = {"dibao": "低保", "low_income": "低收入"}
"""How the line of the entry begins for a class of income."""

_SHUTS_OUT = "住进去领了这一样，失能老年人护理补贴就不再发，困难老年人养老服务补贴还可以申请。"


def lead_of(text: str, before: str, state: State, knowledge: LiveKnowledge) -> str | None:
    """What is said before the entry of the subsidy for a home; None where ``text`` asks for something else.
    ``before``: the question of the entry told last."""
    goes_on = before == SUBSIDY and _ONLY_HOW_MUCH.fullmatch(bare(text))
    asks = _MOVES_IN.search(bare(text)) and _ASKS_HOW_MUCH.search(bare(text))
    if not (goes_on or asks) or wishes.benefit_of(text):
        return None
    income = heard(text, of_somebody=True).get(INCOME) or state.facts.get(INCOME) or ""
    entry = next((e for e in knowledge.entries.values() if e.question == SUBSIDY), None)
    listed = compose.listed_in(entry) if entry else []
    begins = _LINES.get(str(income))
    line = next((one for one in listed if begins and one.startswith(begins)), "")
    return (f"{line}，这是二手资料，没有核实。" if line else "") + _SHUTS_OUT
