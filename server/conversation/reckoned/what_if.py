"""What it would be if something else were true of the person; nothing of it is kept."""

from __future__ import annotations

import re
from copy import deepcopy

from intents.told.ages import AGES
from intents.told.named import SPEAKER, person_in
from intents.words.normalise import bare
from server.benefits import service as benefits
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.asked.days import names_only_a_month, names_only_a_year
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.moment import Moment
from server.conversation.reckoned import readings, sums_asked, together
from server.conversation.reckoned.joint_sum import IF_REGISTERED
from server.conversation.reckoned.supposed import registered_here
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.said import Said
from server.conversation.state import LEVEL, State
from server.conversation.told import persons
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today
from server.kit.money import spoken

LEAD = "要是这样："
"""How the reply to what is only supposed begins."""

_SUPPOSES = re.compile(
    "要是|如果|假如|万一|假设|(?<=[轻中重]度)的话|(?<=失能)的话|(?<=低保)的话|(?<=低收入)的话|(?<=[1-4一二三四]级)的话"
)
_NOW = re.compile("(?:现在|眼下|目前|如今)[^,，。]{0,6}(?:呢|多少|几百)")
"""Asks after the sum of now beside what is only supposed."""

_LEADS_ON = re.compile(
    "^(?:那么?|要是|如果|假如|万一|到|等|他|她|我[妈爸]?|老人)*(?=再|过|[一二两三四五六七八九十\\d]|[明后]年|大后年)"
)
_OF_TODAY = re.compile("现在|眼下|目前|如今|今年|本月|这个?月|刚才")
_ASKING = "呢啊呀?？"
_ADDS = re.compile(
    r"(?:那|要是|如果|假如|万一)*(?:再|又|还|同时|另外|也)+(?=要是|如果|假如|万一|假设|加上?|[有是评办]|低保|低收入)"
)
_ONLY_DIFFERENCE = re.compile(
    r"(?:那|一个月|每月|比现在|跟现在|和现在|能|会|就|要|总共|一共)*(?:差|多|少|增加|减少)(?:领|拿|给|发|出)?(?:了)?"
    rf"{HOW_MUCH}(?:钱|块|块钱|元)?[呢啊呀]*"
)
_ASKS_THE_SUM = re.compile(
    r"(?:那|那么|这样|那样|一共|总共|合计|加起来|每个?月|一个月|能|可以|该|领|拿|给|发|是|他|她|我)*"
    rf"{HOW_MUCH}(?:钱|块|块钱|元)?[呢啊呀]*|(?:那|就|这样|那样)*(?:一共|总共|合计|拢共|加起来)[呢啊呀]*"
)
_ASKS_THE_WHOLE = re.compile("(?:一共|总共|合计|拢共|加起来|合起来)[^,，。]{0,4}多少[钱呢啊]*$")
"""Asks after the sum of several, of one of whom something is supposed in the same breath."""

_WHAT_IT_ADDS = re.compile(
    "(?:评|定)(?:了|上|成|为|到)?(?:完全|[重中轻]度)(?:失能)?(?:的话|以后|之后|了)?"
    rf"(?:应该|该|能|会|可以|就|要|得|每个?月|一个?月|再|给|她|他|我)*(?:加|多|涨|添|增加)(?:领|拿|给|发|补)?{HOW_MUCH}(?:钱|块|块钱|元)?[呢啊呀]*"
)
"""Asks what a level would add, as one that was not given yet."""


def supposes(text: str) -> bool:
    """Whether ``text`` supposes something in so many words: what it says is then no fact."""
    return bool(_SUPPOSES.search(text))


def told(said: Said, moment: Moment) -> Told | None:
    """The verdicts as they would be, where the message supposes something that they hang on."""
    if (further := _further(said.text, moment)) is not None:
        return further
    text, state = said.text, moment.state
    if readings.supposes_of_a_matter(text) or not _asks_what_if(text, state):
        return None
    if not state.facts and (certain := readings.beside_what_is_supposed(text, _SUPPOSES)):
        learn(state, certain)
        text = readings.only_supposed(text, _SUPPOSES)
    tried = deepcopy(state)
    # Without the word that supposes it, what is supposed reads as done ("要是户口迁到北京").
    if not learn(
        tried, _SUPPOSES.sub("", text).rstrip(_ASKING), supposed=True
    ) or not _is_of_somebody_known(state, tried):
        return None
    if tried.mourned and not persons.gone(state, text):  # "她要是走了呢" may mean that she went out
        return None
    whole = _ASKS_THE_WHOLE.search(bare(text)) if moment.after_several and tried.aside else None
    reply, reasons = _worked_out(whole[0] if whole else text, moment, tried)
    return compose.begun_with(_now(said.text, state, tried, moment), reply), reasons


