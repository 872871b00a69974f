"""Who answers a message: a person if one is asked for, the self-check, or the dialogue.

What was interrupted is offered again, so that asking for a person or asking something else in
the middle loses nothing.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from intents.asked import several
from intents.asked.ours import says_too_little
from intents.signs.courtesies import without_thanks
from intents.signs.signals import wants_person
from intents.told.spelling import matters_as_meant
from server.benefits import service as benefits
from server.conversation import repository
from server.conversation.answering import GO_ON, QUESTION, Reasons, not_in_force
from server.conversation.asked import followup
from server.conversation.checking import estimate, self_check
from server.conversation.compose import NEXT_CHOICES
from server.conversation.dialogue import Dialogue
from server.conversation.handoff import handover, other_offices
from server.conversation.handoff.other_offices import Office
from server.conversation.models import Conversation, Turn
from server.conversation.said import SURE_ENOUGH, Said
from server.conversation.schemas import ChoiceOut, ReplyOut
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today


def reply_to(
    session: Session,
    conversation: Conversation,
    previous: Turn | None,
    said: Said,
    knowledge: LiveKnowledge,
) -> tuple[ReplyOut, Reasons]:
    """The reply, and why it is the one."""
    if wants_person(said.text) or handover.not_reached(said.text, previous):
        return _hand_over(session, conversation, previous, said, knowledge)
    text = _way_back_picked(conversation, previous, said.text)
    checked = self_check.respond(conversation, previous, text, said.candidates, knowledge)
    if checked is not None:
        return checked, {"because": self_check.SELF_CHECK}
    said = _as_meant(previous, said, knowledge)
    if estimate.may_be_meant(conversation, said.text):
        doubt = estimate.ask_whether_assessed(said.shown, knowledge.release)
        return doubt, {"because": estimate.BECAUSE}
    reply, reasons = Dialogue(conversation, previous, knowledge).respond(said)
    told_before = previous is not None and previous.kind not in ("handoff", "emergency")
    if reply.kind in ("handoff", "clarify") and handover.is_of_a_doctor(said.text):
        return handover.ask_a_doctor(knowledge.release), reasons | _told(reply, knowledge)
    office = other_offices.office_for(said.text)
    if office is not None and _is_not_told(reply, office, said, knowledge):
        other = handover.of_another_office(office, knowledge.release)
        return other, reasons | _told(reply, knowledge)
    if reply.kind == "handoff" and QUESTION in reasons:  # not one that is only said again
        in_full = str(reasons[QUESTION])
        goes_on = in_full != said.shown and not handover.stands_alone(said.text)
        if not told_before and not goes_on and says_too_little(said.text):
            return handover.which_matter(knowledge.release), reasons | _told(reply, knowledge)
        asked = in_full if goes_on else said.text
        if not told_before and handover.is_far(asked, reasons):
            return handover.nothing_of_ours(knowledge.release), reasons | _told(reply, knowledge)
        turns = _turns(session, conversation)
        reply = handover.not_known(reply, in_full, turns, conversation.person)
    _offer_the_way_back(reply, conversation)
    return reply, reasons | _told(reply, knowledge)


def _is_not_told(reply: ReplyOut, office: Office, said: Said, knowledge: LiveKnowledge) -> bool:
    """Whether ``reply`` tells nothing of what ``office`` knows, or is no answer at all."""
    if reply.kind == "handoff":
        return True
    if reply.kind != "answer" or said.is_exact or not several.asks(said.text):
        return False
    entry = knowledge.entries.get(reply.entry_id or "")
    told = (entry.question, entry.short, entry.full or "") if entry else ()
    return not other_offices.tells_of_it(office, *told)


def _way_back_picked(conversation: Conversation, previous: Turn | None, text: str) -> str:
    """``text``, or the words of the check's own button where it is picked ("第一个")."""
    if previous is None or self_check.is_turn_of_one(previous):
        return text
    choices = [ChoiceOut.model_validate(choice) for choice in previous.reply.get("choices", [])]
    picked = followup.chosen(text, choices, asked=previous.kind == "clarify")
    return picked.text if picked in self_check.way_back(conversation) and picked else text


def _as_meant(previous: Turn | None, said: Said, knowledge: LiveKnowledge) -> Said:
    """The message without thanks before it, what it is about spelt as it is; the one whose meaning was asked
    about, in the meaning that was chosen in words."""
    meant = estimate.meant(previous, said.text) or without_thanks(said.text)
    if said.confidence < SURE_ENOUGH:
        meant = matters_as_meant(meant)
    if meant == said.text:
        return said
    without = not_in_force(knowledge, business_today())
    return Said(meant, said.shown, tuple(knowledge.matcher.match(meant, without=without)))


def _hand_over(
    session: Session,
    conversation: Conversation,
    previous: Turn | None,
    said: Said,
    knowledge: LiveKnowledge,
) -> tuple[ReplyOut, Reasons]:
    if handover.not_reached(said.text, previous):
        reply, because = (
            handover.not_answered(knowledge.release, previous),
            "the number was not answered",
        )
    else:
        turns = _turns(session, conversation)
        reply = handover.asked_for(turns, conversation.person, knowledge)
        because = "asked for a person"
    open_choices = handover.way_back(previous)
    _offer_the_way_back(reply, conversation)
    reply.choices = [*open_choices, *reply.choices]
    return reply, {"because": because}


def _turns(session: Session, conversation: Conversation) -> list[Turn]:
    return repository.recent_turns(session, conversation.id, handover.TURNS_READ)


def _offer_the_way_back(reply: ReplyOut, conversation: Conversation) -> None:
    """Add the buttons that go on with what was interrupted, unless the reply asks something."""
    checking = [c for c in self_check.way_back(conversation) if c not in reply.choices]
    if reply.kind == "handoff":
        reply.choices = [*checking, *_facts_under_way(conversation), *reply.choices]
    elif reply.kind in ("answer", "smalltalk"):
        reply.choices = [*checking, *reply.choices][:NEXT_CHOICES]
    elif reply.kind == "clarify":  # at the end: "第二个" still means the second title
        reply.choices = [*reply.choices, *checking]


def _facts_under_way(conversation: Conversation) -> list[ChoiceOut]:
    return [GO_ON] if conversation.person.get("asking") else []


def _told(reply: ReplyOut, knowledge: LiveKnowledge) -> Reasons:
    """What a later reader needs beside the reply itself: entries offered, rules judged by."""
    offered = [knowledge.by_question.get(choice.text) for choice in reply.choices]
    told: Reasons = {"offered": [name for name in offered if name]}
    if reply.kind == "eligibility":
        told["rules"] = benefits.edition()
    return told
