"""What to say: reads a message in the light of the turns before it and of what is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from datetime import date

from intents import ellipsis, turns
from intents.ages import AGES
from intents.concepts import concepts
from intents.decide import IN_SCOPE
from intents.graver import graver_in, tells_of_dangers_long_ago
from intents.named import SPEAKER, person_in, speaks_of_somebody
from intents.normalise import bare, normalise, unify
from intents.ours import alone_in
from intents.people import ADDED_UP
from intents.points import points_asked_about
from intents.signals import smalltalk_in
from intents.spelling import as_meant
from intents.whom import only_points_at
from knowledge.schema import Entry
from server.conversation import (
    assessed,
    claims,
    compose,
    consoling,
    deposits,
    either,
    entitlements,
    followup,
    one_entry,
    pointing,
    readings,
    together,
    voucher_sums,
    wishes,
)
from server.conversation.answering import GO_ON, WIDE, Answering, Said, Told
from server.conversation.birthdays import BY_AGE
from server.conversation.days import day_meant, names_only_a_year
from server.conversation.models import Conversation, Turn
from server.conversation.moves import Moves
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.conversation.self_check import is_turn_of_one
from server.conversation.state import INCOME, State, Subject, heard
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

SURE_ENOUGH = 0.75
"""A first question that an entry answers this surely is not taken for one about everything."""

NOT_UNDERSTOOD = "the answer was not understood"
ONE_HERE = "one of two is registered here"
NOT_LISTED = "care-subsidy-other-grades"
"""The entry on disabilities for which no care subsidy is paid."""
WHEN_SHE_DIES = "allowance-death"
"""The entry on when the allowances of somebody who dies are stopped, and whom to ask."""

_ON_LEVELS = ("gbt-levels", "gbt-dementia", "gbt-falls")
"""The entries that say what points stand for, and what makes the level higher."""

_SUPPOSES = re.compile("要是|如果|假如|万一|假设")
_GIVES_CARE = {"assessment_level", "disability"}
"""Facts on which the care subsidy hangs: its amount is hers then, not that of some tier."""

_ONLY_HOW_MUCH = re.compile(r"[,，。;；、\s](?:能|是|有|给)?(?:多少|几百)[呢啊呀]*[?？\s]*$")
"""The question at the end, where the rest tells of somebody."""

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
        said = replace(said, text=self._which_of_two(as_meant(said.text)))
        reply, reasons = self._respond(said, state)
        if reply.kind == "clarify":
            state.offered = [choice.model_dump() for choice in reply.choices]
        self.conversation.person = asdict(state)
        consoled = reasons.get("because") == consoling.BECAUSE
        if reply.kind in ("answer", "clarify", "handoff") and not consoled:
            reply = compose.begun_with(turns.comfort(said.text), reply)
        return reply, reasons

    def _respond(self, said: Said, state: State) -> Told:
        if listed := self._of_what_was_told(said.text, state):
            return listed
        picked = self._picked(said.text, state)
        if picked is not None:
            state.note_half(said.text)  # "三级" picks a title and tells the grade
            said = Said(picked, picked, self._answering(state).ask(picked).candidates)
        else:
            said = replace(said, text=self._with_whom(said.text, state))
            if moved := self._moved(said, state):
                return moved
        found = (
            self._deposit(said, state)
            or self._off_the_bill(said, state)
            or self._either(said.text, state)
            or self._by_one_entry(said, state)
            or self._entitled(said, state)
        )
        if found is not None:
            return found
        greeting = smalltalk_in(said.text, first=self.previous is None)
        if picked is None and greeting:
            return compose.smalltalk(greeting), {"because": "small talk"}
        reply, reasons = self._answered(said, state)
        if reply.kind != "handoff":
            return reply, reasons
        if consoled := consoling.told(self._answering(state), said.text, asked=True):
            return consoled
        if self._was_to_answer(said.text, state):
            return self._ask_again(state)
        return consoling.asked_on(said.text, self.knowledge.release) or (reply, reasons)

    def _with_whom(self, text: str, state: State) -> str:
        """``text`` with the name of whom it points at after a sum, where that one is known."""
        if self._kind_before() != "eligibility" or not only_points_at(text):
            return text
        meant = pointing.who_is_pointed_at(text, state)
        return f"{meant}呢" if meant else text

    def _moved(self, said: Said, state: State) -> Told | None:
        """The reply to a message that asks nothing new."""
        if moved := Moves(self._answering(state), self._kind_before()).made(said.text):
            return moved
        if self._kind_before() == "eligibility" and only_points_at(said.text):
            return pointing.asked_about(state, self.knowledge)
        return self._consoled(said, state)

    def _consoled(self, said: Said, state: State) -> Told | None:
        """A kind word and who can help, for a remark that asks for nothing and tells no fact asked for."""
        sure = bool(said.candidates) and said.candidates[0].confidence >= SURE_ENOUGH
        answers = self._kind_before() == "eligibility" and heard(said.text)
        if sure or answers or heard(said.text).keys() & {*AGES, "hukou", "income_class"}:
            return None
        return consoling.told(self._answering(state), said.text, asked=False)

    def _deposit(self, said: Said, state: State) -> Told | None:
        """What a home may ask for as a deposit, reckoned from the fee that is named, before the rule."""
        before, entry = self.previous, self.knowledge.entries.get(deposits.ENTRY)
        told = deposits.Before(before.text, before.entry_id) if before else deposits.Before()
        lead = deposits.told(said.text, entry, told)
        if lead is None or entry is None:
            return None
        answering = self._answering(state, said.text)
        reply, reasons = answering.told([answering.ask(entry.question)], said)
        return compose.begun_with(lead, reply), reasons

    def _off_the_bill(self, said: Said, state: State) -> Told | None:
        """What the voucher takes off a bill that is named, before the verdicts for whom it is told of, or
        the entry that says how it does."""
        found = voucher_sums.told(
            said.text, state.facts, business_today(), self.knowledge.documents
        )
        entry = self.knowledge.entries.get(found[1]) if found else None
        if found is None or entry is None:
            return None
        answering = self._answering(state, said.text)
        told = self._entitled(said, state) if wishes.speaks_of_a_person(said.text) else None
        reply, reasons = told or answering.told([answering.ask(entry.question)], said)
        return compose.begun_with(found[0], reply), reasons

    def _either(self, text: str, state: State) -> Told | None:
        """What two get of whom one is registered here, where it is not said which."""
        reply = either.told(text, state, business_today(), self.knowledge)
        if reply is None:
            return None
        return reply, {"because": ONE_HERE, "facts": sorted(state.facts)}

    def _by_one_entry(self, said: Said, state: State) -> Told | None:
        """What one entry answers whatever else is near, with what of it is meant said first."""
        exact = bool(said.candidates) and said.candidates[0].confidence == 1.0
        before = self._question_told()
        meant = one_entry.meant(said.text, state, before, self.knowledge, business_today())
        if meant is None or exact:
            return None
        if speaks_of_somebody(said.text) or heard(said.text).keys() & {*AGES, INCOME}:
            state.learn(said.text)
        answering = self._answering(state, said.text)
        reply, reasons = answering.told([answering.ask(meant.question)], said)
        return compose.begun_with(meant.lead, reply), reasons

    def _which_of_two(self, text: str) -> str:
        """``text`` in full, where it only names who of two is registered here, which was asked."""
        if self.previous is None or self.previous.reasons.get("because") != ONE_HERE:
            return text
        offered = [choice["text"] for choice in self.previous.reply.get("choices", [])]
        return either.answered(text, offered) or text

    # what a short message does beside asking

    def _kind_before(self) -> str | None:
        """Of which kind the reply before was; what a self-check asked is not ours to go on from."""
        checked = self.previous is None or is_turn_of_one(self.previous)
        return None if checked or self.previous is None else self.previous.kind

    def _of_what_was_told(self, text: str, state: State) -> Told | None:
        """All that was offered, or one of the ways that were told, where ``text`` asks for that."""
        answering, before = self._answering(state), self._kind_before()
        if before == "clarify" and followup.wants_all(text):
            return answering.all_offered()
        way = followup.way_asked(text) if before == "answer" else None
        return answering.way(way) if way else None

    def _offered_benefits(self) -> bool:
        """Whether the reply before offered the commonest benefits to choose from."""
        return self.previous is not None and self.previous.reasons.get("because") == WIDE

    def _answering(self, state: State, text: str = "") -> Answering:
        return Answering(self.previous, self.knowledge, state, text)

    def _picked(self, text: str, state: State) -> str | None:
        """The question or answer that a choice in words stands for; "嗯？" stands for none."""
        if turns.move_in(text) == "repeat":
            return None
        asked = self._kind_before() == "clarify"
        kept = [ChoiceOut(**one) for one in state.offered]
        if listed := followup.of_the_list(text, kept, self._question_told()):
            return listed.text
        choice = followup.chosen(text, self._answering(state).offered, asked=asked)
        if choice is None:
            choice = followup.corrected(text, kept)
        return choice.text if choice else None

    def _question_told(self) -> str:
        """The question of the entry that the reply before told; empty for other replies."""
        told = self.previous.reply.get("entry_id") if self.previous else None
        entry = self.knowledge.entries.get(told or "")
        return entry.question if entry else ""

    # what somebody may have

    def _entitled(self, said: Said, state: State) -> Told | None:
        """The verdicts, where the message tells facts about a person or asks what they add up to."""
        text = said.text
        if readings.asks_what_goes_with(text):
            return None
        if found := self._supposed(text, state) or self._with_questions(text, state):
            return found
        focus = self._focus(text, state)
        if told := self._of_a_grade(said, state, focus) or self._of_a_kind(said, state):
            return told
        if names_only_a_year(text) and state.facts:
            return self._worked_out(state, text, focus)
        before = (dict(state.facts), list(state.denied), dict(state.half))
        if not self._concerns_entitlements(state, said, focus):
            return None
        nothing_told = before == (state.facts, state.denied, state.half)
        going_on = self._kind_before() == "eligibility"
        state.pass_over(nothing_told and going_on and wishes.asks_for_the_sum(text))
        everything = readings.goes_on(text) or wishes.asks_for_everything(text, known=True)
        if everything and not self._asks_how_much_that_is(text, focus):
            focus = None
        return self._worked_out(state, text, focus)

    def _asks_how_much_that_is(self, text: str, focus: str | None) -> bool:
        """Whether ``text`` asks how much a benefit is that was spoken of and is none of those that are
        added up ("每月多少" after the insurance)."""
        apart = focus is not None and focus not in entitlements.MONTHLY
        return apart and readings.asks_only_the_sum(text) and not ADDED_UP.search(text)

    def _worked_out(
        self, state: State, text: str, focus: str | None, also: Sequence[Entry] = ()
    ) -> Told:
        if state.mourned and (told := self._after_a_death(state)):
            return told
        if focus is None and wishes.asks_from_when(text):
            focus = BY_AGE
        day = day_meant(text, asks_for_the_sum=wishes.asks_for_the_sum(text))
        asks = not wishes.wants_no_questions(text) or not state.facts.keys() & {*AGES}
        reply = entitlements.reply(state, day, self.knowledge, focus, also, asks=asks)
        reply = self._checked_sum(reply, state, text, day)
        if together.asked_for(state, text):
            reply = together.side_by_side(state, day, self.knowledge, reply, text, focus)
        elif wishes.asks_of_the_country(text):
            reply = compose.begun_with(entitlements.TOWN_OR_COUNTRY, reply)
        about = entitlements.subject_of(state, focus, reply)
        if not state.subjects or state.subjects[-1]["about"] != about:
            state.remember(Subject(about, about, topic=entitlements.names_granted(reply)))
        return reply, {"because": "worked out from the rules", "facts": sorted(state.facts)}

    def _checked_sum(self, reply: ReplyOut, state: State, text: str, day: date) -> ReplyOut:
        """``reply`` with whether a sum that is named is right, and with what it is in a year."""
        if together.asked_for(state, text):
            return reply
        lead = claims.verdict(text, state, day, self.knowledge)
        return compose.begun_with(lead + claims.in_a_year(text, reply), reply)

    def _after_a_death(self, state: State) -> Told | None:
        """What becomes of the allowances of who has died, with no sum; None if no entry tells it."""
        entry = self.knowledge.entries.get(WHEN_SHE_DIES)
        if entry is None:
            return None
        state.asking = None
        answering = self._answering(state)
        reply = answering.compose(answering.ask(entry.question))
        return compose.begun_with("请您节哀。", reply), {"because": "the person has died"}

    def _supposed(self, text: str, state: State) -> Told | None:
        """What it would be if something else were true of the person; nothing of it is kept."""
        if at_an_age := readings.told_before_an_age_to_come(text):
            state.learn(at_an_age[0])
            text = at_an_age[1]
        if readings.supposes_of_a_matter(text) or not self._supposes(text, state):
            return None
        if not state.facts and (told := readings.beside_what_is_supposed(text, _SUPPOSES)):
            state.learn(told)
        tried = deepcopy(state)
        if not tried.learn(text, supposed=True) or not (state.facts or tried.facts):
            return None
        if not state.facts and not {*tried.facts} & {*state.aside.get(tried.who or "", ())}:
            return None
        reply, reasons = self._worked_out(tried, text, self._focus(text, state))
        state.asking, state.subjects = tried.asking, tried.subjects
        return compose.begun_with("要是这样：", reply), reasons | {"supposed": True}

    def _supposes(self, text: str, state: State) -> bool:
        """Whether ``text`` asks what it would be: in so many words, or of another age than hers ("那九十呢")."""
        if _SUPPOSES.search(text) or (state.facts and readings.supposes_without(text)):
            return True
        hers = person_in(text) in (None, state.who, SPEAKER if state.who is None else None)
        known = state.facts.keys() & {*AGES}
        return bool(known) and hers and readings.asks_of_another_age(text)

    def _of_a_grade(self, said: Said, state: State, focus: str | None) -> Told | None:
        """What a disability of some kind and grade gives, where the care subsidy is spoken of.

        Amounts hang on both (京民养老发〔2019〕160号), so the rules tell them, never the entry of another
        grade, or of one disability where there are several. Of nobody in particular ("肢体二级呢") it is
        only supposed.
        """
        text = state.with_its_kind(said.text)
        exact = bool(said.candidates) and said.candidates[0].confidence == 1.0
        if exact or not self._speaks_of_care(text, said, state, focus):
            return None
        return self._told_of_a_grade(text, state) if readings.asks_of_a_grade(text) else None

    def _speaks_of_care(self, text: str, said: Said, state: State, focus: str | None) -> bool:
        """Whether the care subsidy is meant: by its name, by a grade alone, or by the sum of who is told
        only by a disability ("我是盲人一级，一个月多少")."""
        alone = focus is None and not state.facts and wishes.asks_for_one_sum(text)
        return focus == entitlements.CARE or text != said.text or alone

    def _told_of_a_grade(self, text: str, state: State) -> Told:
        """The reply of the rules; kept of her who is spoken of, else supposed."""
        of_a_kind = state.of_a_kind
        hers = speaks_of_somebody(text) or of_a_kind
        tried = state if hers else deepcopy(state)
        tried.learn(text, supposed=not speaks_of_somebody(text))
        tried.of_a_kind = of_a_kind
        reply, reasons = self._worked_out(tried, text, entitlements.CARE)
        state.asking = tried.asking
        kinds = {one["type"] for one in heard(text).get("disability") or ()}
        state.kind_asked = kinds.pop() if len(kinds) == 1 else None
        if not speaks_of_somebody(text):
            reply = self._not_listed(reply, tried) or reply
        if not hers and "disability" in state.facts:
            reply = compose.begun_with("要是这样：", reply)
        return reply, reasons

    def _not_listed(self, reply: ReplyOut, state: State) -> ReplyOut | None:
        """What is told of a disability that the rules name no amount for and of which nothing else is
        known, None for others."""
        care = next((b for b in reply.benefits if b.code == entitlements.CARE), None)
        entry = self.knowledge.entries.get(NOT_LISTED)
        if entry is None or care is None or care.tier or state.facts.keys() != {"disability"}:
            return None
        held = state.facts["disability"]
        if len(held) != 1:
            return None
        answering = self._answering(state)
        told = answering.compose(answering.ask(entry.question))
        kind, level = held[0]["type"], "一二三四"[held[0]["level"] - 1]
        return compose.begun_with(f"{kind}残疾{level}级，护理补贴里没有这一档。", told)

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
        return self._not_listed(reply, tried) or reply, reasons

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
        """Whether the sum is gone on with, wanted without more questions, or for the person named after a
        wide wish ("我妈的")."""
        if self._offered_benefits() and readings.only_names_a_person(text):
            state.learn(text)
            return True
        if alone_in(unify(text)) and not concepts(normalise(text)).subjects:
            state.learn(text)
            return True
        if wishes.wants_no_questions(text) and (state.facts or speaks_of_somebody(text)):
            self._learnt(state, text)
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
            return self._kept_beside(state, text)
        answered_late = self._late_answer(text, state) is not None
        learnt, stated = self._learnt(state, text), wishes.speaks_of_a_person(text)
        of_a_matter = readings.asks_of_a_matter(text) and not readings.only_denies(text)
        of_several = learnt and together.asks_and_tells(text)
        of_a_sum = readings.claims_a_sum(text) and (known or learnt)
        if (
            stated
            or of_a_sum
            or of_several
            or (learnt and state.mourned)
            or (learnt and going_on and not of_a_matter)
        ):
            return True
        plainly = (not own.asks and not own.subjects) or readings.only_denies(text) or answered_late
        if learnt and state.asking and plainly:
            return True
        if self._asks_again(state, text, focus):
            return True
        if wishes.asks_for_everything(text, known=known) and (
            known or learnt or sure < SURE_ENOUGH
        ):
            return True
        if self._asks_of_hers(state, text, focus, learnt=learnt):
            return True
        if not ellipsis.is_statement(text):
            return False
        if focus and not ellipsis.leads_on(text) and wishes.tells_a_condition(text):
            state.learn(text)
            return True
        return learnt and not state.subjects and wishes.tells_more_than_a_district(text)

    def _asks_of_hers(self, state: State, text: str, focus: str | None, *, learnt: bool) -> bool:
        """Whether ``text`` asks what one benefit is to somebody; how old she is is then kept, though it
        names nobody ("生于1937年，京户，哪天起500")."""
        if not readings.asks_of_hers(text, focus, known=bool(state.facts)):
            return False
        if not learnt and not _SUPPOSES.search(text) and heard(text).keys() & {*AGES}:
            state.learn(text)
        return True

    def _kept_beside(self, state: State, text: str) -> bool:
        """Keep what ``text`` says is received, on which a sum depends, though an entry answers it."""
        if state.facts and "receiving" in heard(text):
            state.learn(text)
        return False

    def _asks_again(self, state: State, text: str, focus: str | None) -> bool:
        """Whether a sum that was worked out before is asked for again, all of it or one benefit's."""
        if self._kind_before() == "eligibility" and state.facts:
            again = readings.asks_again_of_her(text) or readings.only_names_a_benefit(text)
            again = again or together.asks_for_all(state, text)
            if again or readings.asks_only_the_sum(text):
                return True
        of_her_care = focus == entitlements.CARE and readings.asks_the_sum_of(text)
        if of_her_care and state.facts.keys() & _GIVES_CARE:
            return True
        return state.turns_back_to(text)

    def _learnt(self, state: State, text: str) -> bool:
        """Take in what is told of a certain person; suppositions are not facts."""
        going_on = self._kind_before() == "eligibility"
        certain = going_on or state.asking is not None or speaks_of_somebody(text)
        certain = certain or wishes.tells_of_a_person(text)
        if wishes.defines(text) and not together.asks_and_tells(text):
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
        money = not state.subjects and readings.only_asks_for_money(said.text)
        if unanswered and (money or self._states_facts(said.text, state)):
            return self._worked_out(state, said.text, self._focus(said.text, state))
        exact = bool(said.candidates) and said.candidates[0].confidence == 1.0
        if not exact and claims.of_nothing_known(said.text, state):
            reply, reasons = self._worked_out(state, said.text, None)
            return compose.begun_with(claims.TO_TELL, reply), reasons
        reply, reasons = answering.told(found, said)
        reply = claims.beside(reply, said.text, self.knowledge)
        if reply.entry_id in _ON_LEVELS:
            points = points_asked_about(said.text)
            old = tells_of_dangers_long_ago(said.text)
            told = [] if points is None else [points]
            if speaks_of_somebody(said.text):
                state.learn(said.text)
            lead = assessed.asked_about(told, graver_in(said.text), not_lately=old)
            reply = compose.begun_with(lead, reply)
        return reply, reasons

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
        if aged and speaks_of_somebody(text) and _ONLY_HOW_MUCH.search(text):
            return state.learn(text)  # "我照顾我妈，她八十八，京籍，多少"
        if not speaks_of_somebody(text) or not self._focus(text, state):
            return False
        return wishes.tells_a_condition(text) or wishes.asks_for_a_verdict(text)
