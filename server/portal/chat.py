"""The chat page at ``/``: works as a plain form, and without reloading where scripts run."""

from __future__ import annotations

import uuid

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.wrappers import Response

from intents.told.self_check import numbered_in
from knowledge.schema import Entry
from server.conversation import feedback, service
from server.conversation.checking.self_check_replies import BACK, PAUSE
from server.conversation.compose import ONE
from server.conversation.desk import ask, asker
from server.conversation.handoff.service import Standing
from server.conversation.models import Feedback, Turn
from server.conversation.owners import Asker
from server.conversation.reckoned.asked_next import ASKS
from server.conversation.reckoned.entitlements import SEE_ALL
from server.conversation.reckoned.verdict_lines import others_in
from server.conversation.schemas import MessageIn, ReplyOut
from server.conversation.service import Question
from server.editorial.live import NothingPublished, live_knowledge
from server.errors import Problem, field_errors
from server.extensions import csrf
from server.identity.access import Caller, access, current_actor
from server.kit.clock import business_today
from server.people.states import Scope
from server.portal import preferences, waiting
from server.portal.forms import safe_next
from server.portal.whom import whom
from server.transaction import transaction

blueprint = Blueprint("portal", __name__)

TURNS_SHOWN = 20
SAMPLES = (
    "age-allowance-amount",
    "voucher-apply",
    "meal-subsidy-amount",
    "care-subsidy-amount",
    "elder-card-where",
    "assessment-apply",
)
"""Entries offered as first questions; those that the release lacks are left out."""

STEERING = (BACK.text, PAUSE.text, SEE_ALL.text)
"""Buttons that move about, in a self-check or to the whole list; they stand back behind the answers."""

STALE = "页面放得久了，您写的还在，请再点一次“发送”"

Page = str | tuple[str, int] | Response


@blueprint.get("/")
@access(Caller.ANYONE)
def home() -> Page:
    """The page with the conversation so far."""
    preferences.visitor()
    return _page()


@blueprint.post("/ask")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, so that a stale page keeps what was written
@access(Caller.ANYONE)
def post_question() -> Page:
    """Ask by form; answers with the page, or with the new turn alone for the page's script."""
    text = request.form.get("text", "")
    try:
        csrf.protect()
        turn = _ask(MessageIn(text=text))
    except CSRFError:
        return _sorry(400, STALE, text)
    except ValidationError as error:
        return _sorry(422, field_errors(error)[0]["message"], text)
    except Problem as problem:
        return _sorry(problem.status, problem.title, text)
    if _wants_turn_only():
        preferences.remember_conversation(turn.conversation_id)
        return render_template("portal/turn.html", turn=_shown(turn))
    if not service.is_kept(
        turn
    ):  # an emergency that could not be kept: there is nothing to come back to
        return _with([], latest=_shown(turn))
    preferences.remember_conversation(turn.conversation_id)
    return redirect(url_for("portal.home", _anchor="latest"), 303)


@blueprint.post("/font")
@access(Caller.ANYONE)
def post_font() -> Page:
    """Remember a type size."""
    preferences.remember_font(request.form.get("size", ""))
    return redirect(safe_next(url_for("portal.home")), 303)


@blueprint.post("/new")
@access(Caller.ANYONE)
def post_new() -> Page:
    """Start over with an empty page."""
    preferences.remember_conversation(None)
    return redirect(url_for("portal.home"), 303)


def _ask(message: MessageIn) -> Turn:
    """Ask in the remembered conversation; if that has expired, begin another one."""
    visitor, known = preferences.visitor(), preferences.conversation_id()
    who = asker(message.text, _elder())
    try:
        return ask(Question(message.text, conversation_id=known, asker=who), visitor)
    except Problem as problem:
        if problem.slug not in ("unknown-conversation", "another-elder"):
            raise
        return ask(Question(message.text, asker=who), visitor)


def _elder() -> uuid.UUID | None:
    """Whom the page's head names, if the visitor may ask for her; what is asked is about her."""
    chosen = whom().chosen
    return chosen.elder_id if chosen and Scope.ASK in chosen.scopes else None


def _wants_turn_only() -> bool:
    return request.headers.get("X-Part") == "turn"


def _sorry(status: int, message: str, text: str) -> Page:
    """Say what to do, and give back what was written; the page's script gets a fresh token too."""
    if _wants_turn_only():
        return render_template("portal/refusal.html", message=message), status
    return _page(message=message, text=text), status


