"""What somebody may have, where a message tells facts of a person or asks what they add up to."""

from __future__ import annotations

from collections.abc import Sequence

from intents.asked import several, tied
from intents.told.ages import AGES
from intents.told.lapsed import is_lapsed
from intents.told.people import ADDED_UP
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from knowledge.schema import Entry
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import not_sums, spans_named, wishes
from server.conversation.asked.days import names_only_a_month, names_only_a_year
from server.conversation.moment import CARD, Moment, Reader, first_told
from server.conversation.reckoned import (
    applied_early,
    at_an_age,
    back_pay,
    benefit_names,
    claims,
    claims_of_replies,
    concerning,
    differences,
    entitlements,
    going_back,
    grades,
    nodded,
    not_caught,
    spans_told,
    sums_asked,
    taken_apart,
    told_before,
    what_if,
    without_a_card,
    years_of_life,
)
from server.conversation.reckoned.verdicts import worked_out
from server.conversation.said import SURE_ENOUGH, Said
from server.conversation.schemas import ReplyOut
from server.conversation.state import LEVEL, State
from server.conversation.told import money_held
from server.conversation.told.facts_told import heard
from server.conversation.told.learning import learn
from server.kit.clock import business_today

HOW_TO_APPLY = "补贴津贴怎么申请"
"""What is asked by who asks in whatever words how an allowance is had."""


def told(said: Said, moment: Moment) -> Told | None:
    """The verdicts, where the message tells facts about a person or asks what they add up to."""
    if sums_asked.asks_what_goes_with(said.text):
        return None
    claims.keep_named(said.text, moment.state)
    return first_told(_READERS, said, moment)


def _with_questions(said: Said, moment: Moment) -> Told | None:
    """The verdicts and the short answers, where a message asks for both."""
    state = moment.state
    of_her, asked = taken_apart.apart(said.text)
    if not asked or not (
        wishes.speaks_of_a_person(of_her)
        or wishes.asks_for_everything(of_her, known=bool(state.facts))
        or _asks_how_at_an_age(of_her, asked, said)
    ):
        return None
    found, left = moment.answering().beside(asked, entitlements.ANY_BENEFIT)
    if left and all(map(taken_apart.asks_how_of_an_allowance, left)):
        found, left = moment.answering().beside([HOW_TO_APPLY], entitlements.ANY_BENEFIT)
    if left and not several.asks_once_more(said.text):
        return None
    learn(state, of_her, answers=moment.after_a_sum)
    sums = [piece for piece in asked if wishes.asks_how_much(piece)]
    focus = next(filter(None, (_asked_after(piece, state) for piece in (of_her, *sums))), None)
    reply, reasons = worked_out(of_her, moment, focus, found)
    reply = compose.begun_with(_what_goes_together(of_her, asked, found), reply)
    reply = compose.ended_with(compose.left_unanswered(left), reply)
    return reply, reasons | {"beside": [entry.id for entry in found], "left": len(left)}


def _what_goes_together(of_her: str, asked: list[str], found: Sequence[Entry]) -> str:
    """Whether several benefits go together, where that is all that is asked beside what is told of her."""
    together = [p for p in asked if len(concepts(normalise(p)).subjects & wishes.BENEFITS) > 1]
    alone = len(asked) == len(together) == len(found) == 1 and not wishes.asks_for_the_sum(of_her)
    return compose.first_sentence(found[0]) if alone else ""


def _asks_how_at_an_age(of_her: str, asked: list[str], said: Said) -> bool:
    """Whether only an age is told, and it is asked how the allowance is had, which no entry surely answers."""
    aged = heard(of_her).keys() & {*AGES}
    how = len(asked) == 1 and taken_apart.asks_how_of_an_allowance(asked[0])
    return bool(aged) and how and said.confidence < SURE_ENOUGH


def _asked_after(text: str, state: State) -> str | None:
    """The benefit that ``text`` names, beside money that she receives and that has its name in its own."""
    return wishes.benefit_of(money_held.without_named(text) if state.received else text)


def _of_another_year(said: Said, moment: Moment) -> Told | None:
    """What it is, or was, in the year or the month that the message names and nothing else, of who is known."""
    text = said.text
    of_a_month = names_only_a_month(text) and (moment.after_a_sum or wishes.asks_for_the_sum(text))
    if not moment.state.facts or not (names_only_a_year(text) or of_a_month):
        return None
    return worked_out(said.text, moment, moment.benefit_meant(said.text))


def _of_a_span(said: Said, moment: Moment) -> Told | None:
    """What the months that the message names and nothing else come to, of who is known, or of people of
    the kind that the question before told of."""
    text, state = said.text, moment.state
    if not spans_named.names_only_a_span(text):
        return None
    if state.facts:
        learn(state, text)
        return worked_out(text, moment, moment.benefit_meant(text))
    if not state.subjects or moment.previous is None:
        return None
    reply = ReplyOut.model_validate(moment.previous.reply)
    entry = moment.knowledge.entries.get(reply.entry_id or "")
    lead = spans_told.of_a_kind(text, state.subjects[-1]["question"], entry, moment.knowledge)
    if not lead:
        return None
    return compose.in_short(reply, lead), {"because": "what the months come to"}


def _of_the_whole_list(said: Said, moment: Moment) -> Told | None:
    """All verdicts once more, after a reply that left out what had not changed."""
    if not (moment.after_a_sum and told_before.asks_for_all(said.text)):
        return None
    return worked_out(said.text, moment, None)


