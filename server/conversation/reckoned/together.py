"""What several people get, told side by side; each has a claim of her own, worked out by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.named import SPEAKER, named_in
from intents.told.of_all import asks_of_all, speaks_of_several
from intents.told.people import asks_for_one, names_two, shares_in
from intents.told.unnamed import THE_OTHERS
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation import compose
from server.conversation.asked import wishes
from server.conversation.asked.days import on_that_day
from server.conversation.reckoned import compared, joint_sum, spans_told, verdict_lines
from server.conversation.reckoned import months as months_of
from server.conversation.reckoned.age_bands import least_of
from server.conversation.reckoned.asked_next import ASKS
from server.conversation.reckoned.benefit_names import CARE, MONTHLY, VOUCHER, name_of
from server.conversation.reckoned.birthdays import BY_AGE
from server.conversation.reckoned.birthdays import NAME as BY_AGE_NAME
from server.conversation.reckoned.certain import is_of_no_written_amount, received_apart
from server.conversation.reckoned.joint_sum import IF_ALL, IF_REGISTERED, Judged, is_open
from server.conversation.reckoned.supposed import hangs_on_registration, registered_here
from server.conversation.schemas import ReplyOut
from server.conversation.state import SHARED, State
from server.conversation.told import persons
from server.conversation.told.facts_told import heard
from server.conversation.told.message import PRONOUNS
from server.conversation.told.money_held import STOPPED_CARE
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

ONE_BY_ONE = "几位老人各算各的，下面只是先说的那一位，不是合起来的数；另一位请再说一遍，比如“那我妈呢，八十三”。"
_UNNAMED = "先说的那位"
AS_PUBLISHED = "金额以最新公布为准。"
_ONLY_THE_SUM = re.compile(
    r"(?:先说\w+：)?(?:按您说的\w*情况|如果是北京户口)，每月固定能领\d+元：[^。]*。(?:不是北京户口就领不了，)?金额以最新公布为准。"
)
_OTHERS_OPEN = "还有没问到的情况，问清了再看能不能多领。"
_SPOUSE = "老伴"
_EACH = re.compile(
    "(?:那|他们?|她们?|我们|咱们?|[两俩仨三]个?人?|[1一每]个?月)*(?:分别|各自?|每人|每个人|谁)(?:都|能|可以|该|是|有)*[领拿给发]?[得的]?(?:多少|几百|多|钱|块|了|呢|啊|吗|些|1?点)+"
    "|(?:那|都)*(?:放?在?[一1]起|[一1]块儿?)(?:算)?呢"
)
Facts = Mapping[str, Any]


def asked_for(state: State, text: str) -> bool:
    """Whether ``text`` asks for the sums of several people."""
    asks = _asks_of_each(text) or persons.asks_of_several(state, text)
    if state.aside and (asks or _asks_of_all(state, text)):
        return True
    several = names_two(text) or persons.tells_of_several(state, text)
    return several and not asks_for_one(text)


def _asks_of_each(text: str) -> bool:
    """Whether ``text`` asks what several get together, or what each of them gets ("分别多少", "谁领得多")."""
    return wishes.asks_for_both(text) or bool(_EACH.fullmatch(bare(_asked_in(text))))


def _asks_of_all(state: State, text: str) -> bool:
    """Whether ``text`` asks for all; "一共" alone goes on with the one of several who was asked about."""
    return asks_of_all(text) and (not state.one_of_several or speaks_of_several(text))


def benefit_meant(text: str, focus: str | None) -> str | None:
    """The one benefit whose sum ``text`` asks of several, if any: that the talk was of one (``focus``), or that
    one is named beside what is told of somebody, leaves the question after all that they get."""
    return focus if focus in MONTHLY and wishes.benefit_of(_asked_in(text)) == focus else None


def _asked_in(text: str) -> str:
    """The last clause of ``text``."""
    return re.split(r"[,，。；;!！?？\s]+", text.rstrip("?？!！。 "))[-1]


def asks_for_all(state: State, text: str) -> bool:
    """Whether ``text`` asks what those who were told of get together, and names no matter ("俩人多少")."""
    asks = _asks_of_each(text) or asks_of_all(text)
    several = state.aside or asks_of_all(text)  # "总数" asks for all that one gets
    return bool(several) and asks and not concepts(normalise(text)).subjects


def asks_and_tells(text: str) -> bool:
    """Whether ``text`` tells how old several people are, or the eldest of them, and asks what they get together."""
    asks = _asks_of_each(text) or names_two(text)
    shares = shares_in(unify(text)) if asks else None
    aged = (
        [words for words in shares.told.values() if heard(words).keys() & {*AGES}] if shares else []
    )
    beside = shares is not None and any(name.startswith(THE_OTHERS) for name in shares.told)
    return len(aged) > 1 or bool(aged and beside)


def side_by_side(
    state: State,
    days: Sequence[date],
    knowledge: LiveKnowledge,
    reply: ReplyOut,
    text: str,
    focus: str | None,
) -> ReplyOut:
    """``reply``, which is about one of the people whom ``text`` asks about, with the sum of each
    of them and of all before it; where of another nothing is known yet, with the request to tell it.
    ``days`` are that of the reply, and the others of which the sum is asked as well."""
    people, day = people_meant(state, text), days[0]
    if people is None:
        return _one_by_one(reply) if names_two(text) else reply
    born = {name: _born_in(state, name) for name in people}
    judged = [
        {name: _checked(facts, on, knowledge, focus, born[name]) for name, facts in people.items()}
        for on in days
    ]
    found = judged[0]
    lines = "；".join(_line(name, one, focus) for name, one in found.items())
    more = _OTHERS_OPEN if any(is_open(one.found, focus) for one in found.values()) else ""
    joint = joint_sum.of(found, focus)
    months = spans_told.of_all(text, {n: (f, born[n]) for n, f in people.items()}, knowledge, focus)
    where = IF_ALL if any(one.supposed for one in found.values()) else ""
    asked = compared.lead(text, joint_sum.each(found, focus), where) if joint.is_whole else ""
    then = "".join(
        f"{months_of.which(on)}{joint_sum.of(others, focus).told}"
        for on, others in zip(days[1:], judged[1:], strict=True)
    )
    now = f"{months_of.which(day)}：" if then or day != business_today() else ""
    whole, so_far = (joint.told, "") if joint.is_whole else ("", joint.told)
    lead = f"{asked}{months}每位老人各算各的：{now}{lines}。{whole}{then}{more}{so_far}"
    told = _beside(lead, _asking_of(next(iter(people)), reply), next(iter(people)))
    sure = {"total_fen_per_month": joint.fen, "total_is_open": joint.is_open}
    return told.model_copy(update=sure)


def in_short(state: State, text: str, knowledge: LiveKnowledge, focus: str | None) -> str:
    """What those whom ``text`` asks about get together, in a sentence; empty where one of them is not known."""
    people, day = people_meant(state, text) or {}, business_today()
    born = {name: _born_in(state, name) for name in people}
    focus = benefit_meant(text, focus)
    found = {n: _checked(facts, day, knowledge, focus, born[n]) for n, facts in people.items()}
    return joint_sum.of(found, focus).told


def _beside(lead: str, reply: ReplyOut, name: str) -> ReplyOut:
    """``reply``, which is about the one of several called ``name``, after the ``lead`` that told the sums of all:
    without her sum and what it is made of, where no more was said of it."""
    granted = verdict_lines.granted_in(reply.benefits, whole=False)
    head, *rest = (part for part in reply.text.split("\n\n") if part != granted)
    if _ONLY_THE_SUM.fullmatch(head):
        speech = reply.speech_text.removeprefix(head)
        text = "\n\n".join([f"{lead}{AS_PUBLISHED}", *rest])
        told = {"text": text, "speech_text": f"{lead}{AS_PUBLISHED}{speech}"}
    else:
        more = f"\n\n下面细说{name}的："
        text = "\n\n".join([head.removeprefix(f"先说{name}："), *rest])
        told = {
            "text": f"{lead}{more}{text}",
            "speech_text": f"{lead}{more}{reply.speech_text.removeprefix(f'先说{name}：')}",
        }
    return reply.model_copy(update=told)


def _asking_of(name: str, reply: ReplyOut) -> ReplyOut:
    """``reply`` with the question that it asks put of the one called ``name``, and not of "the elder"."""
    parts = reply.text.split("\n\n")
    asked = next((part for part in parts if part.startswith(ASKS)), "")
    question = asked.removeprefix(ASKS).split("（不知道")[0]
    if not question:
        return reply
    of_her = question.replace("老人", name)
    return reply.model_copy(
        update={
            "text": reply.text.replace(question, of_her),
            "speech_text": reply.speech_text.replace(question, of_her),
        }
    )


def _one_by_one(reply: ReplyOut) -> ReplyOut:
    """``reply``, which is about one of two of whom the other is not known: what both get is not certain."""
    told = compose.begun_with(ONE_BY_ONE, reply)
    return told.model_copy(update={"total_fen_per_month": None, "total_is_open": True})


def _born_in(state: State, name: str) -> str | None:
    """The year, or the year and month, in which the one called ``name`` was born."""
    return state.born_in if name == (state.who or SPEAKER) else state.born_aside.get(name)


def _checked(
    facts: Facts, day: date, knowledge: LiveKnowledge, focus: str | None, born_in: str | None
) -> Judged:
    """The verdicts for one person, with a Beijing registration supposed where they hang on it."""
    there = on_that_day(facts, day, born_in)
    found = benefits.check(there, day, knowledge.documents, first=focus)
    supposed = hangs_on_registration(found)
    if supposed:
        found = benefits.check(registered_here(there), day, knowledge.documents, first=focus)
    least = least_of(there, day, knowledge, found) if focus in (None, BY_AGE) else None
    return Judged(found, supposed, least, _apart(facts.get("receiving") or [], found))


def _apart(held: Sequence[str], found: CheckOut) -> str:
    """What is in no sum, though it is received, was stopped, or is due and no document says how much it is."""
    if STOPPED_CARE in held:
        return f"，说停了的{name_of(CARE)}没有算在里面"
    if apart := received_apart(held, found):
        return f"，在领的{apart}没有算在里面"
    unwritten = [
        b.name for b in found.benefits if is_of_no_written_amount(b) and not b.amount_fen_per_month
    ]
    return f"，{'、'.join(unwritten)}够条件，发多少没有看到明文，没有算在里面" if unwritten else ""


def people_meant(state: State, text: str) -> dict[str, Facts] | None:
    """The facts of those whom ``text`` asks about, the one of the reply first; None where nothing is
    known of one of them."""
    known = {
        name: facts for name, facts in state.aside.items() if facts.keys() - {*SHARED} and name
    }
    if "" in state.aside and state.aside[""].keys() - {*SHARED}:
        known[SPEAKER if state.who != SPEAKER else _UNNAMED] = state.aside[""]
    shares = shares_in(unify(text))
    meant = shares.told if shares else [] if asks_of_all(text) else named_in(text)
    named = [name for name in meant if name != state.who and name not in {*PRONOUNS} - {*known}]
    wanted = [name for name in named if name in known] or [*known]
    if not wanted or any(name not in known for name in named):
        return None
    return {state.who or SPEAKER: state.facts} | {name: known[name] for name in wanted}


def _line(name: str, one: Judged, focus: str | None) -> str:
    name = f"{name}{IF_REGISTERED}" if one.supposed else name
    found, fen = one.found, one.sure(focus)
    paid = [
        b.name
        for b in found.benefits
        if b.verdict == "eligible" and b.amount_fen_per_month and focus in (None, b.code)
    ]
    if one.least:
        bands = (
            f"不满{one.least.turns}周岁是{spoken(one.least.low)}，满了是{spoken(one.least.high)}"
        )
        named = "、".join([f"{BY_AGE_NAME}{bands}", *paid])
        return f"{name}每月至少能领{spoken(fen)}（{named}）"
    beside = "" if focus else f"{one.apart}{_voucher(found)}"
    if fen:
        return f"{name}每月固定能领{spoken(fen)}（{'、'.join(paid)}）{beside}"
    if is_open(found, focus, MONTHLY):
        return f"{name}眼下没有确定能领的，还差几样情况{beside}"
    return f"{name}目前没有按月能领的现钱{beside}" if beside else f"{name}目前没有按月能领的"


def _voucher(found: CheckOut) -> str:
    """The consumption voucher, where it may be had: it is no cash and in no sum, and is not to be lost for that."""
    granted = {b.code: b for b in found.benefits if b.verdict == "eligible"}
    voucher = granted.get(VOUCHER)
    if voucher is None:
        return ""
    rivals = [granted[code].name for code in voucher.not_with if code in granted]
    only_one = f"，和{'、'.join(rivals)}只能选一样" if rivals else ""
    return f"，另有消费券{voucher.tier}（不是现钱{only_one}）"
