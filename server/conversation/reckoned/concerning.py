"""Whether a message concerns what somebody may have: named reasons, each of them enough by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intents.asked import naming, several, tied
from intents.told.ages import AGES
from intents.told.claimed import stated_in
from intents.words.concepts import Concepts, concepts
from intents.words.normalise import bare, normalise
from server.conversation.asked import wishes
from server.conversation.asked.wishes import HOW_MUCH
from server.conversation.handoff.other_offices import office_for
from server.conversation.moment import Moment
from server.conversation.reckoned import (
    benefit_names,
    readings,
    sums_asked,
    sums_doubted,
    taken_apart,
    taken_in,
    together,
)
from server.conversation.reckoned.birthdays import BY_AGE, is_too_young
from server.conversation.reckoned.gone_on_with import GIVES_CARE, goes_on
from server.conversation.reckoned.what_if import supposes
from server.conversation.said import SURE_ENOUGH, Said
from server.conversation.state import State
from server.conversation.told import money_held, persons
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn

_PAID = re.compile("[领发给拿停]")
_CLAIMED_BACK = re.compile("(?:报销|挂号|住院)$")
_ONLY_HOW_MUCH = re.compile(
    "(?:那|这个?|能|可以|每个?月|[1一]个?月|到底)*(?:补|补助|给|奖|抵|报销?|减)"
    rf"{HOW_MUCH}(?:钱|块)?[呢啊呀]?"
)


def entitlements_of_hers(said: Said, moment: Moment, focus: str | None) -> bool:
    """Whether ``said`` concerns what somebody may have, one benefit (``focus``) or all; what it tells of
    her is taken in."""
    text = said.text
    if goes_on(text, moment) or _asks_how_long(text, moment, focus):
        return True
    if _is_of_something_else(said, moment):
        taken_in.keep_what_is_received(text, moment)
        return False
    known_before = bool(moment.state.facts)
    answers_late = taken_in.late_answer(text, moment) is not None
    learnt = taken_in.take_in(text, moment)
    sure = said.confidence >= SURE_ENOUGH
    message = _Message(text, moment, focus, sure, known_before, answers_late, learnt)
    return any(reason(message) for reason in _CONCERNS)


def _asks_how_long(text: str, moment: Moment, focus: str | None) -> bool:
    """Whether it is asked right after a sum from when on the allowance by age is hers, who is too young for it."""
    told = moment.previous.reply.get("total_fen_per_month") if moment.previous else None
    return (
        moment.after_a_sum
        and not told  # of a sum that is paid already it is asked when that began
        and focus in (None, BY_AGE)
        and sums_asked.asks_how_long(text)
        and is_too_young(moment.state)
    )


@dataclass(frozen=True)
class _Message:
    """A message of which all that it tells of a certain person was taken in."""

    text: str
    moment: Moment
    focus: str | None
    """The benefit that it is about."""

    sure: bool
    """Whether an entry surely answers it."""

    known_before: bool
    """Whether anything was known of the person before it."""

    answers_late: bool
    """Whether it plainly answers what was asked before a question in the middle."""

    learnt: bool
    """Whether it told anything."""

    @property
    def state(self) -> State:
        """What is known now."""
        return self.moment.state

    @property
    def own(self) -> Concepts:
        """What it names itself."""
        return concepts(normalise(self.text))


def _is_of_something_else(said: Said, moment: Moment) -> bool:
    """Whether the message is the phrasing of an entry and asks for no sum of who is known, about money that
    no benefit is, or of another place, though nobody is registered there."""
    text = said.text
    of_her = bool(moment.state.facts) and wishes.asks_for_everything(text, known=True)
    if (said.is_exact and not of_her) or wishes.asks_of_other_money(text):
        return True
    if not moment.state.facts and _is_for_another_office(text):
        return True
    far = naming.is_of_another_place(text)
    return far and not moment.state.facts and "hukou" not in heard(text)


def _is_for_another_office(text: str) -> bool:
    """Whether ``text`` asks what a hospital or an insurance knows, though facts are told beside it."""
    asks = several.asks(text) or _CLAIMED_BACK.search(bare(text))
    return bool(asks) and office_for(text) is not None and not wishes.asks_for_the_sum(text)


def _states_enough(message: _Message) -> bool:
    """Enough is told of a person, and what it adds up to is asked."""
    return wishes.speaks_of_a_person(message.text)


def _names_a_sum(message: _Message) -> bool:
    """A sum is named to be checked, of somebody who is known."""
    known = message.known_before or message.learnt
    says = message.moment.after_a_sum and stated_in(message.text)
    return known and bool(says or sums_doubted.claims_a_sum(message.text))


def _tells_of_several(message: _Message) -> bool:
    """Several are told of, and what they get together is asked."""
    return message.learnt and together.asks_and_tells(message.text)


def _tells_of_a_death(message: _Message) -> bool:
    """Something is told of who has died, or her allowances are asked after."""
    asks = _PAID.search(message.text) and not message.own.subjects - wishes.BENEFITS
    return message.state.mourned and bool(message.learnt or asks)


def _tells_more(message: _Message) -> bool:
    """A fact is told right after a sum, and how something is done is not asked."""
    text = message.text
    changes = money_held.chooses(text) or money_held.tells_an_end(text)
    plain = changes or readings.only_denies(text)
    of_a_matter = readings.asks_of_a_matter(text) and not plain
    return message.learnt and message.moment.after_a_sum and not of_a_matter


def _answers_what_was_asked(message: _Message) -> bool:
    """A fact is told while one is asked for, and nothing else is asked."""
    if not message.learnt or not message.state.asking:
        return False
    asks_nothing = not message.own.asks and not message.own.subjects
    return asks_nothing or readings.only_denies(message.text) or message.answers_late


def _asks_again(message: _Message) -> bool:
    """A sum that was worked out before is asked for again, all of it or one benefit's."""
    text, state = message.text, message.state
    if message.moment.after_a_sum and state.facts and _asks_of_the_same(text, state):
        return True
    of_her_care = message.focus == benefit_names.CARE and sums_asked.asks_the_sum_of(text)
    if of_her_care and state.facts.keys() & GIVES_CARE:
        return True
    return persons.turns_back_to(state, text)


