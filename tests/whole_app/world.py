"""One elder (样例) with everybody who may or may not have to do with her, and a row of every kind."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from server.conversation.handoff import service as handoffs
from server.conversation.handoff.service import Kind, Wanted
from server.conversation.owners import Asker
from server.identity import (
    break_glass,
    clerk_codes,
    clients,
    sessions,
    staff_invitations,
    web_login,
)
from server.identity.access import COOKIE_ENTRY
from server.kit.clock import business_today
from server.messages import calls
from server.messages.models import Message
from server.messages.service import Announcement, announce
from server.messages.states import Status, move
from server.oversight.actor import SYSTEM, Actor, Post, Role
from server.people import assisting, checks, consents, first_use, grants, invitations
from server.people.access import acting_for, office_of
from server.people.checks import ByHand
from server.people.elders import Identity
from server.people.first_use import Registration
from server.people.invitations import Offer
from server.people.models import Elder, Grant
from server.people.registers import CheckKind
from server.people.states import GIVEN_BY_INVITATION, Relation, Scope
from server.tickets import service as tickets
from server.tickets.service import Report
from server.tickets.states import Kind as TicketKind
from server.tickets.states import Source, Topic
from server.transaction import transaction
from tests.server.people import makers
from tests.whole_app import knowledge_rows, money_rows

CALLERS = (
    "anonymous",
    "elder",
    "daughter",
    "daughter, pay only",
    "revoked daughter",
    "stranger",
    "clerk",
    "clerk, assisting",
    "clerk of another street",
    "clerk of another district",
    "district reviewer",
    "city supervisor",
    "admin",
    "editor",
    "publisher",
    "API client",
)
ACCOUNTS = ("elder", "daughter", "daughter, pay only", "revoked daughter", "stranger")
NAME, PHONE = "甄标记", "13912340987"
FIRST_BIRTH, BORN = date(1930, 1, 1), itertools.count()
"""Every world's elder has a birthday, and so an ID card, of her own."""
RAW_CSRF = "a-token-of-the-matrix"


@dataclass
class World:
    """Ids by name, and the credentials of every caller."""

    app: Flask
    ids: dict[str, str]
    tokens: dict[str, str]

    def client(self, caller: str) -> tuple[FlaskClient, dict[str, str]]:
        """A browser with the caller's cookie, and the headers of the same caller's program."""
        client, token = self.app.test_client(), self.tokens.get(caller)
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = RAW_CSRF
            cookie["conversation"] = self.ids.get("conversation", "")
            if token and caller != "API client":
                cookie[COOKIE_ENTRY] = token
        if caller == "API client":
            return client, {"X-Api-Key": token or ""}
        return client, {"Authorization": f"Bearer {token}"} if token else {}

    def csrf(self) -> str:
        """The token that a page would carry for a browser of ``client``."""
        secret = self.app.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(RAW_CSRF))


def make(app: Flask) -> World:
    """A world of its own; nothing in it is shared with the one before."""
    with app.test_request_context():
        begun, spare = web_login.begin("样例电脑"), web_login.begin("样例电脑")
        with transaction() as session:
            id_card = makers.id_card(FIRST_BIRTH + timedelta(days=next(BORN)))
            elder = makers.elder(session, name=NAME, phone=PHONE, id_card=id_card)
            actors, held = _people(session, elder)
            tokens = {name: _token(session, actor) for name, actor in actors.items()}
            tokens["API client"] = clients.create(session, SYSTEM, uuid.uuid4().hex, ["a:b"])
            ids = {"elder": elder.id, "id_card": id_card, **held}
            ids |= _rows(session, elder, actors) | _grants(session, elder, actors)
            ids |= knowledge_rows.make(session) | money_rows.make(session, elder, actors)
            ids |= _staff(session) | _tickets(session, elder, actors)
        web_login.confirm(actors["elder"], spare.scene, spare.number)
    ids["phone_code"] = f"139{next(BORN):08d}/1"
    ids |= {"scene": begun.scene, "number": begun.number, "secret": spare.secret}
    made = World(app, {name: str(value) for name, value in ids.items()}, tokens)
    made.ids |= _conversation(made)
    made.ids |= _handed_over(made, actors)
    return made


def _conversation(world: World) -> dict[str, str]:
    """The elder has asked for herself; what she said of herself stays hers."""
    client, headers = world.client("elder")
    said = {"text": "您好", "elder_id": world.ids["elder"]}
    told = client.post("/api/v1/chat/messages", json=said, headers=headers).get_json()
    return {"conversation": told["conversation_id"], "turn": told["message_id"]}


def _handed_over(world: World, actors: dict[str, Actor]) -> dict[str, str]:
    """The elder wants to be rung up, and the clerk of her street has taken it up."""
    with world.app.test_request_context(), transaction() as session:
        wanted = Wanted(Kind.CALLBACK, PHONE, "样例：津贴没到账")
        asked = handoffs.ask(
            session, world.ids["conversation"], Asker(actors["elder"]), wanted
        ).handoff
        handoffs.take(session, actors["clerk"], asked.id)
        return {"handoff": str(asked.id)}


