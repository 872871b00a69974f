"""What payments need of the application: channels, kinds of orders, jobs."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import Flask

from server.config import Settings, SettingsError
from server.kit.clock import machine_now
from server.payments import idempotency, repeats, tasks
from server.payments.channels import Channel
from server.payments.channels.offline import Offline
from server.payments.channels.wechat import WeChatPay
from server.people.registry import Registry as People
from server.transaction import tell_outside
from wechat.client import MiniProgramClient
from wechat.pay.keys import PlatformKeys
from wechat.pay.merchant import Merchant
from wechat.pay.signing import load_private_key
from wechat.pay.transport import Hosts, Transport

log = structlog.get_logger()

SENTENCES = {
    "payment.paid": "付了一笔钱",
    "payment.taken_in": "在窗口收了一笔钱",
    "payment.refunded": "退了一笔钱，退给付款的人",
    "subsidy.clawed_back": "向服务商追回了一笔补贴，您付的钱不受影响",
}
"""What our audit records are called in an elder's list of what was done in her name."""

NOTICES = "/api/v1/payments/notices/wechat"


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its channels, and a registry of kinds of orders that others fill."""
    channels: list[Channel] = [Offline()]
    if (pay := wechat_pay(settings, lambda: app.extensions["wechat"])) is not None:
        channels.append(pay)
    app.extensions["channels"] = {each.name: each for each in channels}
    app.extensions["payables"] = {}
    tasks.register(app.extensions["jobs"])
    idempotency.init_app(app)
    people: People = app.extensions["people"]
    people.cleaners["payments.repeats"] = repeats.drop_before
    people.sentences |= SENTENCES


def wechat_pay(
    settings: Settings, mini_program: Callable[[], MiniProgramClient]
) -> WeChatPay | None:
    """WeChat Pay as the settings say; None where there is no key to sign with, which only
    development allows: ``make run`` makes the keys. Raises SettingsError in production."""
    private, folder = settings.pay_keys
    if not (private.is_file() and folder.is_dir()):
        if settings.production:
            raise SettingsError(f"Cannot start: WECHAT_PAY_PRIVATE_KEY_FILE: no file {private}.")
        log.debug("wechat_pay_off", setting="WECHAT_PAY_PRIVATE_KEY_FILE")
        return None
    merchant = Merchant(
        appid=settings.wechat_appid,
        mchid=settings.wechat_pay_mchid,
        serial=settings.wechat_pay_cert_serial,
        private_key=load_private_key(private.read_bytes()),
        api_v3_key=settings.wechat_pay_api_v3_key.encode(),
    )
    keys = PlatformKeys.from_folder(folder)
    transport = Transport(Hosts(settings.wechat_pay_bases), keys, machine_now, before=tell_outside)
    partner = settings.wechat_pay_mode == "partner"
    return WeChatPay(merchant, transport, settings.public_base + NOTICES, partner, mini_program)
