"""Takes in what a message says of a person, one step after another."""

from __future__ import annotations

from typing import Any

from intents.told.ages import AGES
from intents.told.facts import merged, not_received
from intents.told.people import asks_for_one
from server.conversation.state import LEVEL, State
from server.conversation.told import (
    ages_told,
    disability_told,
    fact_asked,
    levels_told,
    money_held,
    moved_facts,
    persons,
    taken_back,
    told_of_others,
)
from server.conversation.told.facts_told import heard
from server.conversation.told.message import Message


def learn(state: State, text: str, *, answers: bool = False, supposed: bool = False) -> bool:
    """Take in what ``text`` says of the person; True if it said anything.

    ``answers`` is True right after a fact was asked for: then "是" and "不知道" say something.
    ``supposed``: it is said of the person what is only supposed.
    """
    said, text = text, moved_facts.with_its_owner(state, text)
    if told_of_others.was_meant_of_another(state, text):
        return True
    if told_of_others.is_of_nobody_asked_about(state, text):
        return True
    before, who = dict(state.facts), state.who
    told = _learnt(state, text, answers=answers, supposed=supposed)
    if before != state.facts and who == state.who and before:
        state.facts_before = before
    return told or text != said


def _learnt(state: State, text: str, *, answers: bool, supposed: bool) -> bool:
    """Take in what ``text`` says of the person, or of others beside her; True if it said anything."""
    message = _read(state, text)
    found = _found(state, message, answers=answers, supposed=supposed)
    if fact_asked.is_refused(state, message.text, found):
        state.skipped.append(state.asking or "")
        state.facts = merged(state.facts, found)
        return True
    if answers and not message.denied and fact_asked.is_open(state, found):
        answer = fact_asked.answered(state, message.text, alone=not found)
        if answer is None and not found:
            return True
        found |= answer or {}
    return _taken_in(state, message, found, answers=answers, supposed=supposed)


def _taken_in(
    state: State, message: Message, found: dict[str, Any], *, answers: bool, supposed: bool
) -> bool:
    """Keep the facts ``found`` in ``message`` and all else that it tells; True if it tells anything."""
    text = message.text
    found = found or disability_told.put_right(state, text)
    half_told = "disability" not in found and disability_told.half_told(state, text)
    persons.name_the_unnamed(state, message, found)
    turned = _turn(state, message, told=bool(found))
    if turned and "disability" not in found:  # "老太太证是二级": of her to whom the talk turns
        found = found | disability_told.regraded(state, message)
    hers = message.shares.told.get(state.who or "", "") if message.shares else text
    worse = levels_told.is_worse(state, hers)
    _keep(state, message, found)
    grade = levels_told.grade_of_either(hers)
    if grade and not found.keys() & {"disability", LEVEL}:
        state.half = state.half | {"level": grade}
    changed = taken_back.takes_instead(state, text, supposed=supposed)
    changed |= taken_back.unlearn(state, message, found)
    changed |= answers and bool(not_received(text))
    told = bool(found or message.denied or half_told or changed)
    answered = turned or state.asking in {name for name, _ in message.denied}
    state.pass_over(answers and told and not answered)
    return told or turned or worse


def _read(state: State, text: str) -> Message:
    """``text`` as it is meant of the one spoken of; what it tells of all is kept of the others."""
    text = ages_told.with_the_known_age(state, text)
    text = persons.put_right(state, persons.with_the_old_man(state, text))
    text = persons.with_pronouns_named(state, text)
    text = persons.with_what_is_also_true(state, persons.with_years_between(state, text))
    text, like = persons.without_likeness(state, told_of_others.keep_of_all(state, text))
    text = told_of_others.without_denials_of_others(state, text)
    message = persons.of_whom_is_known(state, Message.of(text, like))
    if message.shares:
        state.one_of_several = asks_for_one(text)
    return message


def _found(state: State, message: Message, *, answers: bool, supposed: bool) -> dict[str, Any]:
    """The facts that ``message`` tells, by itself and together with what is known."""
    if answers:
        found = fact_asked.heard_after_it(state, message.text, supposed=supposed)
    else:
        found = heard(message.text, of_somebody=supposed)
    if not supposed:
        found = ages_told.without_a_sum(state, message.text, found)
    return found | _worked_out_of(state, message, found)


def _worked_out_of(state: State, message: Message, found: dict[str, Any]) -> dict[str, Any]:
    """What ``message`` tells only together with what is known, or with a table."""
    text = message.text
    more = ages_told.birthday_told(state, text) | persons.gone(state, text)
    told = found | more
    more |= ages_told.by_the_old_count(state, text, told)
    more |= levels_told.of_the_assessment(state, text)
    if "disability" not in told:
        more |= disability_told.told_apart(text) or disability_told.completed(state, text)
    return more | levels_told.level_of_the_score(state, message.spoken, told)


def _turn(state: State, message: Message, *, told: bool) -> bool:
    """Turn to whom ``message`` is about, and keep what it tells of others; whether the talk turned."""
    turned = persons.turn_to_whom(state, message, told=told)
    told_of_others.keep_of_the_others(state, message)
    return turned


def _keep(state: State, message: Message, found: dict[str, Any]) -> None:
    """Keep the facts ``found`` in ``message``."""
    ages_told.note_birthday(state, _own_words(state, message), found)
    if found.keys() & {*AGES, "hukou"}:  # somebody is told of: what was told beforehand is hers
        state.facts, state.beforehand = state.beforehand | state.facts, {}
    state.facts = merged(state.facts, _beside_the_known(state, message, found))
    paid = money_held.care_paid(message.text, found.get("receiving") or [])
    state.care_paid = paid or state.care_paid
    state.told_last = {k: v for k, v in found.items() if k not in AGES} or state.told_last
    state.of_a_kind = state.of_a_kind and not found


def _own_words(state: State, message: Message) -> str:
    """What ``message`` tells of the one spoken of: of a month in it another may be born."""
    told = message.shares.told if message.shares else {}
    return told.get(state.who or "", message.text)


def _beside_the_known(state: State, message: Message, found: dict[str, Any]) -> dict[str, Any]:
    """``found`` with what is known beside it: money that is received too, another disability."""
    known, more = state.facts.get("receiving"), found.get("receiving")
    if known and more:
        found = found | {"receiving": money_held.together(known, more)}
    return found | disability_told.beside_the_known(state, found, message)
