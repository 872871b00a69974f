"""Signing up and paying on the pages, with a bank in memory: who may, what is said, what is kept."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from server.activities import service
from server.activities.models import Activity
from server.activities.service import NewActivity
from server.kit.clock import business_now
from server.kit.ids import new_key
from server.oversight.actor import SYSTEM, Actor, ActorKind, Post, Role
from server.payments import closing, desk, limits, refunds, repository, sharing, standing
from server.payments.channels import Payer, TradeFound, TradeState
from server.payments.models import Attempt, Incident, Seller
from server.payments.schemas import PaymentOut
from server.transaction import transaction
from tests import databases
from tests.server.payments.bank import Bank
from tests.server.people import makers
from tests.server.portal.conftest import Visitor, id_in, invite
from tests.server.talk import BROWSER, words_of

MakeActivity = Callable[..., str]
WEIXIN = "weixin://wxpay/bizpayurl?pr=sample"
H5 = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1"
ORDERS = {"scopes": ["order"]}


@dataclass
class WebBank(Bank):
    """A bank that gives what a browser needs."""

    name: str = "wechat"
    ways: frozenset[str] = frozenset({"native", "h5"})

    def prepare(self, attempt: Attempt, seller: Seller, title: str, payer: Payer) -> dict[str, Any]:
        super().prepare(attempt, seller, title, payer)
        return {"code_url": WEIXIN} if attempt.way == "native" else {"h5_url": H5}


@pytest.fixture
def bank(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebBank]:
    made = WebBank()
    monkeypatch.setitem(app.extensions["channels"], "wechat", made)
    yield made
    with app.app_context(), transaction() as session:
        databases.empty(session, "payments_", "activities_")


@pytest.fixture
def announce(app: Flask, bank: WebBank) -> MakeActivity:
    def make(fee_fen: int = 500, places: int = 5, title: str = "样例合唱班") -> str:
        with app.app_context(), transaction() as session:
            seller = Seller(name="样例社区", created_at=business_now())
            session.add(seller)
            session.flush()
            now = business_now()
            said = NewActivity(
                title, "样例活动室", makers.YUETAN, now + timedelta(days=2),
                now + timedelta(days=1), fee_fen, places, seller.id,
            )  # fmt: skip
            return f"/activities/{service.create(session, makers.clerk(session), said).id}"

    return make


@pytest.fixture
def till(elder: Visitor, elder_id: str, announce: MakeActivity) -> str:
    """The page where the elder pays for a place that she has taken."""
    return signs_up(elder, announce(), elder_id)


def signs_up(who: Visitor, activity: str, elder_id: str) -> str:
    answer = who.send(activity, elder_id=elder_id)
    assert answer.status_code == 303, words_of(answer)
    return str(answer.headers["Location"])


def order_of(till: str) -> uuid.UUID:
    return uuid.UUID(till[-36:])


def sentence(page: Any) -> str:
    return str(re.search(r'<p class="[a-z]+" data-state="[a-z_]+">(.*?)</p>', page.text)[1])


def money_comes(app: Flask, bank: WebBank, till: str, fen: int | None = None) -> None:
    """The newest trade is paid, and the channel is asked."""
    with app.app_context():
        attempt = newest_attempt(app, till)
        bank.takes_money(attempt.trade_no, fen)
        closing.ask(attempt.id)


def newest_attempt(app: Flask, till: str) -> Attempt:
    with app.app_context(), transaction(writes=False) as session:
        payment = repository.find(session, service.KIND, order_of(till))
        assert payment is not None
        return repository.attempts_of(session, payment.id)[-1]


# ---- activities


def test_what_there_is_where_the_elder_lives_is_shown_without_asking(
    elder: Visitor, elder_id: str, announce: MakeActivity, visitor
) -> None:
    announce()
    assert "请先选一个区" in words_of(visitor().get("/activities"))
    assert "样例合唱班" in words_of(visitor().get("/activities?district=110102"))
    nothing = words_of(visitor().get("/activities?district=110105"))
    assert "朝阳区现在没有能报名的活动" in nothing
    form = {"street": makers.YUETAN, "district": "110102", "version": 1}
    assert elder.send(f"/people/{elder_id}/edit", **form).status_code == 303
    assert "样例合唱班" in words_of(elder.get("/activities"))


def test_whoever_has_not_signed_in_is_led_there_and_back(visitor, announce: MakeActivity) -> None:
    activity = announce()
    page = visitor().get(activity)
    assert "5.00元" in page.text
    assert f"/sign-in?next={activity}" in page.text


def test_a_place_is_held_once_however_often_the_button_is_pressed(
    elder: Visitor, elder_id: str, announce: MakeActivity
) -> None:
    activity = announce()
    assert signs_up(elder, activity, elder_id) == signs_up(elder, activity, elder_id)
    assert "还有4个" in elder.get(activity).text
    assert "名额留着，等付款" in words_of(elder.get("/activities"))


def test_what_is_full_or_over_says_so_and_takes_nobody(
    app: Flask, elder: Visitor, elder_id: str, daughter: Visitor, announce: MakeActivity
) -> None:
    full = announce(places=1)
    signs_up(elder, full, elder_id)
    assert "名额满了" in words_of(daughter.get(full))
    gone = announce()
    with app.app_context(), transaction() as session:
        session.execute(update(Activity).values(closes_at=business_now()))
    answer = elder.send(gone, elder_id=elder_id)
    assert answer.status_code == 409
    assert "已经截止报名" in words_of(answer)


def test_nobody_signs_up_for_somebody_who_is_not_hers(
    signed_in, elder_id: str, announce: MakeActivity
) -> None:
    answer = signed_in().send(announce(), elder_id=elder_id)
    assert answer.status_code == 404
    assert "您没有办理" not in words_of(answer)


def test_without_a_fee_the_place_is_hers_at_once(
    elder: Visitor, elder_id: str, announce: MakeActivity, bank: WebBank
) -> None:
    place = signs_up(elder, announce(fee_fen=0), elder_id)
    assert place.startswith("/activities/places/")
    assert "您的名额定好了" in words_of(elder.get(place))
    back = elder.send(f"{place}/withdraw")
    assert "已经退掉了" in words_of(elder.get(back.headers["Location"]))
    assert not bank.calls


# ---- who may


def test_who_may_order_but_not_pay_is_told_who_can(
    elder: Visitor, elder_id: str, signed_in, announce: MakeActivity
) -> None:
    helper = signed_in()
    helper.send("/grants/accept", code=invite(elder, elder_id, **ORDERS), my_name="邻居")
    place = signs_up(helper, announce(), elder_id)
    assert "老人没有让您替付钱" in words_of(helper.get(place))
    order = place[-36:]
    refused = helper.get(f"/pay/activity/{order}")
    assert refused.status_code == 403
    assert "给您加上" in words_of(refused)
    assert helper.send(f"/pay/activity/{order}", way="native").status_code == 403
    assert "样例合唱班" not in words_of(helper.get("/payments"))


def test_who_may_pay_sees_for_whom_it_is(daughter: Visitor, till: str) -> None:
    page = words_of(daughter.get(till))
    assert "王*样" in page
    assert "样例社区" in page
    assert "样例合唱班" in words_of(daughter.get("/payments"))


def test_a_stranger_finds_nothing(signed_in, till: str) -> None:
    who = signed_in()
    for path in (till, f"{till}/now", f"{till}/cancel", f"{till}/share"):
        assert who.get(path).status_code == 404
    for path in (till, f"{till}/cancel"):
        assert who.send(path, way="native").status_code == 404


# ---- paying


def test_a_code_to_scan_is_a_picture_and_in_earnest_no_link(
    elder: Visitor, till: str, bank: WebBank
) -> None:
    assert elder.send(till, way="native").status_code == 303
    page = elder.get(till)
    assert "<svg" in page.text
    assert "模拟收银台" not in page.text
    assert WEIXIN not in page.text


def test_the_link_to_wechat_leads_back_to_this_page(app: Flask, elder: Visitor, till: str) -> None:
    elder.send(till, way="h5")
    link = re.search(r'href="([^"]+)">打开微信付款', elder.get(till).text)[1]
    back = f"{app.extensions['settings'].public_base}{till}"
    assert link.startswith(H5)
    assert link.endswith("&amp;redirect_url=" + back.replace(":", "%3A").replace("/", "%2F"))


@pytest.mark.parametrize(
    ("agent", "first"), [("Mozilla/5.0 (Linux; Android 9) Mobile", "h5"), ("Mozilla/5.0", "native")]
)
def test_the_way_that_fits_the_device_comes_first(
    elder: Visitor, till: str, agent: str, first: str
) -> None:
    page = elder.client.get(till, headers=BROWSER | {"User-Agent": agent}).text
    assert re.findall(r'name="way" value="(\w+)"', page)[0] == first
    assert "在浏览器打开" not in page


def test_inside_wechat_she_is_told_to_open_a_browser(elder: Visitor, till: str) -> None:
    agent = {"User-Agent": "Mozilla/5.0 Mobile MicroMessenger/8.0"}
    assert "在浏览器打开" in elder.client.get(till, headers=BROWSER | agent).text


def test_a_stale_page_asks_the_bank_for_nothing_and_says_what_to_do(
    elder: Visitor, till: str, bank: WebBank
) -> None:
    answer = elder.send(till, "stale", way="native")
    assert answer.status_code == 400
    assert "请再点一次" in words_of(answer)
    assert sentence(answer).startswith("还没有付款")
    assert not bank.calls["prepare"]


@pytest.mark.parametrize("way", ["", "gold", "cash"])
def test_another_way_than_those_offered_is_refused_in_words(
    elder: Visitor, till: str, way: str
) -> None:
    answer = elder.send(till, way=way)
    assert answer.status_code == 422
    assert "请换一种" in words_of(answer)


@pytest.mark.parametrize(
    ("fault", "told"), [("before", "钱没有扣。请过一会儿再点一次付款"), ("refuses", "请换一种付款方式"), ("done", "不要再付")]
)  # fmt: skip
def test_what_goes_wrong_at_the_bank_is_said_and_can_be_tried_again(
    elder: Visitor, till: str, bank: WebBank, fault: str, told: str
) -> None:
    bank.loses["prepare"] = fault
    assert told in words_of(elder.send(till, way="native"))
    assert elder.send(till, way="native").status_code == 303
    assert "<svg" in elder.get(till).text


def test_too_many_tries_have_to_wait(elder: Visitor, till: str, bank: WebBank) -> None:
    answers = [elder.send(till, way="native") for _ in range(31)]
    assert answers[-2].status_code == 303
    assert answers[-1].status_code == 429
    assert "钱没有扣" in words_of(answers[-1])


def test_who_opens_the_page_has_the_bank_asked(elder: Visitor, till: str, app: Flask, bank: WebBank) -> None:  # fmt: skip
    elder.send(till, way="native")
    bank.takes_money(newest_attempt(app, till).trade_no)
    assert sentence(elder.get(f"{till}/now")).startswith("还没有付款")
    assert sentence(elder.get(f"{till}/now?ask=1")) == "付好了，一共5.00元。"
    assert sentence(elder.get(till)) == "付好了，一共5.00元。"


def test_the_page_is_told_only_what_is_new(
    app: Flask, elder: Visitor, till: str, bank: WebBank
) -> None:
    tag = elder.get(f"{till}/now").headers["ETag"]
    assert f'data-tag="{tag.strip(chr(34))}"' in elder.get(till).text

    def known(tag: str) -> Any:
        return elder.client.get(f"{till}/now", headers=BROWSER | {"If-None-Match": tag})

    assert known(tag).status_code == 304
    elder.send(till, way="native")
    code = known(tag)
    assert code.status_code == 200
    money_comes(app, bank, till)
    paid = known(code.headers["ETag"])
    assert sentence(paid) == "付好了，一共5.00元。"
    assert 'data-every="30"' in paid.text


def test_who_keeps_pressing_is_told_that_the_page_changes_by_itself_and_the_bank_has_peace(
    app: Flask, elder: Visitor, till: str, bank: WebBank
) -> None:
    elder.send(till, way="native")
    calm = elder.get(till)
    for _ in range(limits.ASKS):
        elder.get(f"{till}/now?ask=1")
    asked = bank.calls["query"]
    for looks in (till, f"{till}/share", f"{till}/cancel", f"{till}/now?ask=1"):
        assert elder.get(looks).status_code == 200
    pressed = elder.get(till)
    assert bank.calls["query"] == asked
    assert "不用一直点" in words_of(pressed)
    assert "不用一直点" not in words_of(calm)
    assert sentence(pressed) == sentence(calm)
    assert 'data-every="5"' in pressed.text
    money_comes(app, bank, till)
    paid = elder.get(till)
    assert sentence(paid) == "付好了，一共5.00元。"
    assert "不用一直点" not in words_of(paid)


def test_somebody_else_who_pays_is_told_and_cannot_make_it_twice(
    app: Flask, elder: Visitor, daughter: Visitor, till: str, bank: WebBank
) -> None:
    elder.send(till, way="native")
    assert "有人正在付这笔钱" in words_of(daughter.get(till))
    daughter.send(till, way="native")
    closed, open_now = list(bank.trades.values())
    assert (closed.state, open_now.state) == (TradeState.CLOSED, TradeState.UNPAID)
    assert "<svg" not in elder.get(till).text


def test_who_calls_off_what_was_paid_a_moment_ago_is_told_that_it_is_paid(
    app: Flask, elder: Visitor, till: str, bank: WebBank
) -> None:
    elder.send(till, way="native")
    bank.takes_money(newest_attempt(app, till).trade_no)
    answer = elder.send(f"{till}/cancel")
    assert sentence(elder.get(answer.headers["Location"])) == "付好了，一共5.00元。"
    again = elder.send(f"{till}/cancel")
    assert (again.status_code, sentence(again)) == (409, "付好了，一共5.00元。")


def test_calling_off_goes_on_while_the_bank_is_silent(
    elder: Visitor, till: str, bank: WebBank
) -> None:
    elder.send(till, way="native")
    bank.loses["close"] = "before"
    elder.send(f"{till}/cancel")
    assert sentence(elder.get(till)) == "正在取消，请等一会儿，不要付款。"
    assert 'name="way"' not in elder.get(till).text


def test_money_of_another_amount_is_for_staff_and_nobody_pays_again(
    app: Flask, elder: Visitor, till: str, bank: WebBank
) -> None:
    elder.send(till, way="native")
    money_comes(app, bank, till, fen=501)
    page = elder.get(till)
    assert sentence(page) == "收到的钱和应付的对不上，工作人员正在核对，请不要再付。"
    assert "5.01元" in page.text
    assert "问这笔钱，拨打12345" in page.text
    assert 'name="way"' not in page.text
    assert elder.get(f"{till}/share").status_code == 303


@pytest.mark.parametrize("told", [{"transaction_id": "T-of-another"}, {"is_ours": False}])
def test_once_staff_have_found_out_that_nothing_came_the_order_can_be_paid_everywhere(
    app: Flask, elder: Visitor, elder_id: str, till: str, announce: MakeActivity, bank: WebBank,
    told: dict[str, Any],
) -> None:  # fmt: skip
    """The channel calls it paid by what has paid another order, or by another merchant's money."""
    other = signs_up(elder, announce(title="样例书法班"), elder_id)
    elder.send(other, way="native")
    money_comes(app, bank, other)
    elder.send(till, way="native")
    with app.app_context():
        paid_other, odd = newest_attempt(app, other), newest_attempt(app, till)
        number = paid_other.transaction_id if "transaction_id" in told else "T-of-somebody"
        found = TradeFound(TradeState.PAID, 500, number, is_ours=told.get("is_ours", True))
        closing.take_in(odd.id, found)
    checked = "收到的钱和应付的对不上，工作人员正在核对，请不要再付。"
    assert sentence(elder.get(till)) == checked
    assert "正在核对" in words_of(elder.send(till, way="native"))
    assert as_told(app, till) == (True, True)
    with app.app_context(), transaction() as session:
        session.execute(update(Incident).values(closed_at=business_now()))
    page = elder.get(till)
    assert sentence(page).startswith("还没有付款，请在")
    assert "不要再付" not in page.text
    assert 'name="way"' in page.text
    assert "不要再付" not in elder.get("/payments").text
    assert elder.get(f"{till}/share").status_code == 200
    assert as_told(app, till) == (False, False)
    assert elder.send(till, way="native").status_code == 303
    money_comes(app, bank, till)
    assert sentence(elder.get(till)) == "付好了，一共5.00元。"
    assert "不要再付" not in elder.get(till).text


