"""What a payer reads of a payment: one plain sentence, and where each fen is.

Pure: nothing is looked up here. Arrival times are those of the merchant documents (退款: wallet about
five minutes, bank card one to three working days).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.kit.money import yuan
from server.payments.models import Refund
from server.payments.standing import Standing
from server.portal.words import soon

GIVEN_BACK, ON_ITS_WAY = ("succeeded", "settled_by_hand"), ("requested", "processing")
ARRIVED = ("paid", "mismatched")
OWN, DUE, WAS_DUE = "自己付", "应付", "原来要付"
RECEIVED, LEFT = "收到", "最后实付"
"""What the payer's part is called, with subsidies and without."""

ARRIVES = "退到付款时用的微信：零钱几分钟就到，银行卡一到三个工作日到。"
ASK_STAFF = "想问到哪一步了，请拨打12345，或到街道窗口问。"
LOOK_AGAIN = "钱不会白付：真付了，马上就能查到；没付成，不会扣钱。"
HOW = {
    "native": "微信扫码",
    "h5": "手机微信",
    "jsapi": "微信小程序",
    "cash": "窗口现金",
    "card": "窗口刷卡",
}


class State(StrEnum):
    """What a page shows of a payment."""

    TO_PAY = "to_pay"
    OVER = "over"
    SILENT = "silent"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    LATE = "late"
    PAID = "paid"
    FREE = "free"
    TWICE = "twice"
    PART_BACK = "part_back"
    BACK = "back"
    MISMATCH = "mismatch"


WRONG = (State.MISMATCH, State.SILENT)
NOT_DUE = (State.OVER, State.CANCELLING, State.CANCELLED, State.LATE, State.BACK)
"""Nobody is to pay any more: no figure may look like what is owed."""


@dataclass(frozen=True)
class Said:
    """``sentence`` says it all; ``more`` is what else helps, ``rows`` the money in fen by name."""

    state: State
    sentence: str
    more: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]
    moving: bool
    """Whether something is under way that ends by itself soon."""
    staff: bool
    """Whether it takes a person: a number to call belongs beside it."""

    @property
    def largest(self) -> str:
        """Which row is read first: what was paid after all, what came, else what is to be paid."""
        came = (RECEIVED,) if self.state is State.PAID else ()
        names = [name for name, _ in self.rows]
        return next((name for name in (LEFT, *came, OWN, DUE) if name in names), "")

    @property
    def wrong(self) -> bool:
        """Whether it is a warning."""
        return self.state in WRONG


@dataclass(frozen=True)
class Back:
    """Fen that went back, are on their way, or wait for staff; ``to`` is whose money it is;
    ``reasons`` are the refunds' codes."""

    done: int
    coming: int
    stuck: int
    to: str
    reasons: frozenset[str]

    @property
    def total(self) -> int:
        """All of it."""
        return self.done + self.coming + self.stuck

    @property
    def came_late(self) -> bool:
        """Whether it is money for what was called off, and nothing else."""
        return self.reasons == {"paid_late"}

    @property
    def parts(self) -> list[tuple[int, str]]:
        """Fen and how far they are, those that there are."""
        all_parts = [
            (self.done, f"已经退给{self.to}"),
            (self.coming, f"正在退给{self.to}"),
            (self.stuck, f"由工作人员退给{self.to}"),
        ]
        return [(fen, fate) for fen, fate in all_parts if fen]

    @property
    def told(self) -> str:
        """Each part with how far it is."""
        return "，".join(f"{yuan(fen)}{fate}" for fen, fate in self.parts)


def say(found: Standing, viewer: uuid.UUID | None, now: datetime) -> Said:
    """What ``viewer`` (an account, or somebody who has not signed in) reads of a payment."""
    usual = _back(found, viewer, (r for r in found.refunds if not r.of_surplus))
    surplus = _back(found, viewer, (r for r in found.refunds if r.of_surplus))
    state = _state(found, usual, surplus, now)
    return Said(
        state,
        _sentence(state, found, usual, surplus, now),
        tuple(_more(state, found, usual, surplus)),
        tuple(_rows(state, found, usual, surplus)),
        moving=_moving(state, usual, surplus),
        staff=state in WRONG or bool(usual.stuck or surplus.stuck or found.checked),
    )


def _back(found: Standing, viewer: uuid.UUID | None, refunds: Iterable[Refund]) -> Back:
    those = list(refunds)
    payers = {each.id: each.payer_account_id for each in found.attempts}
    whose = {payers[each.attempt_id] for each in those if each.attempt_id in payers}
    own = viewer is not None and whose == {viewer}

    def fen(*statuses: str) -> int:
        return sum(each.amount_fen for each in those if each.status in statuses)

    done, coming = fen(*GIVEN_BACK), fen(*ON_ITS_WAY)
    rest = sum(each.amount_fen for each in those) - done - coming
    reasons = frozenset(each.reason for each in those)
    return Back(done, coming, rest, "您" if own else "付款的人", reasons)


