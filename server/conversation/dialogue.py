"""What to say: the readers of a message, by precedence; the first that knows a reply replies."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict, dataclass, replace

from intents.asked import turns
from intents.signs.signals import smalltalk_in
from intents.told.amounts import hundreds_in_money
from intents.told.departed import who_is_left
from intents.told.spelling import as_meant
from server.benefits import service as benefits
from server.conversation import as_question, compose
from server.conversation.answering import Told
from server.conversation.models import Conversation, Turn
from server.conversation.moment import Moment, Reader, first_told
from server.conversation.reckoned import either, entitled, heavier, leads, pointing
from server.conversation.remarks import cards, consoling, moves, offers, pairs
from server.conversation.said import Said
from server.conversation.state import State
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today


@dataclass
class Dialogue:
    """One conversation at the moment of a message."""

    conversation: Conversation
    previous: Turn | None
    knowledge: LiveKnowledge

    def respond(self, said: Said) -> Told:
        """The reply, and why it is the one."""
        state = State(**deepcopy(self.conversation.person))
        state.facts = benefits.what_fits(state.facts, business_today())
        moment = Moment(self.previous, self.knowledge, state)
        said = replace(
            said,
            text=either.in_full(who_is_left(hundreds_in_money(as_meant(said.text))), self.previous),
        )
        reply, reasons = _read(said, moment)
        if reply.kind == "clarify":
            state.offered = [choice.model_dump() for choice in reply.choices]
        self.conversation.person = asdict(state)
        consoled = reasons.get("because") == consoling.BECAUSE
        if reply.kind in ("answer", "clarify", "handoff") and not consoled:
            reply = compose.begun_with(turns.comfort(said.text), reply)
        return reply, reasons


def _read(said: Said, moment: Moment) -> Told:
    """The reply of the first reader that knows one; what is no more than that is a question."""
    said = replace(said, text=pointing.in_full(said.text, moment))
    return first_told(_READERS, said, moment) or as_question.told(said, moment)


def _chosen(said: Said, moment: Moment) -> Told | None:
    """The reply to what a choice in words stands for, which is a matter or a question."""
    meant = offers.picked(said, moment)
    if meant is None:
        return None
    return first_told(_OF_A_MATTER, meant, moment) or as_question.told(meant, moment)


def _greeted(said: Said, moment: Moment) -> Told | None:
    """A greeting back, thanks taken, who we are."""
    greeting = smalltalk_in(said.text, first=moment.previous is None)
    return (compose.smalltalk(greeting), {"because": "small talk"}) if greeting else None


_OF_A_MATTER: tuple[Reader, ...] = (
    # Whether things go together is no question for what any of them pays, nor one that only points at them.
    pairs.told,
    # A deposit is held against the fee that is named: the rule alone would leave the reckoning to her.
    leads.deposit,
    # What Haidian pays of a bed at home is no voucher, though bills are named of both.
    leads.bed_at_home,
    # Nor is what the insurance for long-term care pays.
    leads.care_insurance,
    # What comes off a bill is reckoned, before the verdicts on whom it is told of: they know no bill.
    leads.off_the_bill,
    # Of two only one is registered here: the verdicts would take that for the one told of first.
    either.told,
    # So is what comes off a meal, and off the meals of a month.
    leads.meals,
    # And what was paid of fitting out a home, while that was.
    leads.fitting_out,
    # Who asks if a level is a heavier one by now would be told the amount of it, as if it were.
    heavier.told,
    # What one entry answers, whatever else is near, before its figures are taken for facts of hers.
    leads.by_one_entry,
    # Facts told beside a question of meals or a home are no question for a sum.
    leads.matter_beside_facts,
    # What somebody may have, worked out from what is told: before an entry tells what others get.
    entitled.told,
)

_READERS: tuple[Reader, ...] = (
    # "都要" and "第二个办法" say nothing without the reply before, and could pick one of its titles.
    offers.all_or_a_way,
    # "怎么追", "三万" after a loss: by themselves they are nothing of ours, or a sum.
    cards.of_the_loss,
    # A choice stands for its question: the rest reads that, not the few words that picked it.
    _chosen,
    # "再说一遍", "为什么", "不对" ask nothing new, and would match some entry by their words.
    moves.told,
    # "那他呢" of nobody known: a sum would go on about the wrong person.
    pointing.told,
    # Who is without heat or food is told whom to call: to nothing else would it be an answer.
    consoling.in_need,
    # "我低保" while the talk is of a mother: it would be taken for hers.
    pointing.whose_fact,
    # A remark asks for nothing, though its words may be those of a question.
    consoling.remarked,
    *_OF_A_MATTER,
    # A courtesy last: "是" and "嗯" are no more than that only where they answer nothing asked for.
    _greeted,
)
"""In order of precedence. What none of them knows a reply to is read as a question."""