def as_told(app: Flask, till: str) -> tuple[bool, bool]:
    """Whether the API and the desk say that a payment is being checked."""
    with app.app_context(), transaction(writes=False) as session:
        found = repository.find(session, service.KIND, order_of(till))
        assert found is not None
        supervisor = Actor(ActorKind.STAFF, new_key(), posts=(Post(Role.CITY_SUPERVISOR),))
        desk_says = desk.case(session, supervisor, found.id).being_checked
    with app.app_context():
        return PaymentOut.of(standing.known(service.KIND, order_of(till))).being_checked, desk_says


def test_after_the_last_day_the_fee_stays_and_she_is_told_whom_to_ask(
    app: Flask, elder: Visitor, till: str, bank: WebBank
) -> None:
    elder.send(till, way="native")
    money_comes(app, bank, till)
    with app.app_context(), transaction() as session:
        session.execute(update(Activity).values(closes_at=business_now()))
    answer = elder.send(f"/activities/places/{order_of(till)}/withdraw")
    assert answer.status_code == 409
    assert "要退请联系街道工作人员" in words_of(answer)


# ---- share cards


def test_a_card_shows_what_and_how_much_and_nobodys_name(
    app: Flask, elder: Visitor, till: str, visitor, bank: WebBank
) -> None:
    link = id_in(elder.get(f"{till}/share"), r"(/pay-for/[^<\s]+)</textarea>")
    son = visitor()
    page = son.get(link)
    assert sentence(page).startswith("还没有付款")
    assert "5.00元" in page.text
    assert "王*样" not in page.text
    assert str(order_of(till)) not in page.text
    assert "不付了" not in page.text
    assert son.send(link, way="native").status_code == 303
    assert "<svg" in son.get(link).text
    money_comes(app, bank, till)
    assert sentence(son.get(f"{link}/now")) == "付好了，一共5.00元。"
    assert newest_attempt(app, till).payer_account_id is None


