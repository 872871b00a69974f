"""Hands over to a person: the number, its hours, two sentences to read out, and the way back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intents.denials import denied_in
from intents.facts import merged
from intents.signals import wants_person
from intents.turns import move_in
from knowledge.hotlines import hotlines
from knowledge.schema import Entry
from server.conversation import compose
from server.conversation.answering import QUESTION
from server.conversation.compose import speakable
from server.conversation.models import Turn
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.conversation.self_check import SELF_CHECK
from server.conversation.spoken_facts import in_words
from server.conversation.state import heard
from server.conversation.wishes import asks_for_the_sum
from server.editorial.live import LiveKnowledge

TURNS_READ = 20
"""How far back the last topic and the facts are looked for."""

LONGEST_QUOTE = 40
WINDOW = "户籍地街道（乡镇）的民政窗口"

_NO_TOPIC = ("smalltalk", "emergency", "staff")
_NOT_REACHED = re.compile(r"打不通|没(有)?人接|占线|打(了)?(半天|好几(次|遍))|一直(响|忙)")


@dataclass(frozen=True)
class Matter:
    """What the call is about: a name for it, the question, and the numbers that its answer names."""

    name: str | None
    question: str | None
    calls: tuple[ActionOut, ...] = ()


def not_reached(text: str, previous: Turn | None) -> bool:
    """Whether ``text`` says that nobody answered the number that was just given."""
    just_given = (previous is not None and previous.kind == "handoff") or "12345" in text
    return just_given and bool(_NOT_REACHED.search(text))


def asked_for(
    turns: Sequence[Turn], person: Mapping[str, Any], knowledge: LiveKnowledge
) -> ReplyOut:
    """The reply to somebody who wants a person. ``turns``: the conversation, oldest first."""
    matter = _matter(turns, knowledge)
    about = f"关于“{matter.name}”，" if matter.name else "好，"
    head = f"{about}这就帮您找人。请拨打12345，有工作人员帮您查。"
    return _completed(
        compose.handoff(release=knowledge.release, head=head, calls=matter.calls),
        matter,
        turns,
        person,
    )


def not_known(
    bare: ReplyOut, question: str, turns: Sequence[Turn], person: Mapping[str, Any]
) -> ReplyOut:
    """``bare`` (compose.handoff) with what to say. ``question``: what was asked now, as masked."""
    reply = _completed(bare, Matter(None, question), turns, person)
    reply.text += (
        "\n\n补贴津贴、养老助餐、上门照护、能力评估、养老院这些事，您也可以换个说法再问我一次。"
    )
    return reply


def not_answered(release: int | None) -> ReplyOut:
    """Where to go when the number just given was not answered."""
    head = f"打不通不要紧，过一会儿再打12345，也可以去社区居委会，或者{WINDOW}当面问。"
    reply = compose.handoff(release=release, head=head)
    reply.text += "\n\n去的时候，把刚才那两句话说给窗口的人听就行。"
    return reply


def _completed(
    reply: ReplyOut, matter: Matter, turns: Sequence[Turn], person: Mapping[str, Any]
) -> ReplyOut:
    """``reply`` with the hours of its numbers and two sentences to read out."""
    first, second = _sentences(matter, _known(turns, person, matter.question or ""))
    told = f"{_hours(reply.actions)}\n\n打通以后，您照着念这两句就行：\n- {first}\n- {second}"
    speech = f"{reply.speech_text}打通以后这样说：{speakable(first + second)}"
    return reply.model_copy(update={"text": f"{reply.text}\n\n{told}", "speech_text": speech})


def _hours(calls: Sequence[ActionOut]) -> str:
    """When each number is answered; that no source says so is said too."""
    known = [hotlines()[call.target] for call in calls if call.target in hotlines()]
    told = [f"{line.number}是{line.name}，{line.hours}有人接。" for line in known if line.hours]
    silent = "、".join(line.number for line in known if not line.hours)
    told.append(
        f"{silent}几点到几点有人接，我没查到公开的说法，不敢说准；"
        f"打不通就过一会儿再打，也可以去{WINDOW}当面问。"
    )
    return "\n".join(told)


def _sentences(matter: Matter, known: str) -> tuple[str, str]:
    """What it is about and for whom, and what one wants to know."""
    about = f"想咨询‘{matter.name}’这件事" if matter.name else "想咨询一件养老方面的事"
    whom = f"，老人的情况是{known}" if known else ""
    asked = _quoted(matter.question) if matter.question else ""
    ends = "" if asked.endswith(("？", "?", "！", "……", "。")) else "。"
    wanted = f"我想问的是：{asked}{ends}" if asked else ""
    return f"“您好，我{about}{whom}。”", f"“{wanted}请问该找哪里、怎么办、要带什么？”"


def _quoted(question: str) -> str:
    shown = " ".join(question.split())
    return shown if len(shown) <= LONGEST_QUOTE else f"{shown[:LONGEST_QUOTE]}……"


def _matter(turns: Sequence[Turn], knowledge: LiveKnowledge) -> Matter:
    """The last thing that was talked about, however many other words came after it."""
    for turn in reversed(turns):
        if turn.kind in _NO_TOPIC or wants_person(turn.text) or move_in(turn.text):
            continue
        if turn.reasons.get("because") == SELF_CHECK:
            return Matter("老年人能力评估", "自己估的失能等级，怎么申请正式评估")
        if turn.kind == "eligibility":
            return Matter("养老补贴津贴", _sum_asked_for(turns))
        entry = knowledge.entries.get(turn.entry_id or "")
        asked = str(turn.reasons.get(QUESTION, turn.text))
        return Matter(entry.title if entry else None, asked, _calls(entry))
    return Matter(None, None)


def _sum_asked_for(turns: Sequence[Turn]) -> str:
    """How the sum was asked for; the turns after it only answer our own questions."""
    asked = (
        t.text for t in reversed(turns) if t.kind == "eligibility" and asks_for_the_sum(t.text)
    )
    return next(asked, "老人能领哪些补贴津贴，一共多少")


def _calls(entry: Entry | None) -> tuple[ActionOut, ...]:
    actions = entry.actions if entry else ()
    return tuple(ActionOut(**a.model_dump()) for a in actions if a.type == "call")


def _known(turns: Sequence[Turn], person: Mapping[str, Any], now: str) -> str:
    """What was told of the person, in words; later words count for more than earlier ones.

    Where the talk was of several people, only what was taken in for this one counts.
    """
    if person.get("aside"):
        return in_words(person["facts"])
    found: dict[str, Any] = {}
    for text in (*(turn.text for turn in turns if turn.kind != "emergency"), now):
        found = merged(found, heard(text))
        for name, _ in denied_in(text):
            found.pop(name, None)
    return in_words(merged(found, person.get("facts", {})))


def way_back(previous: Turn | None) -> list[ChoiceOut]:
    """The choices that stood open when somebody asked for a person."""
    open_choice = previous is not None and previous.kind == "clarify"
    if not open_choice or previous is None or previous.reasons.get("because") == SELF_CHECK:
        return []
    return [ChoiceOut.model_validate(choice) for choice in previous.reply.get("choices", [])]