def _of_a_sum_named_before(said: Said, moment: Moment) -> Told | None:
    """Whether the sum that was named before is right, where that is asked only now ("少了吗")."""
    before = moment.previous
    named = moment.state.sum_named
    if before is None or not (moment.after_a_sum and named and claims.asks_of_it(said.text)):
        return None
    text = f"{named}，{said.text}，对吗"
    lead = claims.verdict(text, moment.state, business_today(), moment.knowledge, None)
    if not lead:
        return None
    told = claims_of_replies.unheld(ReplyOut.model_validate(before.reply))
    return compose.in_short(told, lead), {"because": "a sum named before"}


def _each_or_both(said: Said, moment: Moment) -> Told | None:
    """That a sum told of several is each one's own, where it is asked if they share it."""
    if moment.previous is None or not (moment.after_several and not_sums.asks_if_shared(said.text)):
        return None
    before = ReplyOut.model_validate(moment.previous.reply)
    reasons = {"because": "each has a sum of her own", "several": True}
    return compose.in_short(before, "按人算，每人一份，不是两个人合一份。"), reasons


def _of_the_person(said: Said, moment: Moment) -> Told | None:
    """What is known of the person adds up to, with what the message tells."""
    text, state, focus = said.text, moment.state, moment.benefit_meant(said.text)
    before, spoken_of = (dict(state.facts), list(state.denied), dict(state.half)), state.who
    if not concerning.entitlements_of_hers(said, moment, focus):
        return None
    nothing_told = before == (state.facts, state.denied, state.half)
    state.pass_over(nothing_told and moment.after_a_sum and wishes.asks_for_the_sum(text))
    if state.who != spoken_of and _tells_of_another(text):
        focus = None
    # The card was asked of in between: "那我爸呢，九十三" goes back to the sum that was told of her.
    aged = wishes.benefit_of(text) is None and bool(heard(text).keys() & {*AGES})
    if state.who != spoken_of and before[0] and focus == CARD and aged:
        focus = None
    if state.received and focus in (None, benefit_names.CARE):
        focus = _asked_after(text, state)
    everything = (
        sums_asked.goes_on(text)
        or sums_asked.asks_for_the_rest(text)
        or wishes.asks_for_everything(text, known=True)
        or money_held.tells_of_stopped_care(text)
    )
    if everything and not _asks_how_much_that_is(text, focus):
        focus = None
    return worked_out(text, moment, focus)


def _of_a_level_lapsed(said: Said, moment: Moment) -> Told | None:
    """What is left of the sum, where the assessment that it rests on is said to be over its time."""
    lapsed = LEVEL in moment.state.facts and is_lapsed(unify(said.text))
    if not (lapsed and moment.after_a_sum):
        return None
    learn(moment.state, said.text)
    return worked_out(said.text, moment, None)


def _tells_of_another(text: str) -> bool:
    """Whether ``text``, which turns to somebody else, tells of her and names no benefit: "岳母89低保" after another
    one's care subsidy asks of all that is hers, "我妈90重度呢" of the same."""
    told = bool(heard(text).keys() & {*AGES})
    return told and wishes.benefit_of(text) is None and not tied.leads_on(text)


def _asks_how_much_that_is(text: str, focus: str | None) -> bool:
    """Whether ``text`` asks how much a benefit is that was spoken of and is none of those that are
    added up ("每月多少" after the insurance)."""
    apart = focus is not None and focus not in benefit_names.MONTHLY
    return apart and sums_asked.asks_only_the_sum(text) and not ADDED_UP.search(text)


_READERS: tuple[Reader, ...] = (
    # A nod where one of several things was asked for would be taken for goodbye.
    nodded.told,
    # "加回来" and "不选呢" tell nothing themselves: the facts that held are judged again.
    going_back.told,
    # What an age to come brings is no supposition: it has a month, and is not due before.
    at_an_age.told,
    # What is only supposed is told as such, before it could be taken for a fact and kept.
    what_if.told,
    # "那个评估到期了" would be answered with how long one holds.
    _of_a_level_lapsed,
    # Before the birthday nothing is missed yet.
    applied_early.told,
    # The months that were missed are counted, before her sum of today is told instead.
    back_pay.told,
    # Who asks by how much it differs would be told the sum of one of the two.
    differences.told,
    # The years of a life are no months from now on.
    years_of_life.told,
    # Who asks for the sum and for something else gets both: either alone would drop the other.
    _with_questions,
    # A grade, then a kind of people, may be asked about of nobody; what is told of it is not hers.
    grades.of_a_grade,
    grades.of_a_kind,
    # "2025年呢" tells nothing of her, and so would concern no entitlements.
    _of_another_year,
    # Nor would "半年呢".
    _of_a_span,
    # "一人一百还是两人一百" names a sum that is no claim, and would be read as an age.
    _each_or_both,
    # "看全部" is a choice of ours, and names nothing.
    _of_the_whole_list,
    # "少了吗" asks after the sum that was named, and names none itself.
    _of_a_sum_named_before,
    # "耳朵背" of who has no card is no fact a sum hangs on.
    without_a_card.told,
    # Who puts something right that was not understood hears no sum, which would be the old one.
    not_caught.told,
    # Else it is of the person spoken of, if it concerns what she may have at all.
    _of_the_person,
)
