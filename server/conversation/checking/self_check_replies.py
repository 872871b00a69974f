"""What a self-check says: a question with its choices, a result that decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from intents.told.self_check import NUMBERED, NUMBERED_UNKNOWN, SUPPLEMENT
from knowledge.assessment import Assessment, Bounds, Course, Step, standard
from knowledge.schema import Citation
from server.benefits.schemas import CitationOut
from server.conversation.compose import HOTLINE, speakable
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.editorial.live import LiveKnowledge

UNKNOWN_LABEL = "说不好"
BACK = ChoiceOut(label="改上一题", text="改上一题")
PAUSE = ChoiceOut(label="先停一下", text="先停一下")
GO_ON = ChoiceOut(label="接着评", text="接着评")
SUPPLEMENTS = "补充题"
APPLY = "assessment-apply"
"""The entry on how to apply for the assessment that counts."""

CITATIONS = 4
INTRODUCTION = "照老人平时最常见的样子选，点一个，或者说“第二个”。这只是自己估一估，不作数。想停就说“先停一下”。"


def question(course: Course, step: Step, knowledge: LiveKnowledge, noted: str = "") -> ReplyOut:
    """A question, how far the check is, and the answers in the words of the standard."""
    head = f"{_progress(step)}。{step.question}"
    notes = (noted, "" if course.values else INTRODUCTION, step.hint or "", _before(course, step))
    spoken = "；".join(f"第{n}个，{label}" for n, label in enumerate(step.labels, 1))
    return ReplyOut(
        kind="clarify",
        text="\n\n".join(filter(None, (head, "\n".join(filter(None, notes))))),
        speech_text=speakable(f"{head}{spoken}。"),
        confidence=1.0,
        release=knowledge.release,
        citations=_citations(standard().cite("评估指标B.1–B.4")[:1], knowledge),
        choices=[*_answers(step), *([BACK] if course.previous else []), PAUSE],
        actions=[HOTLINE],
    )


def _progress(step: Step) -> str:
    if step.supplementary:
        return f"补充第{step.number}题"
    return f"第{step.number}题，共{len(standard().items)}题"


def _before(course: Course, step: Step) -> str:
    """What was answered when the question was asked before."""
    if step.key not in course.values:
        return ""
    value = course.values[step.key]
    label = UNKNOWN_LABEL if value is None else step.labels[step.values.index(value)]
    return f"这一题原来选的是：{label}。"


def _answers(step: Step) -> list[ChoiceOut]:
    part = SUPPLEMENT if step.supplementary else ""
    named = [
        ChoiceOut(label=label, text=part + NUMBERED.format(number=step.number, answer=n))
        for n, label in enumerate(step.labels, 1)
    ]
    unknown = part + NUMBERED_UNKNOWN.format(number=step.number)
    return [*named, ChoiceOut(label=UNKNOWN_LABEL, text=unknown)]


def result(course: Course, knowledge: LiveKnowledge) -> ReplyOut:
    """The level or range that the answers give; says that it decides nothing, and who does."""
    found = course.result()
    head = f"自己估出来{_level(found)}，不作数。"
    table = standard()
    closing = (table.notice, table.apply)
    explained = [s for s in found.explanation if s not in closing]
    visible = [s.text for s in (*closing,)] + _still_open(course)
    return ReplyOut(
        kind="answer",
        text="\n\n".join((head, "\n".join(s.text for s in explained), "\n".join(visible))),
        speech_text=speakable(f"{head}{table.notice.text}"),
        confidence=1.0,
        release=knowledge.release,
        citations=_citations(
            (c for s in (*found.explanation, *closing) for c in s.citations), knowledge
        ),
        choices=[*_apply(knowledge), *_more(course), BACK],
        actions=[HOTLINE],
    )


def _level(found: Assessment | Bounds) -> str:
    if isinstance(found, Assessment):
        return f"是{found.level}，{found.total}分"
    if found.settled:
        return f"是{found.lightest}"
    return f"在{found.lightest}到{found.heaviest}之间"


def _still_open(course: Course) -> list[str]:
    told = []
    if course.left:
        told.append(f"还有{len(course.left)}题没答，不管怎么答，等级都不会变了。")
    if course.supplements:
        names = "；".join(step.name for step in course.supplements)
        told.append(f"还没问到：{names}。有的话，等级可能更重。")
    return told


def _more(course: Course) -> list[ChoiceOut]:
    left, further = len(course.left), len(course.supplements)
    items = [ChoiceOut(label=f"接着答完剩下的{left}题", text=GO_ON.text)] if left else []
    more = [ChoiceOut(label=f"再答{further}个补充题", text=SUPPLEMENTS)] if further else []
    return [*items, *more]


def _apply(knowledge: LiveKnowledge) -> list[ChoiceOut]:
    entry = knowledge.entries.get(APPLY)
    return [ChoiceOut(label=entry.title, text=entry.question)] if entry else []


def paused(course: Course, knowledge: LiveKnowledge) -> ReplyOut:
    """The check waits; what was answered stays."""
    where = _progress(course.current) if course.current else ""
    text = f"好，先停在这儿（{where}）。答过的都记着，想接着就点“接着评”。"
    return _short(text, [GO_ON, *_apply(knowledge)], knowledge)


def stopped(knowledge: LiveKnowledge) -> ReplyOut:
    """The check is over without a result."""
    text = "好，不评了。想知道作数的等级，可以申请正式的能力评估。"
    return _short(text, _apply(knowledge), knowledge)


def _short(text: str, choices: list[ChoiceOut], knowledge: LiveKnowledge) -> ReplyOut:
    return ReplyOut(
        kind="smalltalk",
        text=text,
        speech_text=text,
        confidence=1.0,
        release=knowledge.release,
        choices=choices,
        actions=[HOTLINE],
    )


def _citations(cited: Iterable[Citation], knowledge: LiveKnowledge) -> list[CitationOut]:
    """Each document once, in the order in which it is cited."""
    names = dict.fromkeys(citation.document for citation in cited)
    known = [knowledge.documents[name] for name in names if name in knowledge.documents]
    return [CitationOut.of(document) for document in known[:CITATIONS]]
