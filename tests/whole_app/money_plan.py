"""Street activities and payments in the access matrix's plan."""

from __future__ import annotations

from datetime import timedelta

from server.kit.clock import machine_now, to_beijing
from tests.server.people import makers
from tests.whole_app.call import Call

A_PLACE, A_PAYMENT = {"sign_up_id": "@sign_up"}, {"kind": "activity", "order_id": "@sign_up"}
NEXT_MONTH = machine_now() + timedelta(days=30)
AN_ACTIVITY = {
    "title": "样例重阳茶会", "place": "样例活动室", "street": makers.YUETAN, "fee_fen": 500,
    "starts_at": to_beijing(NEXT_MONTH), "closes_at": to_beijing(NEXT_MONTH - timedelta(days=1)),
    "places": 10, "seller_id": "@seller",
}  # fmt: skip

ACTIVITIES = {
    "activities.get_activities": Call("anyone", query={"district": "西城"}),
    "activities.post_activity": Call("clerk of the street", json=AN_ACTIVITY),
    "activities.post_sign_up": Call(
        "orders", path={"activity_id": "@activity"}, json={"elder_id": "@elder"}
    ),
    "activities.get_sign_up": Call("orders", path=A_PLACE),
    "activities.delete_sign_up": Call("orders", path=A_PLACE),
}

PAYMENTS = {
    "payments.post_pay": Call("pays", path=A_PAYMENT, json={"way": "native"}),
    "payments.get_payment": Call("pays", path=A_PAYMENT),
    "payments.post_cancel": Call("pays", path=A_PAYMENT),
    "payments.post_card": Call("pays", path=A_PAYMENT),
    "payments.get_card": Call("signed in", path={"card": "@card"}),
    "payments.post_card_pay": Call("signed in", path={"card": "@card"}, json={"way": "native"}),
    "payment_notices.post_notice": Call("proof", path={"channel": "wechat"}, json={}),
}

A_TILL, A_CARD, WAY = A_PAYMENT, {"card": "@card"}, {"way": "native"}

ACTIVITY_PAGES = {
    "street_activities.index": Call("anyone", query={"district": "110102"}),
    "street_activities.show": Call("anyone", path={"activity_id": "@activity"}),
    "street_activities.sign_up": Call(
        "orders", path={"activity_id": "@activity"}, form={"elder_id": "@elder"}
    ),
    "street_activities.place": Call("orders", path={"order_id": "@sign_up"}),
    "street_activities.confirm_withdraw": Call("orders", path={"order_id": "@sign_up"}),
    "street_activities.withdraw": Call("orders", path={"order_id": "@sign_up"}, form={}),
}

PAYMENT_PAGES = {
    "pay.page": Call("pays", path=A_TILL),
    "pay.begin": Call("pays", path=A_TILL, form=WAY),
    "pay.now": Call("pays", path=A_TILL),
    "pay.confirm_cancel": Call("pays", path=A_TILL),
    "pay.cancel": Call("pays", path=A_TILL, form={}),
    "pay.share": Call("pays", path=A_TILL),
    "payments_pages.mine": Call("signed in"),
    "pay_for.page": Call("anyone", path=A_CARD),
    "pay_for.begin": Call("anyone", path=A_CARD, form=WAY),
    "pay_for.now": Call("anyone", path=A_CARD),
}
"""Whoever holds a share card may pay; it names nobody."""

A_CASE, A_PAID_ONE, ONCE = (
    {"payment_id": "@payment"},
    {"payment_id": "@paid"},
    {"idempotency_key": "@new"},
)

SURE = {"sure": "1"}

MONEY_DESK = {
    "console_money.payment": Call("gives back", path=A_CASE),
    "console_money.refund": Call(
        "gives back", path=A_PAID_ONE, form={"yuan": "1", "words": "样例：没去成"} | ONCE | SURE
    ),
    "console_money.give_back_another_amount": Call(
        "gives back",
        path={"payment_id": "@odd", "attempt_id": "@odd_attempt"},
        form={"why": "样例：多付了"} | ONCE | SURE,
    ),
    "console_money.claw_back": Call(
        "keeps the books",
        path={"payment_id": "@subsidised"},
        form={"city": "1", "reason": "样例：没有用餐"} | ONCE | SURE,
    ),
    "console_money.cash": Call(
        "gives back", path=A_CASE, form={"way": "cash", "receipt": "样例收据"} | ONCE | SURE
    ),
    "console_money.sellers": Call("keeps the books"),
    "console_money.add_seller": Call(
        "supervises money", form={"name": "样例餐厅", "district": "110102"}
    ),
    "console_reconciliations.page": Call("supervises money"),
    "console_reconciliations.again": Call("supervises money", form={"day": "@bill_day"}),
    "console_money.settlement_sheet": Call("keeps the books", query={"format": "csv"}),
    "console_money.books": Call("keeps the books", path={"seller_id": "@seller"}),
}