def _page(message: str = "", text: str = "") -> str:
    known = preferences.conversation_id()
    turns: list[Turn] = []
    judged: dict[uuid.UUID, Feedback] = {}
    standings: list[Standing] = []
    said: list[Turn] = []
    if waiting.conversations():
        who = Asker(current_actor())
        with transaction(writes=False) as session:
            turns = service.recent(session, known, who, TURNS_SHOWN) if known else []
            judged = feedback.on(session, turns)
            standings = waiting.standings(session, who)
            said = waiting.said_elsewhere(session, who)
    shown = [_shown(turn, judged.get(turn.id)) for turn in turns]
    return _with(
        shown[:-1], shown[-1] if shown else None, message, text,
        standings=standings, said=shown_turns(said),
        newest=max((turn.seq for turn in turns + said), default=0),
    )  # fmt: skip


def _with(
    earlier: list[dict[str, object]],
    latest: dict[str, object] | None,
    message: str = "",
    text: str = "",
    **waited_for: object,
) -> str:
    return render_template(
        "portal/chat.html",
        earlier=earlier,
        latest=latest,
        samples=_samples(),
        message=message,
        text=text,
        **waited_for,
    )


def shown_turns(turns: list[Turn]) -> list[dict[str, object]]:
    """What the template needs of turns that nobody has judged."""
    return [_shown(turn) for turn in turns]


def _shown(turn: Turn, judged: Feedback | None = None) -> dict[str, object]:
    """What the template needs of a turn; ``asks``: its choices answer a question of ours.

    The first paragraph of a reply is the short answer. The second one of an answer is the full
    text, which the page folds; whatever else is told (what is uncertain, what to say on the
    telephone) stays in sight.
    """
    reply = ReplyOut.model_validate(turn.reply)
    short, *rest = reply.text.split("\n\n")
    folded = _folded(reply, rest)
    of_each = [others_in(reply.benefits)] if SEE_ALL in reply.choices else []
    return {
        "id": turn.id,
        "seq": turn.seq,
        "judged": judged,
        "who": "您选" if numbered_in(turn.text) else "您问",
        "ahead": "接下来" if BACK in reply.choices else "您可能还想问",
        "asks": bool(reply.choices) and (reply.kind == "eligibility" or PAUSE in reply.choices),
        "text": turn.text,
        "reply": reply,
        "short": short,
        "unsure": reply.kind == "eligibility" and ASKS in reply.text,
        "full": _blocks([*(p for n, p in enumerate(rest) if n in folded), *of_each]),
        "notes": _blocks([p for n, p in enumerate(rest) if n not in folded]),
    }


def _folded(reply: ReplyOut, rest: list[str]) -> range:
    """Which paragraphs after the first are folded: an answer's full text, and of a sum all that
    stands behind what is granted and what is asked."""
    if reply.kind == "eligibility":
        asked = [n for n, paragraph in enumerate(rest) if paragraph.startswith(ASKS)]
        granted = any(benefit.verdict == "eligible" for benefit in reply.benefits)
        return range(asked[0] + 1 if asked else int(granted), len(rest))
    one_by_one = bool(rest) and rest[0].startswith(ONE)
    return range(1 if reply.kind == "answer" and not one_by_one else 0)


def _blocks(paragraphs: list[str]) -> list[str | list[str]]:
    """Lines that start with "- " become lists, other lines paragraphs."""
    blocks: list[str | list[str]] = []
    for line in filter(None, map(str.strip, "\n".join(paragraphs).splitlines())):
        if not line.startswith("- "):
            blocks.append(line)
        elif blocks and isinstance(blocks[-1], list):
            blocks[-1].append(line[2:])
        else:
            blocks.append([line[2:]])
    return blocks


def _samples() -> list[Entry]:
    """None while there is no release, or no database to open it from: the page is shown all the
    same, for it may have to tell somebody in danger whom to call."""
    try:
        entries = live_knowledge(current_app).entries
    except (NothingPublished, DBAPIError, PoolTimeout):
        return []
    offered = (entries[name] for name in SAMPLES if name in entries)
    return [entry for entry in offered if entry.in_force(business_today())]


@blueprint.app_template_filter()
def chinese_date(value: str) -> str:
    """``2019-10-01`` as 2019年10月1日; a year or a month alone likewise, other text as it is."""
    parts = value.split("-")
    if not all(part.isdecimal() for part in parts):
        return value
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


@blueprint.app_context_processor
def _preferences() -> dict[str, object]:
    """What every page's frame needs."""
    return {
        "font_size": preferences.font_size(),
        "font_sizes": preferences.SIZES,
        "steering": STEERING,
    }