@pytest.mark.parametrize("spoil", [lambda card: card[:-1] + "~", lambda card: "activity~1", lambda card: card.replace("activity", "meal", 1)])  # fmt: skip
def test_a_card_that_was_tampered_with_is_good_for_nothing(
    app: Flask, till: str, visitor, spoil: Callable[[str], str]
) -> None:
    with app.app_context():
        card = spoil(sharing.card(service.KIND, order_of(till)))
    refused = visitor().get(f"/pay-for/{card}")
    assert refused.status_code == 404
    assert "再发一次" in words_of(refused)


def test_the_refund_goes_to_the_account_that_paid_by_the_card(
    app: Flask, elder: Visitor, till: str, signed_in, bank: WebBank
) -> None:
    with app.app_context():
        card = sharing.card(service.KIND, order_of(till))
    son = signed_in()
    son.send(f"/pay-for/{card}", way="h5")
    money_comes(app, bank, till)
    with app.app_context(), transaction() as session:
        payment = repository.payment_of(session, service.KIND, order_of(till))
        assert payment is not None
        refunds.request(session, payment, 200, "sample_reason", SYSTEM)
    assert "付了5.00元，其中2.00元正在退给您。" in words_of(son.get("/payments"))
    assert "付了5.00元，其中2.00元正在退给付款的人。" in words_of(elder.get("/payments"))
    assert f"/pay/activity/{order_of(till)}" not in son.get("/payments").text


