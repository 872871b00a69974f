"""Builds the reply: the staff's own words, their source, the next button."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from intents.matching.model import Candidate
from intents.words.rules import Rule
from knowledge.hotlines import hotlines
from knowledge.schema import Document, Entry
from server.benefits.schemas import CitationOut
from server.conversation.schemas import ActionOut, ChoiceOut, Kind, ReplyOut

HOTLINE = ActionOut(type="call", label="拨打12345", target="12345")
"""12345 is the citizens' hotline named by 京民养老发〔2024〕87号 for elders' concerns."""
AMBULANCE = ActionOut(type="call", label="拨打120", target="120")

BY_PERSON = ActionOut(type="open_page", label="请工作人员来帮我", target="/help")
TO_REPORT = ActionOut(type="open_page", label="我要反映、投诉", target="/report")

NOT_KNOWN = "您问的这件事，我这里没有可靠的答案，不敢乱说。请拨打12345，有工作人员帮您查。"
CONDOLENCE = "请您节哀。"

OFTEN_ASKED = ("老人一共能领哪些补贴？", "附近的老年食堂在哪？", "养老助残卡去哪里办？")
NEXT_CHOICES = 3
WHICH = "您问的是下面哪一个？请点一下，或者换个说法再问。"
_COUNTED = ("一", "两", "三", "四")
ONE = "一、"
"""How the paragraph begins that answers the first of several questions."""

_DOUBT = re.compile("报道|没查到|未知|核实|没有查到|以.{2,8}为准|不敢|\\d")
"""What a short answer may not leave out: that something is unsure, a number, whom to ask."""

SAYS_SOMETHING = 15
"""So many characters are left at least of an answer that is told shorter still."""

_SPOKEN = (
    (re.compile(r"〔|〕|（|）"), " "),
    (re.compile(r"[–—]"), "到"),
    (re.compile(r"<"), "不到"),
    (re.compile(r">"), "多于"),
    (re.compile(r"≥"), "至少"),
    (re.compile(r"(?<=\d)m(?![a-z])"), "米"),
    (re.compile(r"\s+"), " "),
)


def answer(
    entry: Entry,
    documents: Mapping[str, Document],
    entries: Mapping[str, Entry],
    *,
    confidence: float,
    release: int,
    today: date,
    rivals: Sequence[Candidate] = (),
) -> ReplyOut:
    """The answer that an entry holds, with sources and what to ask or do next."""
    paragraphs = [entry.short, entry.full]
    unsure = entry.needs_confirmation
    if unsure:
        paragraphs.append(f"还不能确定的是：{unsure.unknown}。请问：{unsure.ask}。")
    near = dict.fromkeys([*(c.item_id for c in rivals), *entry.related])
    following = [entries[i] for i in near if i in entries and entries[i].in_force(today)]
    actions = [ActionOut(**action.model_dump()) for action in entry.actions]
    return ReplyOut(
        kind="answer",
        text="\n\n".join(paragraphs),
        speech_text=speakable(entry.short),
        confidence=confidence,
        entry_id=entry.id,
        release=release,
        last_checked=entry.last_checked.isoformat(),
        citations=citations([entry], documents),
        choices=[choice(other) for other in following[:NEXT_CHOICES]],
        actions=actions or [HOTLINE],
    )


def call(number: str) -> ActionOut:
    """The button that rings up ``number``."""
    return ActionOut(type="call", label=f"拨打{number}", target=number)


def listed_in(entry: Entry) -> list[str]:
    """What the text of ``entry`` tells point by point."""
    lines = entry.full.splitlines()
    return [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]


def answers(
    found: Sequence[Entry | str],
    documents: Mapping[str, Document],
    *,
    confidence: float,
    release: int,
) -> ReplyOut:
    """Short answers to several questions in one message; one without an answer stands in its own words, and
    may be asked by itself."""
    known = [entry for entry in found if isinstance(entry, Entry)]
    left = [question for question in found if isinstance(question, str)]
    parts = [_numbered(place, one) for place, one in enumerate(found)]
    counted = _COUNTED[len(found) - 1]
    listed = {a.target: ActionOut(**a.model_dump()) for e in known for a in e.actions}
    return ReplyOut(
        kind="answer",
        text="\n\n".join([f"您问了{counted}件事，一件一件说。", *parts]),
        speech_text=speakable(
            "".join(f"{entry.title}。{first_sentence(entry)}" for entry in known)
        ),
        confidence=confidence,
        entry_id=known[0].id,
        release=release,
        last_checked=min(entry.last_checked for entry in known).isoformat(),
        citations=citations(known, documents),
        choices=[
            *(ChoiceOut(label=f"细说{entry.title}", text=entry.question) for entry in known),
            *(ChoiceOut(label=f"单独问“{question}”", text=question) for question in left),
        ],
        actions=[*listed.values()] or [HOTLINE],
    )


def _numbered(place: int, entry: Entry | str) -> str:
    number = _COUNTED[place].replace("两", "二")
    if isinstance(entry, str):
        return (
            f"{number}、{entry}\n第{number}个问题我没有可靠的答案，请拨打12345，有工作人员帮您查。"
        )
    unsure = entry.needs_confirmation
    doubt = f"\n还不能确定的是：{unsure.unknown}。请问：{unsure.ask}。" if unsure else ""
    return f"{number}、{entry.title}\n{entry.short}{doubt}"


def first_sentence(entry: Entry) -> str:
    """What the short answer of ``entry`` begins with."""
    return entry.short.split("。")[0] + "。"


def citations(entries: Iterable[Entry], documents: Mapping[str, Document]) -> list[CitationOut]:
    """One citation per document, in the order the entries name them."""
    cited = dict.fromkeys(c.document for entry in entries for c in entry.citations)
    return [CitationOut.of(documents[name]) for name in cited]


def choice(entry: Entry) -> ChoiceOut:
    """The button that asks for an entry."""
    return ChoiceOut(label=entry.title, text=entry.question)


def clarify(
    entries: Sequence[Entry],
    *,
    confidence: float,
    release: int,
    text: str = WHICH,
) -> ReplyOut:
    """A choice of at most three human titles."""
    titles = "、".join(entry.title for entry in entries)
    if len(entries) == 1 and text == WHICH:
        text = f"您问的是“{titles}”吗？是就说“对”，不是就换个说法再问。"
    return ReplyOut(
        kind="clarify",
        text=text,
        speech_text=f"您问的是哪一个？{titles}。" if len(entries) > 1 else speakable(text),
        confidence=confidence,
        release=release,
        choices=[choice(entry) for entry in entries],
        actions=[HOTLINE],
    )


def handoff(
    *, release: int | None, head: str = NOT_KNOWN, calls: Sequence[ActionOut] = ()
) -> ReplyOut:
    """Whom to call. What to say on the telephone is added where it is known (handover.py)."""
    return ReplyOut(
        kind="handoff",
        text=head,
        speech_text=speakable(head.replace(HOTLINE.target, " ".join(HOTLINE.target))),
        confidence=0.0,
        release=release,
        actions=[
            HOTLINE,
            *(call for call in calls if call.target != HOTLINE.target),
            BY_PERSON,
            TO_REPORT,
        ],
    )


def staff(text: str) -> ReplyOut:
    """What a person says in the conversation; it is theirs, so that no source is named for it."""
    return ReplyOut(kind="staff", text=text, speech_text=speakable(text), confidence=1.0)


TOO_YOUNG = "要看岁数，不满60周岁的领不了这几样。"
"""The guide to 京民养老发〔2019〕160号 is for elders of 60 full years and more."""

OF_THE_CITY = "查到的是全市的说法，没有单说{place}：\n"


def only_beijing(place: str) -> str:
    """The head of a hand-over for a question about a place outside Beijing."""
    return (
        f"我只知道北京的养老政策，{place}的请问当地民政部门。"
        "要是跟北京有关，请拨打12345，有工作人员帮您查。"
    )


def emergency(rule: Rule) -> ReplyOut:
    """The number to call, one sentence, and the buttons."""
    numbers = [number for number in (rule.number, rule.also) if number]
    return ReplyOut(
        kind="emergency",
        text=rule.say,
        speech_text=rule.say,
        confidence=1.0,
        actions=[ActionOut(type="call", label=f"马上拨打{n}", target=n) for n in numbers],
    )


def with_a_number(reply: ReplyOut, rule: Rule) -> ReplyOut:
    """``reply`` with one more sentence and button, for somebody who may speak of danger.

    Where it is not sure, the answer and the number are better than either alone.
    """
    told = reply.model_copy(deep=True)
    told.text = f"{reply.text}\n\n{rule.if_so}"
    told.speech_text = f"{reply.speech_text}{rule.if_so}"
    if all(action.target != rule.number for action in reply.actions):
        told.actions.append(call(rule.number))
    return told


def smalltalk(text: str) -> ReplyOut:
    """A short friendly line, and what is often asked: nobody has to guess what to type."""
    return ReplyOut(
        kind="smalltalk",
        text=text,
        speech_text=text,
        confidence=1.0,
        choices=[ChoiceOut(label=question, text=question) for question in OFTEN_ASKED],
    )


def saying(kind: Kind, text: str, *, release: int) -> ReplyOut:
    """A sentence that answers a move of the conversation, with whom to call and what is often asked."""
    return ReplyOut(
        kind=kind,
        text=text,
        speech_text=speakable(text),
        confidence=0.0,
        release=release,
        choices=[ChoiceOut(label=question, text=question) for question in OFTEN_ASKED]
        if kind == "smalltalk"
        else [],
        actions=[HOTLINE],
    )


def in_short(before: ReplyOut, lead: str) -> ReplyOut:
    """The reply before once more, only its first paragraph."""
    short = before.text.split("\n\n")[0]
    again = before.model_copy(deep=True)
    again.text, again.speech_text = f"{lead}{short}", speakable(f"{lead}{short}")
    return again


def shorter(before: ReplyOut, lead: str, shortest: str) -> ReplyOut:
    """The reply before in fewer words: its first paragraph, then that without its last sentence; ``shortest``
    leads in what cannot be shortened. A doubt stays, and so much that it says something."""
    told = before.text.removeprefix(lead).removeprefix(shortest)
    first = told.split("\n\n")[0]
    sentences = [f"{sentence}。" for sentence in first.split("。") if sentence]
    rest = "".join(sentences[:-1])
    fewer = rest if len(rest) >= SAYS_SOMETHING and not _DOUBT.search(sentences[-1]) else first
    short = first if first != told else fewer
    said = f"{shortest if short == told else lead}{short}"
    return before.model_copy(update={"text": said, "speech_text": speakable(said)}, deep=True)


def has_numbers(before: ReplyOut) -> bool:
    """Whether the reply names any number to ring up."""
    return any(action.type == "call" for action in before.actions)


def numbers_of(before: ReplyOut) -> ReplyOut:
    """The numbers that the reply before names, by whom they are answered."""
    calls = [action.target for action in before.actions if action.type == "call"]
    known = hotlines()
    told = "、".join(f"{n}（{known[n].name}）" if n in known else n for n in dict.fromkeys(calls))
    text = f"这件事我查到能打的电话是：{told}。别的电话我没查到，不敢乱说。"
    return before.model_copy(update={"text": text, "speech_text": speakable(text)})


def begun_with(lead: str, reply: ReplyOut) -> ReplyOut:
    """``reply`` with a sentence before its first paragraph."""
    reply.text, reply.speech_text = f"{lead}{reply.text}", f"{lead}{reply.speech_text}"
    return reply


def ended_with(last: str, reply: ReplyOut) -> ReplyOut:
    """``reply`` with a paragraph behind its last one, if there is anything to say."""
    if last:
        reply.text, reply.speech_text = f"{reply.text}\n\n{last}", f"{reply.speech_text}{last}"
    return reply


def left_unanswered(questions: Sequence[str]) -> str:
    """What is said of questions beside others that nothing answers; empty where there are none."""
    named = "、".join(f"“{question}”" for question in questions)
    return f"您还问了{named}，这个我没有可靠的答案，请拨打12345问。" if named else ""


def speakable(text: str) -> str:
    """``text`` without signs that a voice would stumble over."""
    for pattern, replacement in _SPOKEN:
        text = pattern.sub(replacement, text)
    return text.strip()
