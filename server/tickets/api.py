"""我要反映 over HTTP: ``/api/v1/tickets``."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import AfterValidator, Field
from sqlalchemy.orm import Session

from server.conversation.desk import throttle
from server.identity.access import Caller, access, current_actor
from server.kit.clock import to_beijing
from server.kit.shapes import Shape
from server.payments.idempotency import idempotent, key_given
from server.people.access import acting_for
from server.people.schemas import is_a_street
from server.people.states import Scope
from server.tickets import service
from server.tickets.models import Ticket
from server.tickets.service import Report, Reported
from server.tickets.states import Kind, Satisfaction, Source, Topic
from server.transaction import once_more, transaction

blueprint = APIBlueprint("tickets", __name__, url_prefix="/api/v1/tickets", tag="反映问题")


class ReportIn(Shape):
    """What somebody reports."""

    kind: Kind
    topic: Topic
    text: Annotated[str, Field(max_length=service.LONGEST)]
    phone: Annotated[str | None, Field(max_length=32)] = None
    elder_id: uuid.UUID | None = None
    street: Annotated[
        str | None, Field(max_length=9, description="街道代码"), AfterValidator(is_a_street)
    ] = None


class TicketOut(Shape):
    """How far a ticket is."""

    number: str
    kind: Kind
    topic: Topic
    status: str
    received_at: str
    due_at: str
    answer: str | None
    satisfaction: Satisfaction | None


class ReportedOut(TicketOut):
    """``link``: whoever holds it reads how far it is; shown this once."""

    link: str


class WordIn(Shape):
    satisfaction: Literal["good", "so_so", "bad"]


@blueprint.post("")
@idempotent(anybody=True)
@blueprint.input(ReportIn, arg_name="said")
@blueprint.output(ReportedOut, status_code=201)
@blueprint.doc(summary="反映一件事", responses=[400, 403, 404, 409, 413, 415, 422, 429, 503])
@access(Caller.ANYONE)
def post_ticket(said: ReportIn) -> ReportedOut:
    """Report something; no sign-in is needed."""
    throttle("ticket-", None)
    actor = current_actor()
    asked = Report(
        said.kind, said.topic, said.text, Source.API, said.phone, said.elder_id, said.street,
        key_given(),
    )  # fmt: skip

    def write_down(session: Session) -> Reported:
        if said.elder_id is not None:
            acting_for(session, actor, said.elder_id, Scope.ASK)
        return service.report(session, actor, asked)

    made = once_more(write_down)  # the same may have come under the same key at this moment
    return ReportedOut(**_shown(made.ticket).model_dump(), link=made.link)


@blueprint.get("/<link>")
@blueprint.output(TicketOut)
@blueprint.doc(summary="反映的事到哪一步了", responses=[404, 503])
@access(Caller.ANYONE)
def get_ticket(link: str) -> TicketOut:
    """How far it is, for whoever holds the link."""
    with transaction(writes=False) as session:
        return _shown(service.by_link(session, link))


@blueprint.post("/<link>/satisfaction")
@blueprint.input(WordIn, arg_name="said")
@blueprint.output(TicketOut)
@blueprint.doc(
    summary="对答复满意不满意", description="不满意就重新办。", responses=[404, 409, 415, 422, 503]
)
@access(Caller.ANYONE)
def post_satisfaction(link: str, said: WordIn) -> TicketOut:
    """What whoever reported thinks of the answer."""
    actor = current_actor()
    with transaction() as session:
        return _shown(service.judge(session, actor, link, Satisfaction(said.satisfaction)))


def _shown(found: Ticket) -> TicketOut:
    return TicketOut(
        number=found.number,
        kind=Kind(found.kind),
        topic=Topic(found.topic),
        status=found.status,
        received_at=to_beijing(found.received_at),
        due_at=to_beijing(found.due_at),
        answer=found.answer,
        satisfaction=Satisfaction(found.satisfaction) if found.satisfaction else None,
    )