def _asks_of_the_same(text: str, state: State) -> bool:
    return (
        readings.asks_again_of_her(text)
        or readings.only_names_a_benefit(text)
        or together.asks_for_all(state, text)
        or sums_asked.asks_only_the_sum(text)
    )


def _asks_for_everything(message: _Message) -> bool:
    """What a certain person gets is asked, and no entry surely answers that."""
    known = message.known_before
    if not wishes.asks_for_everything(message.text, known=known) or _asks_of_the_entry(message):
        return False
    return known or message.learnt or not message.sure


def _asks_of_the_entry(message: _Message) -> bool:
    """How much it is that the entry told before speaks of, which is none of the benefits ("补多少")."""
    moment, subjects = message.moment, message.state.subjects
    if (
        moment.kind_before != "answer"
        or not subjects
        or not _ONLY_HOW_MUCH.fullmatch(bare(message.text))
    ):
        return False
    wording = subjects[-1]["wording"]
    return "多少" in wording and wishes.benefit_of(wording) is None


def _asks_of_a_span(message: _Message) -> bool:
    """What several months come to is asked ("85，北京户口，十个月多少"), and of nothing but benefits."""
    return (message.known_before or message.learnt) and taken_apart.asks_of_months(message.text)


def _asks_of_hers(message: _Message) -> bool:
    """What one benefit is to somebody is asked; how old she is is then kept, though nobody is named
    ("生于1937年，京户，哪天起500")."""
    text, state = message.text, message.state
    if not readings.asks_of_hers(text, message.focus, known=bool(state.facts)):
        return False
    if not message.learnt and not supposes(text) and heard(text).keys() & {*AGES}:
        learn(state, text)
    return True


def _tells_a_condition(message: _Message) -> bool:
    """A fact is told that the benefit spoken of may hang on ("北京户口"), and nothing is asked."""
    text = message.text
    if not tied.is_statement(text) or not message.focus or tied.leads_on(text):
        return False
    if not wishes.tells_a_condition(text):
        return False
    learn(message.state, text)
    return True


def _begins_with_a_fact(message: _Message) -> bool:
    """A fact is told before anything was asked, and more than the district that somebody is in."""
    begun = not message.state.subjects or message.moment.invites_facts
    begins = message.learnt and begun
    return (
        begins
        and tied.is_statement(message.text)
        and wishes.tells_more_than_a_district(message.text)
    )


_CONCERNS: tuple[Callable[[_Message], bool], ...] = (
    _states_enough,
    _names_a_sum,
    _tells_of_several,
    _tells_of_a_death,
    _tells_more,
    _answers_what_was_asked,
    _asks_again,
    _asks_for_everything,
    _asks_of_a_span,
    _asks_of_hers,
    _tells_a_condition,
    _begins_with_a_fact,
)
"""Asked in this order: those from ``_asks_again`` on may turn to whom they name, or keep what they hear."""
