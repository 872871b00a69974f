"""Staff and money: who sees which payment, who gives back what, what is settled by hand.

A refund above ``REFUND_ALONE_FEN`` of a payment, all that went back of it together, needs two persons.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.errors import TITLES, Problem
from server.identity.scope import covers
from server.jobs.service import enqueue
from server.kit.clock import business_now
from server.kit.worklist import Asked
from server.oversight import audit
from server.oversight.actor import Actor, Role
from server.payments import (
    believing,
    claw_backs,
    desk_repository,
    happenings,
    paying,
    refunds,
    repository,
    sellers,
    settling,
)
from server.payments.channels import Payer, RefundFound, TradeFound, TradeState
from server.payments.claw_backs import Amounts
from server.payments.desk_models import REQUEST, RefundRequest
from server.payments.models import Attempt, Difference, Incident, Payment, Reconciliation, Refund
from server.payments.models import Seller as SellerRow
from server.payments.paying import Wish
from server.payments.subsidy_models import ClawBack
from server.people.access import office_of
from server.transaction import transaction

RETURN_JOB, STOP_JOB = "payments.return_to_seller", "payments.stop_refund"
BY_STAFF = "by_staff"


@dataclass(frozen=True)
class Case:
    """A payment with everything that belongs to it, for who may see it."""

    payment: Payment
    seller: SellerRow
    attempts: list[Attempt]
    refunds: list[Refund]
    requests: list[RefundRequest]
    claw_backs: list[ClawBack]
    left_fen: int
    """What can still be given back."""

    subsidy_left: Amounts
    """What the seller still has of each fund."""

    of_another_amount: dict[uuid.UUID, int]
    """Fen by attempt that were not asked for, and are not on their way back."""

    checked: frozenset[uuid.UUID]
    """The attempts of which staff have yet to find out what they brought."""

    @property
    def being_checked(self) -> bool:
        """Whether nobody is to pay it meanwhile, at a counter either."""
        return bool(self.checked)


def case(session: Session, actor: Actor, payment_id: uuid.UUID) -> Case:
    """A payment. Raises Problem 404 for one that the actor's posts do not cover."""
    payment, seller = _seen(session, actor, payment_id)
    attempts = repository.attempts_of(session, payment.id)
    surplus = {each.id: believing.of_another_amount(session, each) for each in attempts}
    return Case(
        payment,
        seller,
        attempts,
        repository.refunds_of(session, payment.id),
        desk_repository.requests_of(session, payment.id),
        claw_backs.of(session, payment.id),
        refunds.left(session, payment),
        claw_backs.left(session, payment),
        {attempt_id: fen for attempt_id, fen in surplus.items() if fen},
        frozenset(each.id for each in attempts if believing.being_checked(session, each)),
    )


def _seen(session: Session, actor: Actor, payment_id: uuid.UUID) -> tuple[Payment, SellerRow]:
    found = desk_repository.payment(session, payment_id)
    if found is None or not (_of_seller(actor, found[1]) or _of_elder(session, actor, found[0])):
        raise Problem(404, *TITLES[404])
    return found


def _of_seller(actor: Actor, seller: SellerRow) -> bool:
    own = any(p.role is Role.POINT_OPERATOR and p.provider_id == seller.id for p in actor.posts)
    return own or covers(actor, seller.district, None, *desk_repository.OFFICES)


def _of_elder(session: Session, actor: Actor, payment: Payment) -> bool:
    """A clerk sees what was paid for the elders of the street."""
    if payment.elder_id is None:
        return False
    try:
        office_of(session, actor, payment.elder_id, Role.STREET_CLERK)
    except Problem:
        return False
    return True


def may_give_back(session: Session, actor: Actor, found: Case) -> bool:
    """Whether the actor may ask for refunds of it: a clerk for her elders, an office for its
    sellers; an operator only looks."""
    offices = covers(actor, found.seller.district, None, *desk_repository.OFFICES)
    return offices or _of_elder(session, actor, found.payment)


# ---- giving back


def alone_fen() -> int:
    """Up to how much of one payment a single person may give back."""
    return int(current_app.extensions["settings"].refund_alone_fen)


def _alone(session: Session, payment: Payment, fen: int) -> bool:
    """Whether one person may give ``fen`` more back of a locked payment: parts of what was paid and
    money of another amount count together, or many small refunds would get round the second person."""
    back = payment.refunded_fen + repository.wrong_amounts_back(session, payment.id)
    return back + fen <= alone_fen()


