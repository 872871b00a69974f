"""What two people get of whom one is registered here, while it is not known which of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from intents.told.ages import AGES
from intents.told.named import SPEAKER, named_in, without_people
from intents.told.one_of_two import without_which_is_registered
from intents.told.people import shares_in
from intents.told.unnamed import NOT_NAMED
from intents.words.normalise import bare, unify
from server.benefits import service as benefits
from server.conversation.answering import Told
from server.conversation.models import Turn
from server.conversation.moment import Moment
from server.conversation.reckoned.asked_next import ASKS
from server.conversation.said import Said
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.conversation.told.learning import learn
from server.conversation.told.levels_told import heard_of_one
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

BECAUSE = "one of two is registered here"
_NO_MATTER = "只有一位是北京户口，不管是哪一位，每月都固定能领{sum}。金额以最新公布为准。"
_WHICH = "两位里只有一位是北京户口，要看是哪一位：{either}。不是北京户口的那位没有按月能领的。金额以最新公布为准。"
_ASKED = "您说的这两位，谁是北京户口？"
_NAMES_ONE = re.compile("(?:那|就)?[我俺他她]?(?:是|的|有|在)*[我俺他她]?(?:是|的|有|在|呀|啊)*")


def told(said: Said, moment: Moment) -> Told | None:
    """The sum for either of them as the one who is registered here; None where the message says which, or
    does not tell how old both are. What it tells of both is kept."""
    left = without_which_is_registered(unify(said.text))
    shares = shares_in(left) if left else None
    people = {name: heard_of_one(words) for name, words in shares.told.items()} if shares else {}
    if (
        left is None
        or len(people) != 2
        or not all(facts.keys() & {*AGES} for facts in people.values())
    ):
        return None
    state, knowledge, day = moment.state, moment.knowledge, business_today()
    learn(state, left)
    sums = {name: _if_registered(facts, day, knowledge) for name, facts in people.items()}
    reply = _reply(people, sums, knowledge.release)
    return reply, {"because": BECAUSE, "facts": sorted(state.facts)}


def in_full(text: str, previous: Turn | None) -> str:
    """``text`` in full, where it only names who of two is registered here, which was asked."""
    if previous is None or previous.reasons.get("because") != BECAUSE:
        return text
    offered = [choice["text"] for choice in previous.reply.get("choices", [])]
    return _answered(text, offered) or text


def _if_registered(facts: Mapping[str, Any], day: date, knowledge: LiveKnowledge) -> int:
    found = benefits.check({**facts, "hukou": "beijing"}, day, knowledge.documents)
    return found.total_fen_per_month


def _answered(text: str, offered: Sequence[str]) -> str | None:
    """Which of the answers that were ``offered`` is meant by naming one of the two ("我是", "是我爸")."""
    if not _NAMES_ONE.fullmatch(bare(without_people(unify(text)))):
        return None
    named = {"我" if name == SPEAKER else name for name in named_in(text)}
    of_her = [] if named or "我" in text else [a for a in offered if not a.startswith("我")]
    meant = [a for a in offered if any(a.startswith(f"{name}是") for name in named)] or of_her
    return meant[0] if len(meant) == 1 else None


def _reply(
    people: Mapping[str, Mapping[str, Any]], sums: Mapping[str, int], release: int
) -> ReplyOut:
    """The sum, or for either of them the sum and who of them it is."""
    named = {name: _called(name, facts) for name, facts in people.items()}
    alike = len({*sums.values()}) == 1
    if alike:
        head, asked = _NO_MATTER.format(sum=spoken(next(iter(sums.values())))), ""
    else:
        head = _WHICH.format(either="；".join(_if(named[name], fen) for name, fen in sums.items()))
        asked = _ASKED
    first, other = ("我" if name == SPEAKER else name for name in sums)
    answers = (f"{first}是北京户口，{other}不是", f"{other}是北京户口，{first}不是")
    return ReplyOut(
        kind="eligibility",
        text=f"{head}\n\n{ASKS}{asked}" if asked else head,
        speech_text=f"{head}{asked}",
        confidence=1.0,
        release=release,
        total_fen_per_month=next(iter(sums.values())) if alike else None,
        total_is_open=not alike,
        choices=[
            ChoiceOut(label=answer, text=answer)
            for answer in answers
            if asked and first not in NOT_NAMED
        ],
        actions=[ActionOut(type="call", label="拨打12345核实", target="12345")],
    )


def _called(name: str, facts: Mapping[str, Any]) -> str:
    """``name``; by the age who has no name."""
    return f"{facts['age']}岁的那位" if name in NOT_NAMED and "age" in facts else name


def _if(name: str, fen: int) -> str:
    return f"{name}是北京户口的话，" + (
        f"每月固定能领{spoken(fen)}" if fen else "眼下没有确定能领的"
    )
