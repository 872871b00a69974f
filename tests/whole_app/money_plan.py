"""Street activities and payments in the access matrix's plan."""

from __future__ import annotations

from tests.server.people import makers
from tests.whole_app.call import Call

A_PLACE, A_PAYMENT = {"sign_up_id": "@sign_up"}, {"kind": "activity", "order_id": "@sign_up"}
AN_ACTIVITY = {
    "title": "样例重阳茶会", "place": "样例活动室", "street": makers.YUETAN, "fee_fen": 500,
    "starts_at": "2126-11-01T09:00:00+08:00", "closes_at": "2126-10-31T17:00:00+08:00",
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
    "payment_notices.post_notice": Call("proof", path={"channel": "wechat"}, json={}),
}