def ask_refund(
    session: Session, actor: Actor, payment_id: uuid.UUID, total_fen: int, words: str
) -> RefundRequest:
    """Give back ``total_fen`` of a payment, or ask a second person to agree.

    Raises Problem 404, 403; 409 where that much is not left, or another request waits.
    """
    payment = _to_give_back(session, actor, payment_id)
    if not 0 < total_fen <= refunds.left(session, payment):
        raise Problem(409, "not-refundable", "没有这么多可退的，请看清“还能退”的数再填")
    made = RefundRequest(payment_id=payment.id, total_fen=total_fen, words=words)
    alone = _alone(session, payment, total_fen)
    return _asked(session, actor, payment, made, alone=alone)


def ask_back_another_amount(
    session: Session, actor: Actor, attempt_id: uuid.UUID, words: str
) -> RefundRequest:
    """Give all the money of an attempt back that was not asked for, or ask a second person to agree.

    Raises Problem 404, 403; 409 where there is no such money, or another request waits.
    """
    attempt = session.get(Attempt, attempt_id)
    if attempt is None:
        raise Problem(404, *TITLES[404])
    payment = _to_give_back(session, actor, attempt.payment_id)
    fen = believing.of_another_amount(session, repository.attempt(session, attempt_id))
    if not fen:
        raise Problem(409, "not-refundable", "这笔钱没有收到，或已经在退，请刷新后再看")
    made = RefundRequest(payment_id=payment.id, attempt_id=attempt_id, total_fen=fen, words=words)
    return _asked(session, actor, payment, made, alone=_alone(session, payment, fen))


def _to_give_back(session: Session, actor: Actor, payment_id: uuid.UUID) -> Payment:
    """The payment, locked. Raises Problem 404, 403 for whoever may not give it back."""
    if not may_give_back(session, actor, case(session, actor, payment_id)):
        raise Problem(403, *TITLES[403])
    return repository.locked(session, payment_id)


def _asked(
    session: Session, actor: Actor, payment: Payment, made: RefundRequest, *, alone: bool
) -> RefundRequest:
    if actor.id is None:
        raise Problem(403, *TITLES[403])
    made.status, made.asked_by, made.asked_at = "waiting", actor.id, business_now()
    if alone:
        made.status, made.decided_by, made.decided_at = "alone", actor.id, business_now()
        made.refund_id = _given(session, payment, made, actor).id
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        title = "这笔钱已有一份退款在等第二个人同意，请先办完那一份"
        raise Problem(409, "waits-already", title) from None
    done = "refund.given" if alone else "refund.asked"
    _kept(session, actor, done, payment, made.words, made.total_fen)
    return made


def _given(session: Session, payment: Payment, asked: RefundRequest, actor: Actor) -> Refund:
    if asked.attempt_id is None:
        return refunds.request(session, payment, asked.total_fen, BY_STAFF, actor)
    attempt = repository.attempt(session, asked.attempt_id)
    return refunds.of_mismatch(session, payment, attempt, actor)


def decide(
    session: Session, actor: Actor, request_id: uuid.UUID, note: str, *, approved: bool
) -> RefundRequest:
    """A second person agrees to a refund, or not.

    Raises Problem 404, 403 for whoever asked for it, 409 where it is decided or not left any more.
    """
    found = desk_repository.of_request(session, request_id)
    if found is None or not _office_of(actor, found[1]):
        raise Problem(404, *TITLES[404])
    payment = repository.locked(session, found[0].id)
    known = desk_repository.request(session, request_id)
    if known.status != "waiting":
        raise Problem(409, "decided", "这份退款已经有人办过了，请刷新名单")
    if known.asked_by == actor.id:
        raise Problem(403, "same-person", "您提出的退款，要由另一个人同意")
    REQUEST.move(known, "approved" if approved else "refused")
    known.decided_by, known.decided_at, known.note = actor.id, business_now(), note or None
    if approved:
        known.refund_id = _given(session, payment, known, actor).id
    session.flush()
    done = "refund.approved" if approved else "refund.refused"
    _kept(session, actor, done, payment, note, known.total_fen)
    return known


def _office_of(actor: Actor, seller: SellerRow) -> bool:
    return covers(actor, seller.district, None, *desk_repository.OFFICES)