def _worked_out(text: str, moment: Moment, tried: State, *, of_one: bool = False) -> Told:
    """The verdicts on who is ``tried``, with what that is more or less than it is now."""
    state, focus = moment.state, moment.benefit_meant(text)
    now = _sum(state, moment)
    reply, reasons = worked_out(text, moment.trying(tried), focus)
    state.asking, state.subjects = tried.asking, tried.subjects
    state.supposed, state.supposed_of = tried.facts, tried.who
    differs = tried.who == state.who and not of_one and "several" not in reasons
    lead = LEAD + (_difference(now, _sum(tried, moment), _where(tried)) if differs else "")
    return compose.begun_with(lead, reply), reasons | {"supposed": True}


def _now(text: str, state: State, tried: State, moment: Moment) -> str:
    """What is paid now to the one of whom something is ``tried``, where ``text`` asks for that as well."""
    now = _sum(state, moment) if _NOW.search(text) and tried.who == state.who else None
    return f"现在{_where(state)}每月能领{spoken(now)}。" if now else ""


def _sum(state: State, moment: Moment) -> int | None:
    """What is certain of today's sum of who is known, in fen, of who may be registered here as if she were;
    None of whom too little is known."""
    if not state.facts.keys() & {*AGES}:
        return None
    return benefits.check(
        registered_here(state.facts), business_today(), moment.knowledge.documents
    ).total_fen_per_month


def _difference(now: int | None, then: int | None, where: str = "") -> str:
    if now is None or then is None or now == then:
        return ""
    return f"{where}每月{'多' if then > now else '少'}{spoken(abs(then - now))}。"


def _where(state: State) -> str:
    return "" if "hukou" in state.facts else IF_REGISTERED


def _further(text: str, moment: Moment) -> Told | None:
    """What is asked further of what was just supposed: the sum of it, the difference, or with more supposed."""
    state, before = moment.state, moment.previous
    if before is None or not before.reasons.get("supposed") or not state.supposed:
        return None
    tried = _as_supposed(state)
    if together.asks_for_all(tried, text):
        return _worked_out(text, moment, tried)
    if _ONLY_DIFFERENCE.fullmatch(bare(text)):
        told = _difference(_sum(state, moment), _sum(tried, moment), _where(tried))
        return _worked_out(text, moment, tried) if told else None
    if _only_at_another_time(text):
        return _worked_out(text, moment, tried, of_one=True)
    if adds := _ADDS.match(text):
        return (
            _worked_out(text, moment, tried)
            if learn(tried, _SUPPOSES.sub("", text[adds.end() :]), supposed=True)
            else None
        )
    of_one = _asks_of_a_benefit(text)
    if of_one or _ASKS_THE_SUM.fullmatch(bare(text)):
        return _worked_out(text, moment, tried, of_one=of_one)
    return None


def _only_at_another_time(text: str) -> bool:
    """Whether ``text`` asks of another time, and nothing else ("那要是她再过五年呢")."""
    when = _LEADS_ON.sub("", bare(text))
    if _OF_TODAY.search(when):
        return False
    return names_only_a_year(when) or names_only_a_month(when)


def _as_supposed(state: State) -> State:
    """What is known with what was last supposed of somebody, who is the one spoken of."""
    tried = deepcopy(state)
    if state.supposed_of and state.supposed_of != state.who:
        tried.turn_to(state.supposed_of, {})
    tried.facts = dict(state.supposed)
    return tried


def _asks_of_a_benefit(text: str) -> bool:
    """Whether ``text`` asks if one benefit can be had then, and nothing else ("能领消费券吗")."""
    named = wishes.benefit_of(text) is not None and wishes.asks_for_a_verdict(text)
    return named and person_in(text) is None and not heard(text)


def _asks_what_if(text: str, state: State) -> bool:
    """Whether ``text`` asks what it would be: in so many words, or of another age than hers ("那九十呢")."""
    if (
        supposes(text)
        or _asks_what_it_adds(text, state)
        or (state.facts and sums_asked.supposes_without(text))
    ):
        return True
    hers = person_in(text) in (None, state.who, SPEAKER if state.who is None else None)
    known = state.facts.keys() & {*AGES}
    return bool(known) and hers and sums_asked.asks_of_another_age(text)


def _asks_what_it_adds(text: str, state: State) -> bool:
    """Whether ``text`` asks how much more a level would be that somebody who is known is not known to have."""
    return bool(state.facts and LEVEL not in state.facts and _WHAT_IT_ADDS.search(text))


def _is_of_somebody_known(state: State, tried: State) -> bool:
    """Whether the person of whom something is ``tried`` was told of before, here or as another one."""
    if state.facts:
        return True
    return bool({*tried.facts} & {*state.aside.get(tried.who or "", ())})
