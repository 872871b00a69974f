"""Login and phone number, against the simulator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.wechat.conftest import ELDER, Running, TestClock
from wechat.client import MiniProgramClient
from wechat.errors import WeChatError

LOGIN = "/sns/jscode2session"
PHONE = "/wxa/business/getuserphonenumber"


def test_a_login_tells_who_it_is_and_keeps_no_session_key(
    wx: MiniProgramClient, simulator: Running
) -> None:
    login = wx.code_to_session(simulator.login_code())
    assert login.openid == ELDER
    assert login.unionid
    assert not hasattr(login, "session_key")
    assert ELDER not in repr(login)


def test_a_login_never_fetches_a_token(wx: MiniProgramClient, simulator: Running) -> None:
    wx.code_to_session(simulator.login_code())
    assert simulator.token_fetches() == 0


def test_a_second_tap_with_the_same_code_is_told_to_log_in_again(
    wx: MiniProgramClient, simulator: Running
) -> None:
    code = simulator.login_code()
    wx.code_to_session(code)
    error = refused(lambda: wx.code_to_session(code))
    assert (error.errcode, error.kind, error.retryable) == (40163, "code", False)
    assert "再点一次登录" in error.tell


def test_a_code_dies_after_five_minutes(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    late, in_time = simulator.login_code(), None
    clock.advance(10)
    in_time = simulator.login_code()
    clock.advance(295)
    assert refused(lambda: wx.code_to_session(late)).errcode == 40029
    assert wx.code_to_session(in_time).openid == ELDER


def test_an_unknown_code_is_40029(wx: MiniProgramClient) -> None:
    assert refused(lambda: wx.code_to_session("nonsense")).errcode == 40029


def test_a_risky_person_is_refused_with_another_way_in(
    wx: MiniProgramClient, simulator: Running
) -> None:
    simulator.control(f"/people/{ELDER}", {"high_risk": True}, "PATCH")
    error = refused(lambda: wx.code_to_session(simulator.login_code()))
    assert (error.errcode, error.kind) == (40226, "risk")
    assert "手机号登录" in error.tell


def test_a_hundred_and_one_logins_in_a_minute_are_too_many(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    world = simulator.world
    for _ in range(100):
        world.log_in(world.login_codes.issue(ELDER))
    assert refused(lambda: wx.code_to_session(simulator.login_code())).errcode == 45011
    clock.advance(60)
    assert wx.code_to_session(simulator.login_code()).openid == ELDER


@pytest.mark.parametrize(("busy", "calls"), [(2, 3), (3, 3), (9, 3)])
def test_a_busy_wechat_is_asked_three_times_at_most(
    wx: MiniProgramClient, simulator: Running, busy: int, calls: int
) -> None:
    simulator.fault(LOGIN, errcode=-1, times=busy)
    code = simulator.login_code()
    if busy < 3:
        assert wx.code_to_session(code).openid == ELDER
    else:
        assert refused(lambda: wx.code_to_session(code)).errcode == -1
    assert simulator.inside.faults.calls[LOGIN] == calls


def test_a_login_without_an_answer_is_never_repeated(
    make_client: Callable[..., MiniProgramClient], simulator: Running
) -> None:
    wx, code = make_client(timeout=(1.0, 0.2)), simulator.login_code()
    simulator.fault(LOGIN, answer_delay_s=0.6)
    error = refused(lambda: wx.code_to_session(code))
    assert (error.kind, error.unknown_outcome, error.errcode) == ("network", True, None)
    assert simulator.inside.faults.calls[LOGIN] == 1
    assert refused(lambda: wx.code_to_session(code)).errcode == 40163


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_connection_leaves_the_outcome_unknown(
    wx: MiniProgramClient, simulator: Running, when: str
) -> None:
    simulator.fault(LOGIN, drop=when)
    code = simulator.login_code()
    assert refused(lambda: wx.code_to_session(code)).unknown_outcome
    spent = when == "after"
    if spent:
        assert refused(lambda: wx.code_to_session(code)).errcode == 40163
    else:
        assert wx.code_to_session(code).openid == ELDER


def test_where_nobody_listens_nothing_has_happened(
    make_client: Callable[..., MiniProgramClient],
) -> None:
    wx = make_client(base_url="http://127.0.0.1:9")
    error = refused(lambda: wx.code_to_session("code"))
    assert (error.kind, error.retryable, error.unknown_outcome) == ("network", True, False)


def test_a_server_error_is_typed(wx: MiniProgramClient, simulator: Running) -> None:
    simulator.fault(LOGIN, status=502)
    error = refused(lambda: wx.code_to_session(simulator.login_code()))
    assert (error.kind, error.unknown_outcome) == ("answer", True)


@pytest.mark.parametrize(("change", "errcode"), [({"secret": "wrong"}, 40125), ({"appid": "wx0"}, 40013)])  # fmt: skip
def test_a_wrong_program_is_a_matter_of_configuration(
    make_client: Callable[..., MiniProgramClient],
    simulator: Running,
    change: dict[str, str],
    errcode: int,
) -> None:
    wx = make_client(**change)
    error = refused(lambda: wx.code_to_session(simulator.login_code()))
    assert (error.errcode, error.kind) == (errcode, "configuration")
    assert refused(lambda: wx.access_token).errcode == errcode


def test_a_phone_code_gives_the_number_once(wx: MiniProgramClient, simulator: Running) -> None:
    code = phone_code(simulator)
    phone = wx.phone_number(code)
    assert (phone.number, phone.country) == ("19900000001", "86")
    assert phone.number not in repr(phone)
    assert refused(lambda: wx.phone_number(code)).errcode == 40029


def test_a_login_code_is_no_phone_code(wx: MiniProgramClient, simulator: Running) -> None:
    assert refused(lambda: wx.phone_number(simulator.login_code())).errcode == 40029


def test_a_phone_code_dies_after_five_minutes(
    wx: MiniProgramClient, simulator: Running, clock: TestClock
) -> None:
    code = phone_code(simulator)
    clock.advance(301)
    assert refused(lambda: wx.phone_number(code)).errcode == 40029


def phone_code(simulator: Running) -> str:
    return str(simulator.control(f"/people/{ELDER}/phone-code")["code"])


def refused(call: Callable[[], Any]) -> WeChatError:
    with pytest.raises(WeChatError) as caught:
        call()
    return caught.value