def _kept(
    session: Session, actor: Actor, action: str, payment: Payment, words: str, fen: int
) -> None:
    about = ("payment", payment.id)
    audit.record(
        session, actor, action, elder_id=payment.elder_id, about=about, purpose=words or None,
        fen=fen,
    )  # fmt: skip


# ---- subsidy


def may_claw_back(actor: Actor, found: Case) -> bool:
    """Whether the actor may take subsidy back: an office, from its sellers."""
    return _office_of(actor, found.seller) and any(vars(found.subsidy_left).values())


def claw_back(
    session: Session, actor: Actor, payment_id: uuid.UUID, amounts: Amounts, reason: str
) -> ClawBack:
    """Take subsidy back from a seller. Raises Problem 404, 403, 422, and 409 for more than is left."""
    if not _office_of(actor, case(session, actor, payment_id).seller):
        raise Problem(403, *TITLES[403])
    return claw_backs.claw_back(session, payment_id, amounts, reason, actor)


# ---- cash


def record_cash(actor: Actor, payment_id: uuid.UUID, way: str, receipt: str) -> Payment:
    """The whole of what is owed was paid at the counter, in cash or by card.

    What was begun through another channel is closed there first. Raises Problem 404, 403, and 409
    where it is paid already, cancelled, or may just have been paid otherwise.
    """
    with transaction(writes=False) as session:
        found = case(session, actor, payment_id)
        if not may_give_back(session, actor, found):
            raise Problem(403, *TITLES[403])
        kind, order_id = found.payment.payable_kind, found.payment.payable_id
    wish = Wish(kind, order_id, "offline", way, Payer(), invited=True)
    ready = paying.pay(actor, wish)
    if ready.attempt is None:
        return ready.payment
    with transaction() as session:
        payment = repository.locked(session, payment_id)
        # Paid or called off meanwhile, by another clerk perhaps for the same notes: she gives them
        # back at once, and nothing is owed that may never have been taken.
        paying.require_payable(payment)
        attempt = repository.attempt(session, ready.attempt.id)
        told = TradeFound(TradeState.PAID, attempt.amount_fen, receipt, business_now())
        settling.apply(session, payment, attempt, told, actor)
        _kept(session, actor, "payment.recorded", payment, receipt, attempt.amount_fen)
        return payment


# ---- refunds that the channel cannot bring back


def settle_by_hand(session: Session, actor: Actor, refund_id: uuid.UUID, receipt: str) -> Refund:
    """The payer has the money in hand, against a receipt.

    Raises Problem 404; 409 for a refund that the channel can still bring back itself.
    """
    refund = desk_repository.refund(session, actor, refund_id)
    if refund is None:
        raise Problem(404, *TITLES[404])
    payment = repository.locked(session, refund.payment_id)
    refund = repository.refund(session, refund_id)
    if refund.status == "closed":
        happenings.move(session, refund, "settled_by_hand", "handed_over", actor)
    elif refund.status == "abnormal" and _was_offline(session, refund):
        happenings.move(session, refund, "succeeded", "handed_over", actor)
    else:
        title = "这笔还在渠道手里。先点“转到商户账户”，到账后再当面退，钱不会退两次"
        raise Problem(409, "not-by-hand", title)
    refunds.done(session, refund, RefundFound(refund.status))
    for incident in desk_repository.incidents_about(session, refund.refund_no):
        _close(incident, actor, receipt)
    _kept(session, actor, "refund.handed_over", payment, receipt, refund.amount_fen)
    return refund


def _was_offline(session: Session, refund: Refund) -> bool:
    attempt = repository.attempt(session, refund.attempt_id) if refund.attempt_id else None
    return attempt is not None and attempt.channel == repository.OFFLINE


def return_to_seller(session: Session, actor: Actor, refund_id: uuid.UUID) -> Refund:
    """Have an abnormal refund sent to the seller's account; staff hand it over in person then.

    Raises Problem 404; 409 for one that is not abnormal, or that was paid at the counter.
    """
    refund = desk_repository.refund(session, actor, refund_id)
    if refund is None:
        raise Problem(404, *TITLES[404])
    payment = repository.locked(session, refund.payment_id)
    refund = repository.refund(session, refund_id)
    if refund.status != "abnormal" or _was_offline(session, refund):
        raise Problem(409, "not-abnormal", "这笔不用转：当面收的钱当面退，别的等渠道退")
    payload = {"refund_id": str(refund.id)}
    enqueue(session, RETURN_JOB, payload, key=f"return:{refund.id}:{refund.tries}")
    number, fen = refund.refund_no, refund.amount_fen
    happenings.alarm(session, refunds.HAND_OVER, number, payment.id, fen=fen)
    _kept(session, actor, "refund.returned_to_seller", payment, "", refund.amount_fen)
    return refund


