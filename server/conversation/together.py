"""What several people get, told side by side; each has a claim of her own, worked out by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from intents.ages import AGES
from intents.concepts import concepts
from intents.named import SPEAKER, named_in
from intents.normalise import normalise, unify
from intents.of_all import asks_of_all, speaks_of_several
from intents.people import asks_for_one, names_two, shares_in
from server.benefits import service as benefits
from server.benefits.schemas import CheckOut
from server.conversation import compose, wishes
from server.conversation.days import on_that_day
from server.conversation.entitlements import MONTHLY, certain_sum
from server.conversation.schemas import ReplyOut
from server.conversation.state import SHARED, State, heard
from server.conversation.supposed import hangs_on_registration, registered_here
from server.editorial.live import LiveKnowledge
from server.kit.money import spoken

ONE_BY_ONE = "几位老人各算各的，下面只是先说的那一位，不是合起来的数；另一位请再说一遍，比如“那我妈呢，八十三”。"
_UNNAMED = "先说的那位"
IF_REGISTERED, IF_ALL = "如果是北京户口，", "如果都是北京户口，"
_OTHERS_OPEN = "还有没问到的情况，问清了再看能不能多领。"
Facts = Mapping[str, Any]


def asked_for(state: State, text: str) -> bool:
    """Whether ``text`` asks for the sums of several people."""
    asks = wishes.asks_for_both(text) or state.asks_of_several(text)
    if state.aside and (asks or _asks_of_all(state, text)):
        return True
    return names_two(text) and not asks_for_one(text)


def _asks_of_all(state: State, text: str) -> bool:
    """Whether ``text`` asks for all; "一共" alone goes on with the one of several who was asked about."""
    return asks_of_all(text) and (not state.one_of_several or speaks_of_several(text))


def asks_for_all(state: State, text: str) -> bool:
    """Whether ``text`` asks what those who were told of get together, and names no matter ("俩人多少")."""
    asks = wishes.asks_for_both(text) or asks_of_all(text)
    several = state.aside or asks_of_all(text)  # "总数" asks for all that one gets
    return bool(several) and asks and not concepts(normalise(text)).subjects


def asks_and_tells(text: str) -> bool:
    """Whether ``text`` tells how old several people are and asks what they get together."""
    shares = shares_in(unify(text)) if wishes.asks_for_both(text) or names_two(text) else None
    aged = (
        [words for words in shares.told.values() if heard(words).keys() & {*AGES}] if shares else []
    )
    return len(aged) > 1


def side_by_side(
    state: State, day: date, knowledge: LiveKnowledge, reply: ReplyOut, text: str, focus: str | None
) -> ReplyOut:
    """``reply``, which is about one of the people whom ``text`` asks about, with the sum of each
    of them and of all before it; where of another nothing is known yet, with the request to tell it."""
    people = _people(state, text)
    if people is None:
        return _one_by_one(reply) if names_two(text) else reply
    found = {name: _checked(facts, day, knowledge, focus) for name, facts in people.items()}
    sums = {name: _monthly(one, focus) for name, (one, _) in found.items()}
    lines = "；".join(_line(name, *one, sums[name], focus) for name, one in found.items())
    whole = _whole(sums, {n for n, (one, _) in found.items() if _is_open(one, focus, MONTHLY)})
    unsure = [name for name, (_, supposed) in found.items() if supposed and sums[name]]
    if whole and unsure:
        whole = (
            IF_ALL if len(unsure) == len(sums) else f"{'、'.join(unsure)}{IF_REGISTERED}"
        ) + whole
    more = _OTHERS_OPEN if any(_is_open(one, focus) for one, _ in found.values()) else ""
    lead = f"每位老人各算各的：{lines}。{whole}{more}\n\n下面细说{next(iter(people))}的："
    told = compose.begun_with(lead, reply)
    return told.model_copy(update={"total_fen_per_month": _of_all([*found.values()])})


def _whole(sums: Mapping[str, int], open_ones: set[str]) -> str:
    """What all of them get together; nothing while it is open whether one without a sum gets any."""
    known = all(fen or name not in open_ones for name, fen in sums.items())
    return (
        f"合起来每月固定能领{spoken(sum(sums.values()))}。" if known and any(sums.values()) else ""
    )


def _one_by_one(reply: ReplyOut) -> ReplyOut:
    """``reply``, which is about one of two of whom the other is not known: what both get is not certain."""
    told = compose.begun_with(ONE_BY_ONE, reply)
    return told.model_copy(update={"total_fen_per_month": None})


def _of_all(found: Sequence[tuple[CheckOut, bool]]) -> int | None:
    """What is certain of all of them together; None where nothing is certain of one."""
    sums = [None if supposed else certain_sum(one) for one, supposed in found]
    known = [fen for fen in sums if fen is not None]
    return sum(known) if len(known) == len(sums) else None


def _checked(
    facts: Facts, day: date, knowledge: LiveKnowledge, focus: str | None
) -> tuple[CheckOut, bool]:
    """The verdicts for one person, and whether a Beijing registration is supposed for them."""
    there = on_that_day(facts, day)
    found = benefits.check(there, day, knowledge.documents, first=focus)
    if not hangs_on_registration(found):
        return found, False
    local = registered_here(there)
    return benefits.check(local, day, knowledge.documents, first=focus), True


def _people(state: State, text: str) -> dict[str, Facts] | None:
    """The facts of those whom ``text`` asks about, the one of the reply first; None where nothing is
    known of one of them."""
    known = {
        name: facts for name, facts in state.aside.items() if facts.keys() - {*SHARED} and name
    }
    if "" in state.aside and state.aside[""].keys() - {*SHARED}:
        known[SPEAKER if state.who != SPEAKER else _UNNAMED] = state.aside[""]
    shares = shares_in(unify(text))
    meant = shares.told if shares else [] if asks_of_all(text) else named_in(text)
    named = [name for name in meant if name != state.who]
    wanted = [name for name in named if name in known] or [*known]
    if not wanted or any(name not in known for name in named):
        return None
    return {state.who or SPEAKER: state.facts} | {name: known[name] for name in wanted}


def _monthly(found: CheckOut, focus: str | None) -> int:
    """What is certain each month, in fen; of one benefit where that was asked about."""
    if focus is None:
        return found.total_fen_per_month
    asked = [b for b in found.benefits if b.code == focus and b.verdict == "eligible"]
    return sum(b.amount_fen_per_month or 0 for b in asked)


def _is_open(found: CheckOut, focus: str | None, among: Sequence[str] = ()) -> bool:
    """Whether one of the benefits (``among`` these, where any are named) hangs on what is not known."""
    return any(
        b.verdict == "need_info"
        for b in found.benefits
        if focus in (None, b.code) and (not among or b.code in among)
    )


def _line(name: str, found: CheckOut, supposed: bool, fen: int, focus: str | None) -> str:
    name = f"{name}{IF_REGISTERED}" if supposed else name
    if fen:
        paid = [
            b.name
            for b in found.benefits
            if b.verdict == "eligible" and b.amount_fen_per_month and focus in (None, b.code)
        ]
        return f"{name}每月固定能领{spoken(fen)}（{'、'.join(paid)}）"
    if _is_open(found, focus, MONTHLY):
        return f"{name}眼下没有确定能领的，还差几样情况"
    return f"{name}目前没有按月能领的"