def _people(session: Session, elder: Elder) -> tuple[dict[str, Actor], dict[str, Any]]:
    here = {"district": makers.YUETAN[:6]}
    actors = {
        "elder": makers.herself(session, elder),
        **{name: makers.account(session) for name in ACCOUNTS[1:]},
        "clerk": makers.clerk(session),
        "clerk, assisting": makers.clerk(session),
        "clerk of another street": makers.clerk(session, makers.ZHANLAN),
        "clerk of another district": makers.clerk(session, makers.BABAOSHAN),
        "district reviewer": makers.staff(session, Role.DISTRICT_REVIEWER, **here),
        "city supervisor": makers.staff(session, Role.CITY_SUPERVISOR),
        "admin": makers.staff(session, Role.ADMIN),
        "editor": makers.staff(session, Role.EDITOR),
        "publisher": makers.staff(session, Role.PUBLISHER),
    }
    full = makers.grant(session, elder, actors["daughter"], *GIVEN_BY_INVITATION)
    makers.grant(session, elder, actors["daughter, pay only"], Scope.PAY)
    ended = makers.grant(session, elder, actors["revoked daughter"], *GIVEN_BY_INVITATION)
    grants.revoke(session, acting_for(session, actors["elder"], elder.id), ended.id, None)
    return actors, {"grant": full.id, "ended_grant": ended.id}


def _token(session: Session, actor: Actor) -> str:
    return makers.token(session, actor)["Authorization"].removeprefix("Bearer ")


def _grants(session: Session, elder: Elder, actors: dict[str, Actor]) -> dict[str, Any]:
    """An open invitation, claims that wait for the street, a dispute."""
    managing = acting_for(session, actors["elder"], elder.id, Scope.MANAGE)
    code, *_ = invitations.invite(session, managing, Offer(Relation.CHILD, frozenset({Scope.ASK})))
    claim = _claim(session, makers.account(session))
    disputed = makers.grant(session, elder, makers.account(session), Scope.ASK)
    raised = grants.dispute(session, managing, disputed.id, "样例：不同意")
    own = {f"claim of {name}": _claim(session, actors[name]).id for name in ACCOUNTS}
    return {"code": code, "claim": claim.id, "dispute": raised.id, **own}


def _claim(session: Session, account: Actor) -> Grant:
    said = Identity("甄别样", street=makers.YUETAN)
    return first_use.begin(session, account, Registration(Relation.CHILD, said))[0]


def _rows(session: Session, elder: Elder, actors: dict[str, Actor]) -> dict[str, Any]:
    helping = assisting.begin(session, actors["clerk, assisting"], elder.id, "样例：替老人办事")
    managing = acting_for(session, actors["elder"], elder.id, Scope.MANAGE)
    for purpose in ("outside_checks", "sensitive_facts"):
        consents.give(session, managing.actor, consents.of(managing), purpose, 1, "online")
    office = office_of(session, actors["clerk"], elder.id, Role.STREET_CLERK)
    death = ByHand(CheckKind.DEATH, True, {"died_on": "2026-10-30"}, business_today(), "样例来电")
    told, other = _messages(session, elder, actors["elder"])
    return {
        "assistance": helping.id,
        "check": checks.by_hand(session, office, death).id,
        "session": _session_of(session, actors["elder"]),
        "clerk_code": clerk_codes.issue(session, actors["clerk"], actors["stranger"].id),
        "message": told.id,
        "verify": told.verify_number,
        "call": calls.ask(session, other, "no_channel", urgent=False).id,
    }


def _tickets(session: Session, elder: Elder, actors: dict[str, Actor]) -> dict[str, Any]:
    """One that the elder reported and that was answered, one that nobody has taken up."""
    text = "样例：今天的午饭是凉的"
    said = Report(TicketKind.COMPLAINT, Topic.MEALS, text, Source.PORTAL, PHONE, elder.id)
    answered, waiting = (tickets.report(session, actors["elder"], said) for _ in range(2))
    tickets.answer(session, actors["clerk"], answered.ticket.id, "样例：已经改正")
    return {
        "ticket": answered.ticket.id, "ticket_link": answered.link, "open_ticket": waiting.ticket.id,
    }  # fmt: skip


def _staff(session: Session) -> dict[str, Any]:
    """A colleague with a post, an open invitation, a post that somebody took in an emergency."""
    colleague, supervisor = makers.clerk(session), makers.staff(session, Role.CITY_SUPERVISOR)
    for each in (colleague, supervisor):
        makers.token(session, each)
    login = f"n{uuid.uuid4().hex[:20]}"
    invited = staff_invitations.invite(session, SYSTEM, login, "样例同事", Post(Role.EDITOR))
    street = Post(Role.STREET_CLERK, makers.YUETAN[:6], makers.YUETAN)
    taken = break_glass.take(session, supervisor, street, "样例：夜里有老人走失")
    return {
        "clerk": colleague.id, "staff_invitation": invited.invitation.id, "taken_post": taken.id,
        "login": f"m{uuid.uuid4().hex[:20]}",
    }  # fmt: skip


def _messages(session: Session, elder: Elder, herself: Actor) -> tuple[Message, Message]:
    """One that was given up, one about which the street is to ring up."""
    said = [
        announce(session, Announcement(uuid.uuid4().hex, "test_message", elder.id, [herself.id]))[0]
        for _ in range(2)
    ]
    for status in (Status.SENDING, Status.GIVEN_UP):
        move(session, said[0], status, "no_channel")
    for status in (Status.SENDING, Status.ACCEPTED):
        move(session, said[1], status, "call_list")
    return said[0], said[1]


def _session_of(session: Session, actor: Actor) -> uuid.UUID:
    return sessions.open_for_account(session, actor.id, "sms", "样例").id