def ask_again(session: Session, actor: Actor, refund_id: uuid.UUID) -> Refund:
    """Have the channel asked after a refund at once. Raises Problem 404."""
    refund = desk_repository.refund(session, actor, refund_id)
    if refund is None:
        raise Problem(404, *TITLES[404])
    enqueue(session, refunds.REFUND_JOB, {"refund_id": str(refund.id)})
    return refund


def stop_asking(session: Session, actor: Actor, refund_id: uuid.UUID) -> Refund:
    """Hand a refund over in person that the channel refuses whenever it is asked: a payment of more
    than a year ago, a payer's account that is blocked. First it is asked whether it knows of it.

    Raises Problem 404; 409 for one that it has in hand, or never refused.
    """
    refund = desk_repository.refund(session, actor, refund_id)
    if refund is None:
        raise Problem(404, *TITLES[404])
    payment = repository.locked(session, refund.payment_id)
    refund = repository.refund(session, refund_id)
    never_refused = repository.incident(session, refunds.REFUSED, refund.refund_no) is None
    if refund.status != "requested" or never_refused:
        raise Problem(409, "not-refused", "渠道没有说不退，请再等一等，或现在就问渠道")
    payload = {"refund_id": str(refund.id)}
    enqueue(session, STOP_JOB, payload, key=f"stop:{refund.id}:{refund.tries}")
    _kept(session, actor, "refund.stopped", payment, "", refund.amount_fen)
    return refund


def refunds_by_hand(session: Session, actor: Actor, asked: Asked) -> list[tuple[Refund, Payment]]:
    """A page of refunds that the channel could not bring back."""
    return _without_seller(desk_repository.refunds(session, actor, asked, desk_repository.BY_HAND))


def refunds_on_the_way(
    session: Session, actor: Actor, asked: Asked
) -> list[tuple[Refund, Payment]]:
    """A page of refunds of which the channel has not said how they ended."""
    found = desk_repository.refunds(session, actor, asked, desk_repository.ON_THE_WAY)
    return _without_seller(found)


def _without_seller(
    rows: list[tuple[Refund, Payment, SellerRow]],
) -> list[tuple[Refund, Payment]]:
    return [(refund, payment) for refund, payment, _ in rows]


# ---- incidents and differences


def close_incident(session: Session, actor: Actor, incident_id: uuid.UUID, note: str) -> Incident:
    """Somebody has looked into it. Raises Problem 404, 409 for one that is closed."""
    incident = desk_repository.incident(session, actor, incident_id)
    if incident is None:
        raise Problem(404, *TITLES[404])
    if incident.closed_at is not None:
        raise Problem(409, "closed", "这一件已经有人办完了")
    _close(incident, actor, note)
    session.flush()
    audit.record(session, actor, "incident.closed", about=("incident", incident.id), purpose=note)
    return incident


def _close(incident: Incident, actor: Actor, note: str) -> None:
    incident.closed_at, incident.closed_by = business_now(), actor.id
    incident.closing_note = note


def note_difference(
    session: Session, actor: Actor, difference_id: uuid.UUID, note: str
) -> Difference:
    """Write down what was found out; the figures and the listing stay. Raises Problem 404."""
    difference = desk_repository.difference(session, difference_id)
    if difference is None:
        raise Problem(404, *TITLES[404])
    difference.note, difference.noted_by = note, actor.id
    difference.noted_at = business_now()
    session.flush()
    about = ("difference", difference.id)
    audit.record(session, actor, "difference.noted", about=about, purpose=note)
    return difference


def differences(
    session: Session, asked: Asked, day: date | None
) -> list[tuple[Difference, Reconciliation]]:
    """See ``desk_repository.differences``."""
    return desk_repository.differences(session, asked, day)


# ---- sellers


def add_seller(
    session: Session, actor: Actor, name: str, district: str | None, sub_mchid: str | None
) -> SellerRow:
    """Somebody who may be paid from now on."""
    made = sellers.add(session, name, district, sub_mchid)
    audit.record(session, actor, "seller.added", about=("seller", made.id))
    return made
