"""The self-check by GB/T 42195-2022 in chat: one question at a time, binding nobody.

Its answers are kept apart from the facts about a person, so neither overwrites the other and a
level that somebody estimated is never taken for one that was assessed.
"""

from __future__ import annotations

from dataclasses import replace

from intents.matching.decide import decide
from intents.matching.model import Candidate
from intents.signs.signals import smalltalk_in
from intents.told.points import asks_only_the_level
from intents.told.self_check import (
    UNKNOWN,
    Command,
    Numbered,
    answer_in,
    command_in,
    numbered_in,
    sounds_like_a_question,
    sounds_like_an_answer,
)
from knowledge.assessment import Course, InvalidScore, Step, steps
from server.conversation.checking import self_check_replies as replies
from server.conversation.checking.self_check_replies import GO_ON
from server.conversation.models import Conversation, Turn
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.editorial.live import LiveKnowledge

SELF_CHECK = "self-check"
"""What the reasons of a self-check's turns give as their ground."""

SURELY_ANOTHER_MATTER = 0.8
"""A remark that the knowledge answers with this confidence is a question, not an answer."""


def is_turn_of_one(turn: Turn | None) -> bool:
    """Whether a turn was told by a self-check."""
    return turn is not None and turn.reasons.get("because") == SELF_CHECK


def way_back(conversation: Conversation) -> list[ChoiceOut]:
    """The choice to go on with a check that was interrupted."""
    course = _course(conversation)
    return [GO_ON] if course is not None and course.current is not None else []


def respond(
    conversation: Conversation,
    previous: Turn | None,
    text: str,
    candidates: tuple[Candidate, ...],
    knowledge: LiveKnowledge,
) -> ReplyOut | None:
    """The check's reply to ``text``, None if it is about something else."""
    if candidates and candidates[0].confidence == 1.0:
        return None
    course, asked = _course(conversation), is_turn_of_one(previous)
    numbered = numbered_in(text)
    if numbered is not None:
        return _take_numbered(conversation, course or Course(), numbered, knowledge)
    command = command_in(text, asked=asked)
    if command == "start" and _points_are_told(conversation) and asks_only_the_level(text):
        return None
    if command is not None:
        return _obey(conversation, course, command, knowledge)
    if course is None or not asked or sounds_like_a_question(text):
        return None
    return _take_spoken(conversation, course, text, candidates, knowledge)


def _points_are_told(conversation: Conversation) -> bool:
    """Whether points of an assessment were told before: which level they are needs no check."""
    return any(conversation.person.get(name) is not None for name in ("score", "points_asked"))


def _course(conversation: Conversation) -> Course | None:
    """The check of this conversation; one that the table has outgrown is forgotten."""
    try:
        return Course.of(conversation.self_check) if conversation.self_check else None
    except (InvalidScore, TypeError):
        return None


def _obey(
    conversation: Conversation, course: Course | None, command: Command, knowledge: LiveKnowledge
) -> ReplyOut | None:
    if command == "start" or (command == "again" and course is not None):
        going = course is not None and course.current is not None and command == "start"
        return _show(conversation, course if going and course else Course(), knowledge)
    if course is None:
        return None
    if command == "resume":
        return _show(conversation, course if course.current else course.going_on(), knowledge)
    if command == "supplement":
        return _show(conversation, course.with_supplements(), knowledge)
    if command == "back":
        return _go_back(conversation, course, knowledge)
    if command == "stop":
        conversation.self_check = {}
        return replies.stopped(knowledge)
    return replies.paused(course, knowledge) if course.current else None


def _go_back(conversation: Conversation, course: Course, knowledge: LiveKnowledge) -> ReplyOut:
    before = course.previous
    if before is None:
        return _show(conversation, course, knowledge, "这已经是第1题了。")
    return _show(conversation, course.asking_again(before), knowledge)


def _take_numbered(
    conversation: Conversation, course: Course, said: Numbered, knowledge: LiveKnowledge
) -> ReplyOut:
    """A button was pressed. One whose question has not come up yet changes nothing."""
    found = [s for s in steps() if (s.number, s.supplementary) == (said.number, said.supplementary)]
    known = [s for s in found if s == course.current or s.key in course.values]
    if not known or said.answer >= len(known[0].values):
        return _show(conversation, course, knowledge)
    return _take(conversation, course, known[0], said.answer, knowledge)


def _take_spoken(
    conversation: Conversation,
    course: Course,
    text: str,
    candidates: tuple[Candidate, ...],
    knowledge: LiveKnowledge,
) -> ReplyOut | None:
    """An answer in words; what is neither that nor another matter is asked again."""
    step = course.current
    if step is None:
        return None
    decision = decide(candidates)
    if decision.kind == "answer" and decision.confidence >= SURELY_ANOTHER_MATTER:
        return None
    answer = answer_in(text, step.labels, counts=step.key == "care_risk_events")
    if answer is not None:
        return _take(conversation, course, step, answer, knowledge)
    elsewhere = decision.kind != "handoff" and not sounds_like_an_answer(text)
    if elsewhere or smalltalk_in(text):
        return None
    return _show(conversation, course, knowledge, "我没听准，请点下面的一个，或者说“第几个”。")


def _take(
    conversation: Conversation, course: Course, step: Step, answer: int, knowledge: LiveKnowledge
) -> ReplyOut:
    value = None if answer == UNKNOWN else step.values[answer]
    label = replies.UNKNOWN_LABEL if answer == UNKNOWN else step.labels[answer]
    noted = f"记下了：{step.name}，{label}。"
    return _show(conversation, course.answered(step.key, value), knowledge, noted)


def _show(
    conversation: Conversation, course: Course, knowledge: LiveKnowledge, noted: str = ""
) -> ReplyOut:
    """Keep the course and ask what is next, or tell the result."""
    conversation.self_check = course.kept()
    if course.current is None:
        return replies.result(replace(course, asked=None), knowledge)
    return replies.question(course, course.current, knowledge, noted)
