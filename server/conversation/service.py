"""One turn: text in, reply out, both kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from intents.asked.turns import move_in
from intents.matching.model import Candidate
from intents.signs.fraud import Trick, fraud_in, given_in, has_given
from intents.signs.signals import danger_doubted_in, danger_in, wants_person
from intents.words.privacy import mask
from intents.words.repeats import as_read
from intents.words.rules import Rule
from server.conversation import compose, owners, repository
from server.conversation.ahead import Thought, thought
from server.conversation.answering import not_in_force
from server.conversation.handoff import handover
from server.conversation.handoff.passing_on import freed, passed_on
from server.conversation.models import Conversation, Turn
from server.conversation.owners import ANYBODY, Asker
from server.conversation.remarks.cards import (
    BESIDE,
    alarm,
    beside_the_one_before,
    gone_on_from,
    kept_beside,
    settled_after,
    with_its_facts,
)
from server.conversation.remarks.warning import compose_warning
from server.conversation.replies import reply_to
from server.conversation.said import Said
from server.conversation.schemas import ReplyOut
from server.conversation.state import with_subject
from server.conversation.told.plain_answers import only_refuses
from server.editorial.live import LiveKnowledge
from server.errors import Problem
from server.kit.clock import business_now, business_today, machine_now
from server.kit.ids import new_capability, new_key
from server.people.acting import Acting

KEPT_OPEN = timedelta(hours=24)
"""An anonymous conversation can be read and continued this long after its last turn."""

KEPT_FOR_ACCOUNT = timedelta(days=180)
"""One of somebody who has signed in."""

WARNED_BEFORE = 3
"""So many turns back a warning is still what "我已经给了" answers."""


@dataclass(frozen=True)
class Question:
    """What a person sent."""

    text: str
    input_mode: str = "text"
    conversation_id: str | None = None
    asker: Asker = ANYBODY

    @cached_property
    def read(self) -> str:
        """What is looked at of ``text``, which is shown and kept as it was sent."""
        return as_read(self.text)


@dataclass(frozen=True)
class Understanding:
    """What the pure library made of a question, before anything is read or written."""

    question: Question
    urgent: ReplyOut | None
    candidates: tuple[Candidate, ...] = ()
    trick: Trick | None = None
    doubt: Rule | None = None
    """The danger that may be meant although the question does not quite sound like it."""


def understand_danger(question: Question) -> Understanding:
    """Look for danger only. Called before the limit: no emergency is turned away by it."""
    rule = danger_in(question.read)
    return Understanding(question, alarm(rule, question.read) if rule else None)


def understand(question: Question, knowledge: LiveKnowledge | None) -> Understanding:
    """Look for fraud and find the candidates; outside a transaction, since it only computes.

    The words of an entry are a question for that entry, also where they quote a seller.
    """
    found: list[Candidate] = []
    if knowledge is not None:
        without = not_in_force(knowledge, business_today())
        found = knowledge.matcher.match(question.read, without=without)
    exact = bool(found) and found[0].confidence == 1.0
    move = move_in(question.read)
    quotes_nobody = exact or wants_person(question.read) or move == "uneasy"
    trick = None if quotes_nobody else fraud_in(question.read)
    calm = exact or only_refuses(question.read) or move is not None
    doubt = None if calm else danger_doubted_in(question.read)
    return Understanding(question, None, tuple(found), trick, doubt)


def think_ahead(
    session: Session, understood: Understanding, knowledge: LiveKnowledge | None
) -> Thought | None:
    """What ``take_turn`` will most likely tell, in a transaction that only reads; None where it will be none of
    the replies that take long. Raises Problem as ``take_turn`` does."""
    question = understood.question
    if knowledge is None or understood.urgent or understood.trick:
        return None
    conversation, previous = _found_open(session, question) or (_made(session, question), None)
    return thought(session, conversation, previous, _said(understood), knowledge)


def take_turn(
    session: Session,
    understood: Understanding,
    knowledge: LiveKnowledge | None,
    ahead: Thought | None = None,
) -> Turn:
    """Decide, compose and keep one turn; what was thought ``ahead`` is told where it still holds.

    Raises Problem 404 for a conversation that is unknown or has expired.
    """
    question = understood.question
    conversation, previous = _conversation(
        session, question, must_answer=understood.urgent is not None
    )
    shown = mask(question.text)
    reasons: dict[str, object] = {}
    trick = understood.trick or _gave_way(session, conversation, question.read)
    if trick and not understood.urgent:
        reply = compose_warning(trick, knowledge, business_today())
        reasons = {"because": "quotes a trick", "trick": trick.name, "given": trick.given}
        known = with_its_facts(conversation.person, question.read)
        conversation.person = with_subject(known, shown)
    elif settled := settled_after(previous, question.read):
        reply, reasons = settled, {"because": "help is there, or it is over"}
    elif understood.urgent:
        reply = beside_the_one_before(previous, understood.urgent, question.read)
        conversation.person = with_its_facts(conversation.person, question.read)
    elif again := gone_on_from(previous, question.read, understood.candidates):
        given = previous.reasons.get("given", "") if previous else ""
        reply, reasons = again, {"because": "goes on from a card", "given": given}
        conversation.person = with_its_facts(conversation.person, question.read)
    elif gone := freed(session, conversation.id, question.read, question.asker.actor):
        reply, reasons = gone, {"because": "nobody is needed any more"}
    elif passed := passed_on(session, conversation.id):
        reply, reasons = passed, {"because": "a person has the conversation"}
    elif knowledge is None:
        reply = _nothing_open(shown)
    else:
        told = ahead.told_in(conversation, previous) if ahead else None
        said = _said(understood)
        reply, reasons = told or reply_to(session, conversation, previous, said, knowledge)
        if kept := kept_beside(previous, question.read, reply):
            reply = compose.with_a_number(reply, kept)
            reasons = reasons | {BESIDE: kept.name}
        elif understood.doubt:
            reply = compose.with_a_number(reply, understood.doubt)
            reasons = reasons | {"may be danger": understood.doubt.name}
    turn = _turn(conversation.id, question, shown, reply, reasons)
    session.add(turn)
    session.flush()
    owners.note(session, conversation, question.asker, turn.id)
    return turn


def _said(understood: Understanding) -> Said:
    question = understood.question
    return Said(question.read, mask(question.text), understood.candidates)


def _gave_way(session: Session, conversation: Conversation, text: str) -> Trick | None:
    """Money or numbers that somebody has given after all to whom we warned of just now."""
    if not has_given(text):
        return None
    turns = repository.recent_turns(session, conversation.id, WARNED_BEFORE)
    warned = any(turn.kind == "fraud_warning" for turn in turns)
    return Trick("paid", pressing=True, given=given_in(text)) if warned else None


def _nothing_open(shown: str) -> ReplyOut:
    """The reply while no release is open."""
    return handover.not_known(compose.handoff(release=None), shown, (), {})


def unkept_turn(question: Question, reply: ReplyOut) -> Turn:
    """A turn that is told although it cannot be kept: an emergency while the database is away."""
    known = question.conversation_id or new_capability()
    return _turn(known, question, mask(question.text), reply, {})


def is_kept(turn: Turn) -> bool:
    """Whether a turn is in the database, so that the page can come back to it."""
    return not inspect(turn).transient


def _turn(
    conversation_id: str,
    question: Question,
    shown: str,
    reply: ReplyOut,
    reasons: dict[str, object],
) -> Turn:
    return Turn(
        id=new_key(),
        conversation_id=conversation_id,
        text=shown,
        input_mode=question.input_mode,
        kind=reply.kind,
        entry_id=reply.entry_id,
        release=reply.release,
        reply=reply.model_dump(mode="json"),
        reasons=reasons,
        created_at=business_now(),
    )


def _conversation(
    session: Session, question: Question, *, must_answer: bool
) -> tuple[Conversation, Turn | None]:
    """The conversation to go on with. An emergency is answered even when it is lost."""
    try:
        found = _found_open(session, question, locked=True)
    except Problem:
        if not must_answer:
            raise
        found = None
    if found is None:
        return _begin(session, question, must_answer=must_answer), None
    owners.claim(found[0], question.asker)
    keep_open(found[0])
    return found


def _found_open(
    session: Session, question: Question, *, locked: bool = False
) -> tuple[Conversation, Turn | None] | None:
    """The conversation that is gone on with and its last turn, None where one begins. Raises Problem 404, and
    409 where it is about somebody else. ``locked``: until the end of the transaction nobody else goes on with it."""
    known = question.conversation_id
    if known is None:
        return None
    found = require_open(session, known, question.asker, locked=locked)
    owners.require_same_elder(found, question.asker)
    return found, repository.last_turn(session, known)


def _begin(session: Session, question: Question, *, must_answer: bool) -> Conversation:
    made = _made(session, question, must_answer=must_answer)
    session.add(made)
    session.flush()
    return made


def _made(session: Session, question: Question, *, must_answer: bool = False) -> Conversation:
    """A conversation that begins, of which the database does not know yet."""
    now = machine_now()
    made = Conversation(
        id=new_capability(),
        created_at=now,
        self_check={},
        **owners.beginning(session, question.asker, must_answer=must_answer),
    )
    made.expires_at = now + _kept(made)
    return made


def _kept(conversation: Conversation) -> timedelta:
    return KEPT_OPEN if conversation.account_id is None else KEPT_FOR_ACCOUNT


def begin(session: Session, asker: Asker) -> Conversation:
    """A conversation in which nothing has been asked yet. Raises Problem as take_turn does."""
    return _begin(session, Question("", asker=asker), must_answer=False)


def staff_turn(conversation_id: str, reply: ReplyOut) -> Turn:
    """What a person says in a conversation, to be added: nothing was asked just before it."""
    return _turn(conversation_id, Question(""), "", reply, {"because": "a person says so"})


def keep_open(conversation: Conversation) -> None:
    """Whoever asked has as long to read the answer as after an own question."""
    conversation.expires_at = machine_now() + _kept(conversation)


def of_elder(session: Session, acting: Acting, limit: int) -> list[Turn]:
    """What was asked about an elder and told, the newest first, for whoever may see her."""
    return repository.newest_of_elder(session, acting.elder_id, limit)


def require_open(
    session: Session, known: str, asker: Asker, *, locked: bool = False
) -> Conversation:
    """The conversation. Raises Problem 404 if it is unknown, has expired, or is another's."""
    found = repository.open_conversation(session, known, machine_now(), locked=locked)
    if found is None or not owners.may_go_on(session, found, asker):
        raise Problem(
            404,
            "unknown-conversation",
            "这段对话找不到了或已过期，请重新提问，问题还在",
        )
    return found


@dataclass(frozen=True)
class Transcript:
    """A page of a conversation."""

    conversation: Conversation
    turns: list[Turn]
    more: bool


def transcript(
    session: Session, conversation_id: str, asker: Asker, after: int, limit: int
) -> Transcript:
    """Turns after number ``after``, oldest first. Raises Problem 404 as take_turn does."""
    conversation = require_open(session, conversation_id, asker)
    found = repository.turns(session, conversation_id, after, limit + 1)
    return Transcript(conversation, found[:limit], len(found) > limit)


def recent(session: Session, conversation_id: str, asker: Asker, limit: int) -> list[Turn]:
    """The last turns of a conversation, none if it is unknown, has expired, or is another's."""
    try:
        require_open(session, conversation_id, asker)
    except Problem:
        return []
    return repository.recent_turns(session, conversation_id, limit)
