"""No secret, token, code, openid or phone number in an error, its chain, or a log."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from tests.wechat.conftest import PROGRESS, VALUES, Running
from wechat.client import MiniProgramClient
from wechat.errors import WeChatError
from wechat.shipping import OrderKey, Shipment
from wechat.tokens import MemoryTokenStore, Token

MARKED = {
    "secret": "canarysecret",
    "token": "canarytoken",
    "code": "canarycode",
    "openid": "canaryopenid",
}

FAULTS: list[dict[str, Any]] = [
    {"drop": "before"},
    {"drop": "after"},
    {"status": 502},
    {"status": 404},
    {"answer_delay_s": 0.4},
    {"errcode": 40003, "errmsg": "invalid openid canaryopenid canarytoken canarysecret canarycode"},
    {"errcode": 47003, "errmsg": "argument invalid! data.canaryopenid.value"},
    {"errcode": 40001, "errmsg": "invalid canarytoken", "times": 9},
]

CALLS: dict[str, Callable[[MiniProgramClient], Any]] = {
    "/sns/jscode2session": lambda wx: wx.code_to_session(MARKED["code"]),
    "/cgi-bin/stable_token": lambda wx: wx._tokens.renew(MARKED["token"]),
    "/wxa/business/getuserphonenumber": lambda wx: wx.phone_number(MARKED["code"]),
    "/cgi-bin/message/subscribe/send": lambda wx: wx.send_subscribe_message(
        MARKED["openid"], PROGRESS, VALUES
    ),
    "/wxa/msg_sec_check": lambda wx: wx.check_message(MARKED["openid"], "你好"),
}


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_failed_call_names_nothing_private(
    simulator: Running,
    make_client: Callable[..., MiniProgramClient],
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, Any],
    path: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    wx = marked_client(simulator, make_client)
    simulator.fault(path, **fault)
    with pytest.raises(WeChatError) as caught:
        CALLS[path](wx)
    assert "canary" not in everything_about(caught.value) + caplog.text


def test_where_nobody_listens_the_address_is_not_told(
    simulator: Running, make_client: Callable[..., MiniProgramClient]
) -> None:
    wx = marked_client(simulator, make_client, base_url="http://127.0.0.1:9")
    for call in CALLS.values():
        with pytest.raises(WeChatError) as caught:
            call(wx)
        assert "canary" not in everything_about(caught.value)


def test_the_repr_of_what_is_passed_around_names_nobody() -> None:
    shipment = Shipment(
        OrderKey(transaction_id="1"),
        2,
        "午餐",
        MARKED["openid"],
        None,
        receiver_contact="canaryphone",
    )  # type: ignore[arg-type]
    assert "canary" not in repr(shipment) + repr(Token(MARKED["token"], 1.0))


def marked_client(
    simulator: Running, make_client: Callable[..., MiniProgramClient], **changes: Any
) -> MiniProgramClient:
    """Secret, token, code and openid are marked: the simulator knows none of them."""
    tokens = MemoryTokenStore()
    now = simulator.world.clock.now()
    tokens.put(simulator.settings.appid, Token(MARKED["token"], now + 7200, (now,)))
    # The simulator accepts the marked token, and the secret is refused at the latest when it lapses.
    simulator.world.tokens.ends[MARKED["token"]] = now + 7200
    settings = {"secret": MARKED["secret"], "tokens": tokens, "timeout": (0.5, 0.2)}
    return make_client(**settings | changes)


def everything_about(error: BaseException) -> str:
    """Text, repr, fields, traceback, and every exception it is chained to, shown or not."""
    parts = [str(error), repr(error), str(vars(error)), "".join(traceback.format_exception(error))]
    for linked in (error.__context__, error.__cause__):
        if linked is not None:
            parts.append(everything_about(linked))
    return "".join(parts)
