"""What to say: reads a message in the light of the turns before it and of what is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass

from intents import ellipsis, turns
from intents.concepts import concepts
from intents.decide import IN_SCOPE
from intents.facts import AGES
from intents.normalise import bare, normalise
from intents.people import names_two, speaks_of_somebody
from intents.signals import smalltalk_in
from knowledge.schema import Entry
from server.conversation import compose, entitlements, followup, readings, wishes
from server.conversation.answering import GO_ON, WIDE, Answering, Said, Told
from server.conversation.days import day_meant, names_only_a_year
from server.conversation.models import Conversation, Turn
from server.conversation.schemas import ChoiceOut, Kind, ReplyOut
from server.conversation.self_check import is_turn_of_one
from server.conversation.state import State, Subject, heard
from server.editorial.live import LiveKnowledge

SURE_ENOUGH = 0.75
"""A first question that an entry answers this surely is not taken for one about everything."""

_AGAIN = {"repeat": "", "simpler": "好，我说短一点：", "sure": "我刚才说的是："}
"""Moves that are answered with the reply before, and how it begins then."""

NOT_UNDERSTOOD = "the answer was not understood"
_SUPPOSES = re.compile("要是|如果|假如|万一|假设")
_PLAIN_ANSWER = re.compile(
    r"^[哦噢嗯啊那这我他她个]*(是的?|不是|没有?|有|都不是|都没有?|不知道|不清楚)[的啊呀了吧]*$"
)


@dataclass
class Dialogue:
    """One conversation at the moment of a message."""

    conversation: Conversation
    previous: Turn | None
    knowledge: LiveKnowledge

    def respond(self, said: Said) -> Told:
        """The reply, and why it is the one."""
        state = State(**deepcopy(self.conversation.person))
        reply, reasons = self._respond(said, state)
        if reply.kind == "clarify":
            state.offered = [choice.model_dump() for choice in reply.choices]
        self.conversation.person = asdict(state)
        if reply.kind in ("answer", "clarify", "handoff"):
            reply = compose.begun_with(turns.comfort(said.text), reply)
        return reply, reasons

    def _respond(self, said: Said, state: State) -> Told:
        picked = self._picked(said.text, state)
        if picked is not None:
            said = Said(picked, picked, self._answering(state).ask(picked).candidates)
        elif moved := self._moved(said, state):
            return moved
        found = self._entitled(said, state)
        if found is not None:
            return found
        if picked is None and (greeting := smalltalk_in(said.text)):
            return compose.smalltalk(greeting), {"because": "small talk"}
        reply, reasons = self._answered(said, state)
        if reply.kind == "handoff" and self._was_to_answer(said.text, state):
            return self._ask_again(state)
        return reply, reasons

    # what a short message does beside asking

    def _kind_before(self) -> str | None:
        """Of which kind the reply before was; what a self-check asked is not ours to go on from."""
        checked = self.previous is None or is_turn_of_one(self.previous)
        return None if checked or self.previous is None else self.previous.kind

    def _offered_benefits(self) -> bool:
        """Whether the reply before offered the commonest benefits to choose from."""
        return self.previous is not None and self.previous.reasons.get("because") == WIDE

    def _answering(self, state: State, text: str = "") -> Answering:
        return Answering(self.previous, self.knowledge, state, text)

    def _picked(self, text: str, state: State) -> str | None:
        """The question or answer that a choice in words stands for."""
        asked = self._kind_before() == "clarify"
        choice = followup.chosen(text, self._answering(state).offered, asked=asked)
        if choice is None:
            choice = followup.corrected(text, [ChoiceOut(**kept) for kept in state.offered])
        return choice.text if choice else None

    def _moved(self, said: Said, state: State) -> Told | None:
        """The reply to a message that asks nothing new, None for others."""
        move = turns.move_in(said.text)
        if self._kind_before() == "clarify" and followup.declines(said.text):
            move = "none_of_these"
        if move is None or (move == "none_of_these" and self._kind_before() != "clarify"):
            return None
        if move == "next" and state.asking and readings.goes_on(said.text):
            return None
        if move == "simpler" and readings.asks_of_ours(said.text):
            return None
        reply = self._reply_to(move, state)
        return None if reply is None else (reply, {"because": move.replace("_", " ")})

    def _reply_to(self, move: str, state: State) -> ReplyOut | None:
        before = ReplyOut.model_validate(self.previous.reply) if self.previous else None
        release = self.knowledge.release
        if move == "next":
            return self._next(state) if self._kind_before() == "answer" else None
        if move in _AGAIN and before:
            return compose.in_short(before, _AGAIN[move])
        text = turns.sentence("nothing_before" if move in ("repeat", "sure") else move)
        kind: Kind = "clarify" if move == "none_of_these" else "smalltalk"
        return compose.saying(kind, text, release=release)

    def _next(self, state: State) -> ReplyOut | None:
        """What comes after the answer before: the first question it offered."""
        answering, known = self._answering(state), self.knowledge.by_question
        offered = [choice.text for choice in answering.offered if choice.text in known]
        if not offered:
            return None
        asked = answering.ask(offered[0])
        return answering.compose(asked)

    # what somebody may have

    def _entitled(self, said: Said, state: State) -> Told | None:
        """The verdicts, where the message tells facts about a person or asks what they add up to."""
        text = said.text
        if found := self._supposed(text, state) or self._with_questions(text, state):
            return found
        focus = self._focus(text, state)
        if told := self._of_a_grade(said, state, focus) or self._of_a_kind(said, state):
            return told
        if names_only_a_year(text) and state.facts:
            return self._worked_out(state, text, focus)
        if not self._concerns_entitlements(state, said, focus):
            return None
        if readings.goes_on(text) or wishes.asks_for_everything(text, known=True):
            focus = None
        return self._worked_out(state, text, focus)

    def _worked_out(
        self, state: State, text: str, focus: str | None, also: Sequence[Entry] = ()
    ) -> Told:
        if focus is None and wishes.asks_from_when(text):
            focus = entitlements.BY_AGE
        day = day_meant(text, asks_for_the_sum=wishes.asks_for_the_sum(text))
        reply = entitlements.reply(state, day, self.knowledge, focus, also)
        if names_two(text):
            reply = compose.begun_with(entitlements.ONE_BY_ONE, reply)
        elif wishes.asks_of_the_country(text):
            reply = compose.begun_with(entitlements.TOWN_OR_COUNTRY, reply)
        elif state.aside and wishes.asks_for_both(text):
            lead = entitlements.ONLY_THIS_ONE.format(who=state.who or "您本人")
            reply = compose.begun_with(lead, reply)
        about = entitlements.subject_of(state, focus, reply)
        if not state.subjects or state.subjects[-1]["about"] != about:
            state.remember(Subject(about, about, topic=entitlements.names_granted(reply)))
        return reply, {"because": "worked out from the rules", "facts": sorted(state.facts)}

    def _supposed(self, text: str, state: State) -> Told | None:
        """What it would be if something else were true of the person; nothing of it is kept."""
        if not _SUPPOSES.search(text) or readings.supposes_of_a_matter(text):
            return None
        tried = deepcopy(state)
        if not tried.learn(text, supposed=True) or not (state.facts or tried.facts):
            return None
        if not state.facts and not {*tried.facts} & {*state.aside.get(tried.who or "", ())}:
            return None
        reply, reasons = self._worked_out(tried, text, self._focus(text, state))
        state.asking, state.subjects = tried.asking, tried.subjects
        return compose.begun_with("要是这样：", reply), reasons | {"supposed": True}

    def _of_a_grade(self, said: Said, state: State, focus: str | None) -> Told | None:
        """What a disability of some kind and grade gives, where the care subsidy is spoken of.

        Amounts hang on both (京民养老发〔2019〕160号), so the rules tell them, never the entry of another
        grade. Of nobody in particular ("肢体二级呢") it is only supposed.
        """
        text = said.text
        told = heard(text)
        exact = bool(said.candidates) and said.candidates[0].confidence == 1.0
        if exact or focus != entitlements.CARE or told.keys() != {"disability"}:
            return None
        if (
            not told["disability"]
            or not ellipsis.is_elliptic(text)
            or readings.asks_of_a_matter(text)
        ):
            return None
        tried = state if speaks_of_somebody(text) else deepcopy(state)
        tried.learn(text, supposed=tried is not state)
        reply, reasons = self._worked_out(tried, text, focus)
        state.asking = tried.asking
        return reply, reasons

    def _of_a_kind(self, said: Said, state: State) -> Told | None:
        """What people of the kind that ``text`` names get ("重度失能一个月补多少"), though it speaks of nobody.

        While nothing is known of anybody it is the person whom the talk is going to be about.
        """
        text = said.text
        if said.candidates and said.candidates[0].confidence >= IN_SCOPE:
            return None
        if not wishes.asks_for_everything(text, known=True) or heard(text):
            return None
        if not heard(text, of_somebody=True) or wishes.asks_of_other_money(text):
            return None
        tried = deepcopy(state) if state.facts else state
        tried.learn(text, supposed=True)
        tried.of_a_kind = True
        reply, reasons = self._worked_out(tried, text, wishes.benefit_of(text))
        state.asking = tried.asking
        return reply, reasons

    def _with_questions(self, text: str, state: State) -> Told | None:
        """The verdicts and the short answers, where a message asks for both."""
        told, asked = readings.apart(text)
        if not asked or not (
            wishes.speaks_of_a_person(told)
            or wishes.asks_for_everything(told, known=bool(state.facts))
        ):
            return None
        found = self._answering(state).beside(asked, entitlements.ANY_BENEFIT)
        if not found:
            return None
        state.learn(told, answers=self._kind_before() == "eligibility")
        focus = wishes.benefit_of(told)
        reply, reasons = self._worked_out(state, told, focus, found)
        return reply, reasons | {"beside": [entry.id for entry in found]}

    def _was_to_answer(self, text: str, state: State) -> bool:
        """Whether a message that nothing was found in may be the answer to a question for a fact."""
        going_on = self._kind_before() == "eligibility" and state.asking is not None
        short = ellipsis.is_statement(text) and ellipsis.is_elliptic(text)
        return going_on and short and not concepts(normalise(text)).elsewhere

    def _ask_again(self, state: State) -> Told:
        """Ask for the fact once more, and after that for the next one."""
        if self.previous and self.previous.reasons.get("because") == NOT_UNDERSTOOD:
            state.skipped.append(state.asking or "")
        reply = entitlements.asking(state, self.knowledge)
        return reply, {"because": NOT_UNDERSTOOD, "facts": sorted(state.facts)}

    def _focus(self, text: str, state: State) -> str | None:
        """The benefit that the message, or the question before it, is about."""
        named = wishes.benefit_of(text)
        if named or concepts(normalise(text)).subjects or not state.subjects:
            return named
        return wishes.benefit_of(state.subjects[-1]["about"])

    def _goes_on_or_says_for_whom(self, text: str, state: State) -> bool:
        """Whether the sum is gone on with, or wanted for the person named after a wide wish ("我妈的")."""
        if self._offered_benefits() and readings.only_names_a_person(text):
            state.learn(text)
            return True
        return readings.goes_on(text) and bool(state.facts or state.asking)

    def _concerns_entitlements(self, state: State, said: Said, focus: str | None) -> bool:
        text, own = said.text, concepts(normalise(said.text))
        if self._goes_on_or_says_for_whom(text, state):
            return True
        going_on, known = self._kind_before() == "eligibility", bool(state.facts)
        sure = said.candidates[0].confidence if said.candidates else 0.0
        elsewhere = own.elsewhere and not known and not ellipsis.names_beijing(text)
        other = sure == 1.0 or wishes.asks_of_other_money(text)
        if other or (elsewhere and "hukou" not in heard(text)):
            return False
        answered_late = self._late_answer(text, state) is not None
        learnt, stated = self._learnt(state, text), wishes.speaks_of_a_person(text)
        of_a_matter = readings.asks_of_a_matter(text) and not readings.only_denies(text)
        if stated or (learnt and going_on and not of_a_matter):
            return True
        plainly = (not own.asks and not own.subjects) or readings.only_denies(text) or answered_late
        if learnt and state.asking and plainly:
            return True
        again = readings.asks_again_of_her(text) or readings.only_names_a_benefit(text)
        if (going_on and known and again) or state.turns_back_to(text):
            return True
        if wishes.asks_for_everything(text, known=known) and (
            known or learnt or sure < SURE_ENOUGH
        ):
            return True
        if readings.asks_of_hers(text, focus, known=known):
            return True
        if not ellipsis.is_statement(text):
            return False
        if focus and not ellipsis.leads_on(text) and wishes.tells_a_condition(text):
            state.learn(text)
            return True
        return learnt and not state.subjects and wishes.tells_more_than_a_district(text)

    def _learnt(self, state: State, text: str) -> bool:
        """Take in what is told of a certain person; suppositions are not facts."""
        going_on = self._kind_before() == "eligibility"
        certain = going_on or state.asking is not None or speaks_of_somebody(text)
        certain = certain or wishes.tells_of_a_person(text)
        if wishes.defines(text):
            return False
        if _SUPPOSES.search(text) or not (certain or wishes.speaks_of_a_person(text)):
            return False
        if (late := self._late_answer(text, state)) is not None:
            return state.learn(late, answers=True)
        return state.learn(text, answers=going_on)

    def _late_answer(self, text: str, state: State) -> str | None:
        """The plain answer in ``text`` to what was asked before a question in the middle."""
        offered = {choice.text for choice in self._answering(state).offered}
        plain = _PLAIN_ANSWER.match(bare(text))
        return plain[1] if plain and state.asking and GO_ON.text in offered else None

    # questions

    def _answered(self, said: Said, state: State) -> Told:
        answering = self._answering(state, said.text)
        if wide := answering.wide(said.text):
            return wide
        found = answering.read(said)
        if ellipsis.is_statement(said.text):
            state.note_half(said.text)
        unanswered = len(found) == 1 and found[0].decision.kind != "answer"
        if unanswered and self._states_facts(said.text, state):
            return self._worked_out(state, said.text, self._focus(said.text, state))
        return answering.told(found, said)

    def _states_facts(self, text: str, state: State) -> bool:
        """Whether a message without an answer says something of a person or asks if they qualify."""
        if wishes.asks_of_other_money(text) or ellipsis.is_of_another_place(text):
            return False
        if wishes.tells_much(text) or (
            wishes.asks_for_everything(text, known=True) and state.learn(text)
        ):
            return True
        aged = bool(heard(text).keys() & {*AGES})
        if aged and wishes.asks_for_a_verdict(text) and not concepts(normalise(text)).subjects:
            return state.learn(text)  # "79岁11个月能领不"
        if not speaks_of_somebody(text) or not self._focus(text, state):
            return False
        return wishes.tells_a_condition(text) or wishes.asks_for_a_verdict(text)
