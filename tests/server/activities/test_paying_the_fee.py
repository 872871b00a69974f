"""A street activity from signing up to the refund: our server and WeChat Pay's simulator, over HTTP."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from server.app import create_app
from server.identity import sessions
from server.identity.models import StaffPost
from server.jobs.models import Job
from server.kit.clock import business_now, to_beijing
from server.oversight.actor import SYSTEM, Actor
from server.payments import closing, paying, refunds, tasks
from server.payments.models import Attempt, Incident, LedgerEntry, Notice, Refund, Seller
from server.people.states import Made, Relation, Scope
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose
from tests.databases import Databases
from tests.doing_jobs import do_jobs
from tests.server.people import makers
from tests.wechat.conftest import served
from wechat.simulator.app import create_app as create_simulator
from wechat.simulator.settings import Settings as SimulatorSettings
from wechat.simulator.shipping import Shipping

ELDER = "oSIM-sample-elder-0000001"


class Site:
    """The server and the simulator, each at its address."""

    def __init__(self, app: Flask, base: str, simulator: str, shipping: Shipping) -> None:
        self.app, self.base, self.simulator = app, base, simulator
        self.shipping = shipping

    def call(self, method: str, path: str, token: str | None = None, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Idempotency-Key"] = str(uuid.uuid4())
        answer = requests.request(method, self.base + path, json=body, headers=headers, timeout=10)
        return answer.json() if answer.content else {}

    def control(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = requests.request(
            method, f"{self.simulator}/_control/pay{path}", json=body, timeout=5
        )
        return answer.json()

    def pays(self, device: dict[str, str]) -> bool:
        handle = (device.get("code_url") or device["package"]).rpartition("/")[2]
        return bool(self.control(f"/{handle.removeprefix('prepay_id=')}/pay", {}).get("paid"))


@pytest.fixture(scope="module")
def pay_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "pay"


@pytest.fixture
def site(made_databases: Databases, tmp_path: Path, pay_keys: Path) -> Iterator[Site]:
    with ExitStack() as running:
        url = running.enter_context(made_databases.fresh())
        simulated = create_simulator(SimulatorSettings(_env_file=None, pay_keys=pay_keys))
        simulator = running.enter_context(served(simulated))
        running.callback(simulated.extensions["simulator"].pay.notifier.close)
        port: list[Flask] = []
        # Last of all: a notice on its way would open another connection, which nobody would close.
        running.callback(lambda: [dispose(app) for app in port])
        base = running.enter_context(
            served(lambda env, start: port[0](env, start), to_the_end=True)
        )
        app = create_app(
            databases.settings(
                url, tmp_path, wechat_pay_base=simulator, public_base_url=base,
                wechat_api_base=simulator,
                wechat_pay_spare_base=simulator,
                wechat_pay_private_key_file=pay_keys / "merchant_key.pem",
                wechat_pay_keys_dir=pay_keys / "platform",
            )
        )  # fmt: skip
        port.append(app)
        yield Site(app, base, simulator, simulated.extensions["simulator"].world.shipping)


@pytest.fixture
def elder(site: Site) -> tuple[str, str]:
    """An elder who has signed in: her token and her id."""
    with site.app.app_context(), transaction() as session:
        made = makers.elder(session)
        herself = makers.herself(session, made)
        token = sessions.open_for_account(session, herself.id, "sms", "样例").token
    return token, str(made.id)


@pytest.fixture
def announce(site: Site) -> Callable[..., str]:
    """A clerk announces an activity; its id."""

    def make(fee_fen: int = 500, places: int = 2) -> str:
        with site.app.app_context(), transaction() as session:
            clerk = makers.clerk(session)
            post = clerk.posts[0]
            session.add(
                StaffPost(staff_id=clerk.id, role=post.role, district=post.district, street=post.street)
            )  # fmt: skip
            seller = Seller(name="样例社区", created_at=business_now())
            session.add(seller)
            session.flush()
            token = sessions.open_for_staff(session, clerk.id, "password", "样例").token
            now, seller_id = business_now(), str(seller.id)
        told = {
            "title": "样例合唱班", "place": "样例活动室", "street": makers.YUETAN,
            "starts_at": to_beijing(now + timedelta(days=2)),
            "closes_at": to_beijing(now + timedelta(days=1)),
            "fee_fen": fee_fen, "places": places, "seller_id": seller_id,
        }  # fmt: skip
        return str(site.call("POST", "/api/v1/activities", token, told)["id"])

    return make


def sign_up(site: Site, activity: str, elder: tuple[str, str]) -> dict[str, Any]:
    token, elder_id = elder
    body = {"elder_id": elder_id}
    return dict(site.call("POST", f"/api/v1/activities/{activity}/sign-ups", token, body))


def prepared(site: Site, order: str, elder: tuple[str, str]) -> dict[str, Any]:
    path = f"/api/v1/payments/activity/{order}/pay"
    return dict(site.call("POST", path, elder[0], {"way": "native"})["device"])


def standing(site: Site, order: str, elder: tuple[str, str]) -> dict[str, Any]:
    return dict(site.call("GET", f"/api/v1/activities/sign-ups/{order}", elder[0]))


def until(found: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not found():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def do(site: Site) -> None:
    do_jobs(site.app)


def balances(site: Site) -> dict[str, int]:
    with site.app.app_context(), transaction(writes=False) as session:
        chosen = select(LedgerEntry.account, func.sum(LedgerEntry.amount_fen))
        rows = session.execute(chosen.group_by(LedgerEntry.account))
        return {name: int(fen) for name, fen in rows if fen}


def test_a_place_is_confirmed_by_the_notice_of_its_payment(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    order = sign_up(site, announce(), elder)
    assert order["status"] == "waiting"
    assert site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    assert balances(site) == {"operator": 500, "payer": -500}


def test_a_lost_notice_costs_one_look(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"notice_tricks": ["drop"]}, "PATCH")
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    assert standing(site, order["id"], elder)["status"] == "waiting"
    found = site.call("GET", f"/api/v1/payments/activity/{order['id']}", elder[0])
    assert found["status"] == "paid"
    assert standing(site, order["id"], elder)["status"] == "confirmed"


@pytest.mark.parametrize("trick", ["bad_signature", "stale_timestamp", "unknown_serial", "probe"])
def test_a_false_notice_changes_nothing(
    site: Site, elder: tuple[str, str], announce: Callable[..., str], trick: str
) -> None:
    site.control("", {"notice_tricks": [trick]}, "PATCH")
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    time.sleep(0.5)
    with site.app.app_context(), transaction(writes=False) as session:
        assert session.scalars(select(Notice)).all() == []
    assert standing(site, order["id"], elder)["status"] == "waiting"


@pytest.mark.parametrize("trick", ["wrong_amount", "wrong_appid"])
def test_a_notice_of_other_figures_is_kept_and_never_counted(
    site: Site, elder: tuple[str, str], announce: Callable[..., str], trick: str
) -> None:
    site.control("", {"notice_tricks": [trick]}, "PATCH")
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))

    def kinds() -> list[str]:
        with site.app.app_context(), transaction(writes=False) as session:
            return list(session.scalars(select(Incident.kind)))

    until(lambda: kinds() == ["amount_mismatch"])
    assert standing(site, order["id"], elder)["status"] == "waiting"


def test_a_duplicate_notice_counts_once(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"notice_tricks": ["duplicate"]}, "PATCH")
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    until(lambda: site.control("", method="GET")["notices_waiting"] == 0)
    assert balances(site) == {"operator": 500, "payer": -500}


def test_whoever_gives_the_place_back_gets_the_whole_fee(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"refund_takes_s": 0}, "PATCH")
    activity = announce(places=1)
    order = sign_up(site, activity, elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    back = site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    assert (back["status"], back["activity"]["places_left"]) == ("given_back", 1)
    do(site)
    until(lambda: site.control("", method="GET")["refunded_fen"] == 500)
    until(lambda: balances(site) == {})


def test_the_elder_reads_what_was_done_with_places_and_money(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    lines = site.call("GET", f"/api/v1/people/{elder[1]}/activity", elder[0])["items"]
    sentences = [line["sentence"] for line in lines]
    assert sentences[:4] == [
        "老人本人退了一笔钱，退给付款的人",
        "老人本人退掉了一个活动的名额",
        "老人本人付了一笔钱",
        "老人本人报名了一个活动",
    ]
    assert not any("办了一件事" in each for each in sentences)


def test_a_part_of_the_fee_given_back_leaves_the_place_and_giving_it_back_brings_the_rest(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"refund_takes_s": 0}, "PATCH")
    order = sign_up(site, announce(places=1), elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    with site.app.app_context(), transaction() as session:
        payment = paying.payment_of(session, "activity", uuid.UUID(order["id"]))
        assert payment is not None
        refunds.request(session, payment, 100, "sample", SYSTEM)
    assert standing(site, order["id"], elder)["status"] == "confirmed"
    back = site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    assert (back["status"], back["activity"]["places_left"]) == ("given_back", 1)
    do(site)
    until(lambda: site.control("", method="GET")["refunded_fen"] == 500)
    until(lambda: balances(site) == {})


def test_an_unpaid_place_is_given_back_without_any_money(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    order = sign_up(site, announce(places=1), elder)
    device = prepared(site, order["id"], elder)
    back = site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    assert back["status"] == "given_back"
    assert not site.pays(device)


def test_money_that_overtakes_the_giving_back_goes_back_too(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"pay_before_close": 1, "refund_takes_s": 0}, "PATCH")
    order = sign_up(site, announce(), elder)
    prepared(site, order["id"], elder)
    back = site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    assert back["status"] == "given_back"
    do(site)
    until(lambda: site.control("", method="GET")["refunded_fen"] == 500)
    until(lambda: balances(site) == {})


def test_money_that_comes_while_she_gives_the_place_back_goes_back_and_she_reads_no_refusal(
    site: Site,
    elder: tuple[str, str],
    announce: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Paid between our look at the place and the calling off."""
    order = sign_up(site, announce(), elder)
    device, cancel = prepared(site, order["id"], elder), closing.cancel

    def pay_then_cancel(*arguments: Any) -> Any:
        site.pays(device)
        site.call("GET", f"/api/v1/payments/activity/{order['id']}", elder[0])
        return cancel(*arguments)

    monkeypatch.setattr(closing, "cancel", pay_then_cancel)
    back = site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    assert back["status"] == "given_back"