# ---- 我的付款


def test_older_payments_are_on_the_next_page(
    app: Flask, elder: Visitor, elder_id: str, announce: MakeActivity
) -> None:
    for number in range(21):
        signs_up(elder, announce(title=f"样例活动{number:02d}"), elder_id)
    page = elder.get("/payments")
    assert [words_of(page).count(f"样例活动{n:02d}") > 0 for n in (20, 1, 0)] == [True, True, False]
    older = id_in(page, r'href="(/payments\?before=[^"]+)"')
    assert "样例活动00" in words_of(elder.get(older))
    assert "看更早的" not in words_of(elder.get(older))
    assert elder.get("/payments?before=nonsense").status_code == 200


def test_what_others_owe_and_pay_is_not_in_ones_list(signed_in, till: str) -> None:
    assert "还没有付过钱" in words_of(signed_in().get("/payments"))


# ---- figures


def largest(page: Any) -> list[str]:
    return re.findall(r'<div class="sum"><dt>(.+?)</dt><dd>(?:<[^>]+>)?([\d.元]+)', page.text)


def test_what_is_paid_or_called_off_or_given_back_is_not_shown_as_owed(
    app: Flask, bank: WebBank, elder: Visitor, elder_id: str, till: str, announce: MakeActivity
) -> None:
    assert largest(elder.get(till)) == [("应付", "5.00元")]
    elder.send(f"{till}/cancel")
    assert largest(elder.get(till)) == []
    other = signs_up(elder, announce(title="样例书画班"), elder_id)
    elder.send(other, way="native")
    money_comes(app, bank, other)
    assert largest(elder.get(other)) == [("收到", "5.00元")]
    elder.send(f"/activities/places/{order_of(other)}/withdraw")
    assert largest(elder.get(other)) == [("最后实付", "0.00元")]


# ---- erasing


@pytest.mark.parametrize("paid", [True, False])
def test_what_is_still_to_come_is_told_with_its_page_and_there_is_no_button_to_erase(
    app: Flask, bank: WebBank, elder: Visitor, elder_id: str, till: str, paid: bool
) -> None:
    if paid:
        elder.send(till, way="native")
        money_comes(app, bank, till)
    path = f"/me/erase/{elder_id}"
    page = elder.get(path)
    assert "先把这些办完，才能删除" in words_of(page)
    assert ("“样例合唱班”已经付了5.00元" in words_of(page)) is paid
    assert f'action="{path}"' not in page.text
    refused = elder.send(path)
    assert (refused.status_code, "还不能删除" in words_of(refused)) == (409, True)
    place = id_in(page, r'href="(/activities/places/[^"]+)"')
    elder.send(f"{place}/withdraw")
    assert "先把这些办完" not in words_of(elder.get(path))
    assert "资料正在删除" in words_of(elder.send(path))
