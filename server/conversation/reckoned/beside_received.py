"""Whether the money that somebody receives goes with ours, where two are only pointed at ("那两个能一起不")."""

from __future__ import annotations

import re

from intents.words.normalise import bare, unify
from server.benefits import service as benefits
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.reckoned import shut_out
from server.conversation.reckoned.benefit_names import CARE, VOUCHER
from server.conversation.said import Said
from server.conversation.schemas import ReplyOut
from server.kit.clock import business_today
from server.kit.money import spoken

OF_THE_DISABLED = "allowance-vs-disability-subsidies"
_ENTRIES = {
    "disability_living": OF_THE_DISABLED,
    "disability_care": OF_THE_DISABLED,
    "work_injury_care": "allowance-work-injury",
    "heroic_care": "care-subsidy-hero",
    "returned_youth_care": "care-subsidy-returned-youth",
    "hardship_institution": "allowance-institution-subsidy",
    "duty_disability": "allowance-vs-retired-cadre",
    "retired_cadre": "allowance-vs-retired-cadre",
    "destitute_support": "allowance-tekun",
}
"""The entry that says of money from elsewhere whether ours is paid beside it (京民养老发〔2019〕160号)."""

_ONE_OF_TWO, _RIVALS = "voucher-or-care-subsidy", {CARE, VOUCHER}
"""Of these only one may be had, as reports say."""

_BOTH = r"(?:那|这|它们?|我|他|她|就|是不是|还是)*(?:[两俩2](?:个|样|份|种|项|笔|边|头)?|它们|一起|一块儿?|同时)(?:补贴|钱|待遇)?"
_TOGETHER = (
    r"(?:能|可以|可不可以|能不能|是不是|都|一起|一块儿?|同时|一并|想|还|也|就|只|他|她|我)*"
    r"(?:领|拿|要|享受|给|发|占|选|挑)?(?:双份|[一1]个|[一1]样)?(?:吗|不|么|呢|行不行|行吗|成吗|吧)[呀啊]?"
)
_POINTED_AT = re.compile(
    rf"(?=.*(?:一起|一块|同时|一并|都|双份|[一1][个样]))(?:{_BOTH})?{_TOGETHER}"
)
_WHICH = re.compile(
    r"(?:那|这|到底|应该|该|我们?|他|她|领|选|挑|要|拿|留|两个?|[俩])*(?:哪个?|哪样|哪份|哪头|哪边)(?:更|多|合算|划算|好|合适|值|上算|钱|领|选|[一1]点|点|些)*[呢啊呀]?"
)
_TWO_PAYERS = re.compile("残联.*(?:民政|街道|老人补|失能补)|(?:民政|街道|老人补|失能补).*残联")
_ONE_ONLY = re.compile(
    "只能[要领拿选][一1]|二选一|挑[一1]|[都][能要领拿]|一起|同时|双份|重复|两份|冲突"
)


def told(said: Said, moment: Moment) -> Told | None:
    """The entry on money from elsewhere, where it is asked whether it goes with ours or which is more, and
    no more is named than "the two"; what ours would come to is said beside it."""
    text = said.text
    if _TWO_PAYERS.search(unify(text)) and _ONE_ONLY.search(unify(text)):
        return _by(OF_THE_DISABLED, said, moment)
    if said.is_exact or not moment.state.facts:
        return None
    pointed, which = _POINTED_AT.fullmatch(bare(text)), _WHICH.fullmatch(bare(text))
    if pointed and (exclusive := _the_last_excludes(moment)):
        return _by(exclusive, said, moment)
    entry = _of_what_is_received(moment)
    reply = _by(entry, said, moment) if entry and (pointed or which) else None
    return reply and (compose.ended_with(_ours(moment), reply[0]), reply[1])


def _the_last_excludes(moment: Moment) -> str | None:
    """The entry on the voucher and the care subsidy, where one was spoken of last beside the other."""
    last = wishes.benefit_of(moment.state.subjects[-1]["about"]) if moment.state.subjects else None
    before = ReplyOut.model_validate(moment.previous.reply) if moment.previous else None
    granted = {b.code for b in before.benefits if b.verdict == "eligible"} if before else set()
    return _ONE_OF_TWO if last in _RIVALS and granted >= _RIVALS else None


def _of_what_is_received(moment: Moment) -> str | None:
    codes = benefits.names()
    held = (_ENTRIES.get(codes.get(name, "")) for name in moment.state.received)
    return next(filter(None, held), None)


def _by(entry_id: str, said: Said, moment: Moment) -> Told | None:
    entry = moment.knowledge.entries.get(entry_id)
    return moment.told_by(entry.question, said) if entry else None


def _ours(moment: Moment) -> str:
    """What ours come to without the other money; empty where that is none, or not more."""
    facts, day = moment.state.facts, business_today()
    found = benefits.check(facts, day, moment.knowledge.documents)
    sure = shut_out.instead(facts, day, moment.knowledge, found)
    also = found.total_fen_per_month
    beside = f"现在不受影响、照样能领的是每月{spoken(also)}。" if sure and also else ""
    return f"{beside}{sure}另一边每月给多少，看存折或者问发钱的单位。" if sure else ""