def _state(found: Standing, usual: Back, surplus: Back, now: datetime) -> State:
    payment = found.payment
    if payment.status in ("open", "cancelling", "cancelled") and found.checked:
        return State.MISMATCH
    if payment.status in ("open", "cancelling") and found.silent:
        return State.SILENT
    if payment.status == "open":
        return State.OVER if payment.expires_at <= now else State.TO_PAY
    if payment.status == "cancelling":
        return State.CANCELLING
    if payment.status == "cancelled":
        return State.LATE if surplus.total else State.CANCELLED
    if payment.self_pay_fen == 0:
        return State.FREE
    if payment.status == "refunded":
        return State.BACK
    if usual.total:
        return State.PART_BACK
    return State.TWICE if "paid_twice" in surplus.reasons else State.PAID


def _sentence(state: State, found: Standing, usual: Back, surplus: Back, now: datetime) -> str:
    payment = found.payment
    own, late = (
        yuan(payment.self_pay_fen),
        "取消以后才收到的" if surplus.came_late else "收到的钱对不上，",
    )
    return {
        State.TO_PAY: f"还没有付款，请在{soon(payment.expires_at, now)}前付{own}。",
        State.OVER: "付款时间已过，没有收到钱，不用再付了。",
        State.SILENT: "微信支付暂时没有回应，还不知道付成没有，请先不要再付，过一会儿再看。",
        State.CANCELLING: "正在取消，请等一会儿，不要付款。",
        State.CANCELLED: "已经取消，没有收您的钱。",
        State.LATE: f"{late}{surplus.told}。",
        State.PAID: f"付好了，一共{own}。",
        State.FREE: "不用付钱，已经办好了。"
        if payment.status == "paid"
        else "没有付过钱，已经取消了。",
        State.TWICE: f"付重了，多付的{surplus.told}，实付{own}。",
        State.PART_BACK: f"付了{own}，其中{usual.told}。",
        State.BACK: _all_back(own, usual),
        State.MISMATCH: "收到的钱和应付的对不上，工作人员正在核对，请不要再付。",
    }[state]


def _all_back(own: str, usual: Back) -> str:
    if len(usual.parts) == 1:
        return f"付的{own}，全部{usual.parts[0][1]}。"
    return f"付的{own}都退：{usual.told}。"


def _more(state: State, found: Standing, usual: Back, surplus: Back) -> Iterable[str]:
    if state in (State.PAID, State.PART_BACK, State.BACK) and surplus.total:
        yield f"另外收到的{surplus.told}。"
    if state is not State.MISMATCH and found.checked:
        yield "另外收到一笔钱，和应付的对不上，工作人员正在核对，请不要再付。"
    if usual.coming or surplus.coming:
        yield ARRIVES
    if state is State.SILENT:
        yield LOOK_AGAIN
    if state is State.OVER:
        yield "要是刚刚付过，钱会自动退回，不用您做什么。"
    if usual.stuck or surplus.stuck or found.checked:
        yield ASK_STAFF


def _rows(state: State, found: Standing, usual: Back, surplus: Back) -> Iterable[tuple[str, int]]:
    payment = found.payment
    subsidised = payment.total_fen != payment.self_pay_fen
    if subsidised:
        yield "原价", payment.total_fen
        if payment.city_subsidy_fen:
            yield "市里补贴", payment.city_subsidy_fen
        if payment.district_subsidy_fen:
            yield "区里补贴", payment.district_subsidy_fen
    due = WAS_DUE if state in NOT_DUE else OWN if subsidised else DUE
    yield due, payment.self_pay_fen
    came = [each for each in found.attempts if each.status in ARRIVED]
    received = sum((a.amount_fen if a.received_fen is None else a.received_fen) for a in came)
    if received:
        yield RECEIVED, received
    for name, fen in (
        ("已退", usual.done + surplus.done),
        ("正在退", usual.coming + surplus.coming),
        ("人工退", usual.stuck + surplus.stuck),
    ):
        if fen:
            yield name, fen
    if usual.total + surplus.total:
        yield LEFT, received - usual.total - surplus.total


def _moving(state: State, usual: Back, surplus: Back) -> bool:
    waits = state in (State.TO_PAY, State.SILENT, State.CANCELLING, State.OVER)
    return waits or bool(usual.coming or surplus.coming)


def how_paid(found: Standing, viewer: uuid.UUID | None) -> str:
    """By which way the money that counts came, and whether it was the viewer's."""
    counted = next((each for each in found.attempts if each.counted), None)
    if counted is None:
        return ""
    by_viewer = viewer is not None and counted.payer_account_id == viewer
    return HOW.get(counted.way, "别的方式") + ("，您付的" if by_viewer else "")
