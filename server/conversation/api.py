"""Chat over HTTP: ``/api/v1/chat``."""

from __future__ import annotations

from apiflask import APIBlueprint

from server.conversation import feedback, service
from server.conversation.desk import ask, throttle
from server.conversation.models import Turn
from server.conversation.owners import Asker
from server.conversation.schemas import (
    ConversationOut,
    FeedbackIn,
    FeedbackOut,
    MessageIn,
    MessageOut,
    PageIn,
    ReplyOut,
    TurnOut,
)
from server.conversation.service import Question
from server.identity.access import Caller, access, current_actor
from server.kit.clock import to_beijing
from server.transaction import transaction

blueprint = APIBlueprint("chat", __name__, url_prefix="/api/v1/chat", tag="对话")


@blueprint.post("/messages")
@blueprint.input(MessageIn, arg_name="message")
@blueprint.output(MessageOut)
@blueprint.doc(
    summary="问一个问题",
    description="不登录也可以问。带上 conversation_id 就接着上一段对话；登录后带上 elder_id 就是替这位老人问。",
    responses=[400, 403, 404, 409, 413, 415, 429, 503],
)
@access(Caller.ANYONE)
def post_message(message: MessageIn) -> MessageOut:
    """Ask a question; anonymous use is allowed and rate limited."""
    asker = Asker(current_actor(), message.elder_id)
    turn = ask(Question(message.text, message.input_mode, message.conversation_id, asker))
    return MessageOut(
        conversation_id=turn.conversation_id,
        message_id=str(turn.id),
        reply=ReplyOut.model_validate(turn.reply),
    )


@blueprint.get("/conversations/<conversation_id>")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(ConversationOut)
@blueprint.doc(
    summary="读一段对话",
    description="匿名对话凭编号读取，最后一问之后 24 小时内有效。",
    responses=[404, 503],
)
@access(Caller.ANYONE)
def get_conversation(conversation_id: str, page: PageIn) -> ConversationOut:
    """Read a conversation; its id is what grants access to an anonymous one."""
    with transaction(writes=False) as session:
        found = service.transcript(
            session, conversation_id, Asker(current_actor()), int(page.cursor or 0), page.limit
        )
    return ConversationOut(
        conversation_id=found.conversation.id,
        created_at=to_beijing(found.conversation.created_at),
        expires_at=to_beijing(found.conversation.expires_at),
        items=[_turn(turn) for turn in found.turns],
        next_cursor=str(found.turns[-1].seq) if found.more else None,
    )


@blueprint.post("/messages/<message_id>/feedback")
@blueprint.input(FeedbackIn, arg_name="said")
@blueprint.output(FeedbackOut, status_code=201)
@blueprint.doc(
    summary="说一说这个回答有没有用",
    description="同一条回答可以改主意，以最后一次为准；第一次返回 201，以后返回 200。",
    responses=[200, 404, 413, 415, 429, 503],
)
@access(Caller.ANYONE)
def post_feedback(message_id: str, said: FeedbackIn) -> tuple[FeedbackOut, int]:
    """Keep what somebody thought of an answer; the last word counts."""
    throttle("feedback-", None)
    word = feedback.Word(said.useful, said.reason, said.comment)
    with transaction() as session:
        kept = feedback.keep(
            session, said.conversation_id, Asker(current_actor()), message_id, word
        )
    return _feedback(kept), 201 if kept.first else 200


def _feedback(kept: feedback.Kept) -> FeedbackOut:
    return FeedbackOut.model_validate(
        {
            "message_id": str(kept.turn.id),
            "useful": kept.feedback.useful,
            "reason": kept.feedback.reason,
            "comment": kept.feedback.comment,
            "given_at": to_beijing(kept.feedback.given_at),
            "entry_id": kept.turn.entry_id,
            "release": kept.turn.release,
        }
    )


def _turn(turn: Turn) -> TurnOut:
    return TurnOut.model_validate(
        {
            "message_id": str(turn.id),
            "text": turn.text,
            "input_mode": turn.input_mode,
            "created_at": to_beijing(turn.created_at),
            "reply": turn.reply,
        }
    )