def test_a_refund_that_wechat_refuses_is_paid_out_by_hand_once_it_says_that_it_has_none(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"balance_is_low": True}, "PATCH")
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    do(site)
    with site.app.app_context():
        with transaction(writes=False) as session:
            back = session.scalars(select(Refund)).one()
        assert (back.status, back.last_code) == ("requested", "NOT_ENOUGH")
        tasks.stop_refund({"refund_id": str(back.id)})
        with transaction(writes=False) as session:
            assert session.scalars(select(Refund.status)).one() == "closed"


def test_a_line_that_is_down_for_a_moment_refuses_nothing(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    site.control("", {"refund_takes_s": 0}, "PATCH")
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    hosts = site.app.extensions["channels"]["wechat"].transport.hosts
    there, hosts.bases = hosts.bases, ("http://127.0.0.1:9",)  # nobody listens on "discard"
    do_jobs(site.app, waited=True)
    assert shipping_jobs(site) == [("waiting", "NOT_SENT")]
    site.call("DELETE", f"/api/v1/activities/sign-ups/{order['id']}", elder[0])
    do(site)
    with site.app.app_context(), transaction(writes=False) as session:
        assert list(session.scalars(select(Incident.kind))) == []
    hosts.bases = there
    do_jobs(site.app, waited=True)
    until(lambda: balances(site) == {})


def shipping_jobs(site: Site) -> list[tuple[str, str | None]]:
    """(status, last error) of telling WeChat that it was handed over."""
    with site.app.app_context(), transaction(writes=False) as session:
        chosen = select(Job.status, Job.last_error).where(Job.kind == "payments.ship")
        return [(row[0], row[1]) for row in session.execute(chosen)]


def shipped(site: Site) -> list[Any]:
    return [order for order in site.shipping.orders if order.upload is not None]


@pytest.mark.parametrize("name", ["oSIM-sample-elder-0000001", "oSIM-her-son-00000000001"])
def test_wechat_is_told_that_it_was_handed_over_once_it_knows_of_the_payment(
    site: Site, elder: tuple[str, str], announce: Callable[..., str], name: str
) -> None:
    """Whoever pays: the payer that WeChat knows counts, not who is signed in here."""
    order = sign_up(site, announce(), elder)
    handle = prepared(site, order["id"], elder)["code_url"].rpartition("/")[2]
    assert site.control(f"/{handle}/pay", {"openid": name})["paid"]
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    do_jobs(site.app, waited=True)  # too early: WeChat does not know the order yet
    assert shipping_jobs(site) == [("waiting", "SHIPPING_10060001")]
    for known in site.shipping.orders:
        known.paid_at -= 11
    do_jobs(site.app, waited=True)
    assert shipping_jobs(site)[0][0] == "done"
    (told,) = shipped(site)
    assert told.upload.logistics_type == 3
    assert told.upload.shipping_list[0].item_desc == "样例合唱班"
    with site.app.app_context(), transaction(writes=False) as session:
        assert session.scalars(select(Attempt.shipped_at)).one() is not None


def test_settings_that_wechat_pay_does_not_take_are_found_before_anybody_pays(
    site: Site, pay_keys: Path
) -> None:
    checked = site.app.test_cli_runner().invoke(args=["pay-check"])
    assert (checked.exit_code, "wechat：可以用" in checked.output) == (0, True)
    like = site.app.extensions["settings"].model_copy(
        update={"wechat_pay_cert_serial": "5A4D504C450000000000000000000000000000FF"}
    )
    other = create_app(like)
    try:
        refused = other.test_cli_runner().invoke(args=["pay-check"])
    finally:
        dispose(other)
    assert refused.exit_code == 1
    assert "wechat：不能用" in refused.output


def test_told_before_is_as_good_as_told_now(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    order = sign_up(site, announce(), elder)
    site.pays(prepared(site, order["id"], elder))
    until(lambda: standing(site, order["id"], elder)["status"] == "confirmed")
    for known in site.shipping.orders:
        known.paid_at -= 11
    path = "/wxa/sec/order/upload_shipping_info"
    fault = {"path": path, "times": 1, "drop": "after"}
    requests.post(f"{site.simulator}/_control/faults", json=fault, timeout=5)
    do_jobs(site.app, waited=True)
    assert (shipping_jobs(site)[0][0], len(shipped(site))) == ("waiting", 1)
    do_jobs(site.app, waited=True)
    assert (shipping_jobs(site)[0][0], len(shipped(site))) == ("done", 1)


def test_an_activity_without_a_fee_needs_no_payment(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    assert sign_up(site, announce(fee_fen=0), elder)["status"] == "confirmed"


def test_the_last_place_is_given_once_and_signing_up_twice_is_once(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    activity = announce(places=1)
    first, second = sign_up(site, activity, elder), sign_up(site, activity, elder)
    assert first["id"] == second["id"]
    with site.app.app_context(), transaction() as session:
        other = makers.elder(session)
        daughter = makers.account(session)
        makers.grant(session, other, daughter, Scope.ORDER)
        token = sessions.open_for_account(session, daughter.id, "sms", "样例").token
    full = sign_up(site, activity, (token, str(other.id)))
    assert full["type"].endswith(":full")


def test_who_taps_again_from_another_network_gets_a_link_that_can_be_paid(
    site: Site,
    elder: tuple[str, str],
    announce: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeChat takes a payer's address as a part of an H5 order, and the same number only for the
    same order."""
    order = sign_up(site, announce(), elder)["id"]
    path = f"/api/v1/payments/activity/{order}/pay"
    site.call("POST", path, elder[0], {"way": "h5"})
    monkeypatch.setattr("server.payments.api.payer_address", lambda: "198.51.100.7")
    again = site.call("POST", path, elder[0], {"way": "h5"})
    handle = again["device"]["h5_url"].rpartition("/")[2]
    assert site.control(f"/{handle}/pay", {})["paid"]
    until(lambda: standing(site, order, elder)["status"] == "confirmed")


def test_who_may_not_pay_for_her_cannot_pay_and_strangers_find_nothing(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    order = sign_up(site, announce(), elder)

    def signed_in(*scopes: Scope) -> str:
        with site.app.app_context(), transaction() as session:
            somebody: Actor = makers.account(session)
            if scopes:
                found = session.get(makers.Elder, uuid.UUID(elder[1]))
                makers.grant(session, found, somebody, *scopes, relation=Relation.CHILD, made_how=Made.ELDER)  # fmt: skip
            return sessions.open_for_account(session, somebody.id, "sms", "样例").token

    path = f"/api/v1/payments/activity/{order['id']}/pay"
    assert site.call("POST", path, signed_in(), {"way": "native"})["status"] == 404
    assert site.call("POST", path, signed_in(Scope.ORDER), {"way": "native"})["status"] == 403
    assert "device" in site.call("POST", path, signed_in(Scope.PAY), {"way": "native"})
    assert site.call("POST", path, None, {"way": "native"})["status"] == 401


def test_a_son_pays_by_a_card_from_the_mini_program_and_sees_nothing_else_of_hers(
    site: Site, elder: tuple[str, str], announce: Callable[..., str]
) -> None:
    order = sign_up(site, announce(), elder)["id"]
    with site.app.app_context(), transaction() as session:
        somebody = makers.account(session)
        son = sessions.open_for_account(session, somebody.id, "sms", "样例").token
    assert site.call("POST", f"/api/v1/payments/activity/{order}/card", son)["status"] == 404
    card = site.call("POST", f"/api/v1/payments/activity/{order}/card", elder[0])["card"]
    ready = site.call("POST", f"/api/v1/payments/cards/{card}/pay", son, {"way": "native"})
    assert site.pays(ready["device"])
    found = site.call("GET", f"/api/v1/payments/cards/{card}", son)
    assert (found["status"], found["parts"]["self_pay_fen"]) == ("paid", 500)
    assert elder[1] not in str(found)
    with site.app.app_context(), transaction(writes=False) as session:
        assert session.scalars(select(Attempt)).one().payer_account_id == somebody.id
    assert site.call("GET", f"/api/v1/payments/cards/{card}x", son)["status"] == 404
