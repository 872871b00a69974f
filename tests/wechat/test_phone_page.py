"""The phone page, the SMS gateway, the registers and the control endpoint."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.wechat.conftest import ELDER, PROGRESS, VALUES, Running
from wechat.client import MiniProgramClient

SESSION = json.dumps({"token": "session-token", "expires_at": "2026-12-21T09:00:00+08:00", "account_id": "account-000123"})  # fmt: skip
SMS = {"to": "19900000001", "text": "您的验证码是 123456。", "reference": "r-1"}


def test_every_sample_person_can_be_chosen(simulator: Running) -> None:
    page = get(simulator, "/phone")
    assert "王奶奶（样例）" in page
    assert f"/phone/{ELDER}" in page
    assert requests.get(simulator.url, timeout=5).url == f"{simulator.url}/phone"


def test_a_person_can_be_added_and_is_marked_as_a_sample(simulator: Running) -> None:
    assert "张爷爷（样例）" in press(simulator, "/phone", nickname=" 张爷爷 ")
    assert "新用户（样例）" in press(simulator, "/phone", nickname="")


def test_login_posts_a_code_and_keeps_the_token(simulator: Running, wx: MiniProgramClient) -> None:
    simulator.callbacks.answers = [(201, SESSION), (200, "{}")]
    assert "登录成功" in press(simulator, f"/phone/{ELDER}/login")
    path, _, body, _ = simulator.callbacks.received[0]
    sent = json.loads(body)
    assert (path, sent["device"]) == ("/api/v1/sessions", "模拟手机")
    assert wx.code_to_session(sent["code"]).openid == ELDER
    assert "账号 000123" in get(simulator, f"/phone/{ELDER}")
    assert "手机号已授权" in press(simulator, f"/phone/{ELDER}/number")
    path, _, body, headers = simulator.callbacks.received[1]
    assert (path, headers["Authorization"]) == ("/api/v1/me/phone", "Bearer session-token")
    assert wx.phone_number(json.loads(body)["code"]).number == "19900000001"


def test_whoever_agrees_at_the_login_gets_our_messages(simulator: Running) -> None:
    offers = [
        {"template_id": PROGRESS, "agreed": False},
        {"template_id": "unknown", "agreed": False},
    ]
    simulator.callbacks.answers = [(201, SESSION), (200, json.dumps({"items": offers}))]
    assert "还能收 1 次" in press(simulator, f"/phone/{ELDER}/login", agree="yes")


def test_a_refusal_of_the_backend_is_shown_in_its_words(simulator: Running) -> None:
    simulator.callbacks.answers = [
        (403, json.dumps({"title": "这个微信号暂时不能登录。"})),
        (500, ""),
    ]
    assert "这个微信号暂时不能登录。" in press(simulator, f"/phone/{ELDER}/login")
    assert "后台回答 500" in press(simulator, f"/phone/{ELDER}/login")


def test_a_backend_that_does_not_run_is_told(start_simulator: Callable[..., Running]) -> None:
    simulator = start_simulator()
    simulator.inside.backend.base = "http://127.0.0.1:9"
    assert "请先启动后台服务" in press(simulator, f"/phone/{ELDER}/login")


def test_a_picture_is_scanned_from_the_list_or_typed(
    simulator: Running, wx: MiniProgramClient
) -> None:
    wx.unlimited_code("w=abc/1", page="pages/login/confirm")
    assert "w=abc/1" in get(simulator, f"/phone/{ELDER}")
    question = (200, json.dumps({"device": "网页", "numbers": ["11", "22", "33"]}))
    simulator.callbacks.answers = [question, (204, ""), question]
    assert "22" in press(simulator, f"/phone/{ELDER}/scans", scene="w=abc/1")
    picked = {"scene": "w=abc/1", "number": "22"}
    assert "网页已登录" in press(simulator, f"/phone/{ELDER}/scans/confirm", **picked)
    press(simulator, f"/phone/{ELDER}/scans", typed=" typed1 ", scene="w=abc/1")
    assert [path for path, *_ in simulator.callbacks.received] == [
        "/api/v1/web-logins/w=abc/1/question",
        "/api/v1/web-logins/w=abc/1/confirm",
        "/api/v1/web-logins/typed1/question",
    ]
    assert json.loads(simulator.callbacks.received[1][2]) == {"number": "22"}
    assert "先选一个二维码" in press(simulator, f"/phone/{ELDER}/scans")


def test_consent_is_shown_and_told_to_the_backend(simulator: Running) -> None:
    path = f"/phone/{ELDER}"
    assert "还能收 1 次" in press(simulator, f"{path}/consents", template_id=PROGRESS)
    assert "还能收 1 次" not in press(simulator, f"{path}/refusals", template_id=PROGRESS)
    events = [pushed["event"] for pushed in simulator.pushes()]
    assert sorted(events) == ["subscribe_msg_change_event", "subscribe_msg_popup_event"]


def test_both_kinds_of_messages_are_on_the_page(simulator: Running, wx: MiniProgramClient) -> None:
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS})
    wx.send_subscribe_message(ELDER, PROGRESS, VALUES)
    send_sms(simulator)
    page = get(simulator, f"/phone/{ELDER}")
    assert "下月发放" in page
    assert SMS["text"] in page
    counters = simulator.control("/counters", method="GET")
    assert (counters["messages"][ELDER], counters["sms"][ELDER]) == (1, 1)


def test_the_page_holds_nothing_from_elsewhere(simulator: Running) -> None:
    page = get(simulator, f"/phone/{ELDER}")
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}]
)
def test_another_page_in_the_browser_cannot_press_the_buttons(
    simulator: Running, headers: dict[str, str]
) -> None:
    for path in ("/phone", "/_control/reset"):
        answer = requests.post(simulator.url + path, headers=headers, timeout=5)
        assert answer.status_code == 403


def test_an_unknown_phone_is_not_found(simulator: Running) -> None:
    assert requests.get(f"{simulator.url}/phone/oNobody", timeout=5).status_code == 404


def test_an_sms_is_delivered_once_for_a_reference(simulator: Running) -> None:
    first, again = send_sms(simulator), send_sms(simulator)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    other = send_sms(simulator, text="别的内容")
    assert other.status_code == 409
    assert len(simulator.control("/sms", method="GET")["messages"]) == 1
    assert simulator.control("/counters", method="GET")["sms"][ELDER] == 1


def test_an_sms_lost_after_its_effect_is_not_sent_twice_by_a_repeat(simulator: Running) -> None:
    simulator.fault("/sms/v1/messages", drop="after")
    with pytest.raises(requests.ConnectionError):
        send_sms(simulator)
    assert send_sms(simulator).status_code == 202
    assert simulator.control("/counters", method="GET")["sms"][ELDER] == 1


def test_an_sms_without_the_key_or_with_a_bad_number_is_refused(simulator: Running) -> None:
    url = f"{simulator.url}/sms/v1/messages"
    assert requests.post(url, json=SMS, timeout=5).status_code == 401
    bad = send_sms(simulator, to="abc")
    assert (bad.status_code, "abc" in bad.text) == (422, False)


def test_a_register_finds_a_sample_by_number_and_name(simulator: Running) -> None:
    row = {"kind": "disability", "id_card": "11010119400101001X", "name": "样例一"}
    simulator.control(
        "/registers", {**row, "value": {"type": "肢体", "level": 2}, "as_of": "2026-11-01"}
    )
    found = check(simulator, {**row, "id_card": "11010119400101001x"})
    assert found == {"found": True, "value": {"type": "肢体", "level": 2}, "as_of": "2026-11-01"}
    nothing = {"found": False, "value": None, "as_of": None}
    assert check(simulator, {**row, "name": "样例二"}) == nothing
    assert check(simulator, {**row, "kind": "death"}) == nothing


def test_faults_wait_and_can_be_taken_back(simulator: Running) -> None:
    simulator.fault("/x", status=503, times=2)
    assert [f["times"] for f in simulator.control("/faults", method="GET")["faults"]] == [2]
    assert requests.get(f"{simulator.url}/x", timeout=5).status_code == 503
    assert simulator.control("/faults", method="DELETE") == {"faults": []}
    assert requests.get(f"{simulator.url}/x", timeout=5).status_code == 404


def test_the_clock_can_be_wrong(simulator: Running, wx: MiniProgramClient) -> None:
    code = simulator.login_code()
    simulator.control("/clock", {"skew_s": 400})
    answer = requests.get(
        f"{simulator.url}/sns/jscode2session",
        params={"appid": wx.appid, "secret": wx.secret, "js_code": code, "grant_type": "authorization_code"},
        timeout=5,
    )  # fmt: skip
    assert answer.json()["errcode"] == 40029


def test_templates_words_and_people_can_be_added(simulator: Running, wx: MiniProgramClient) -> None:
    simulator.control("/templates", {"id": "mine", "title": "我的", "fields": {"thing1": "内容"}})
    simulator.control("/words", {"坏词": 20001})
    person = simulator.control("/people", {"nickname": "样例丁", "number": "19900000009"})
    openid = person["openid"]
    simulator.control(f"/people/{openid}/consents", {"template_id": "mine"})
    assert wx.send_subscribe_message(openid, "mine", {"thing1": "内容"})
    wx.code_to_session(simulator.login_code(openid))
    assert wx.check_message(openid, "一句坏词").label == 20001
    assert len(simulator.control("/people", method="GET")["people"]) == 4


def test_a_reset_forgets_everything(simulator: Running, wx: MiniProgramClient) -> None:
    token = wx.access_token
    simulator.control("/people", {"nickname": "样例丁"})
    simulator.control("/reset")
    assert len(simulator.control("/people", method="GET")["people"]) == 3
    assert simulator.token_fetches() == 0
    assert token not in simulator.world.tokens.ends


def test_a_malformed_control_call_is_told(simulator: Running) -> None:
    answer = requests.post(f"{simulator.url}/_control/faults", json={"pth": "/"}, timeout=5)
    assert answer.status_code == 422
    assert {tuple(error["loc"]) for error in answer.json()["errors"]} == {("path",), ("pth",)}


@pytest.mark.parametrize(
    ("path", "query", "errcode"),
    [
        ("/cgi-bin/token", {}, 41002),
        ("/cgi-bin/token", {"appid": "wxsimulator0000001"}, 41004),
        ("/cgi-bin/token", {"appid": "wxsimulator0000001", "secret": "simulator-only-not-a-secret"}, 40002),
        ("/sns/jscode2session", {"appid": "wxsimulator0000001", "secret": "simulator-only-not-a-secret"}, 40002),
        ("/sns/jscode2session", {"appid": "wxsimulator0000001", "secret": "simulator-only-not-a-secret",
                                 "grant_type": "authorization_code"}, 41008),
    ],
)  # fmt: skip
def test_what_is_missing_has_its_error_code(
    simulator: Running, path: str, query: dict[str, str], errcode: int
) -> None:
    answer = requests.get(simulator.url + path, params=query, timeout=5)
    assert answer.json()["errcode"] == errcode


@pytest.mark.parametrize("path", ["/wxa/msg_sec_check", "/wxa/getwxacodeunlimit"])
def test_a_call_without_or_with_a_false_token_is_refused(simulator: Running, path: str) -> None:
    without = requests.post(simulator.url + path, json={}, timeout=5)
    false = requests.post(f"{simulator.url}{path}?access_token=x", json={}, timeout=5)
    assert (without.json()["errcode"], false.json()["errcode"]) == (41001, 40001)


@pytest.mark.parametrize(("path", "errcode"), [("/wxa/msg_sec_check", 47001), ("/wxa/getwxacodeunlimit", 40169)])  # fmt: skip
def test_a_form_is_not_json(
    simulator: Running, wx: MiniProgramClient, path: str, errcode: int
) -> None:
    url = f"{simulator.url}{path}?access_token={wx.access_token}"
    assert requests.post(url, data={"scene": "1"}, timeout=5).json()["errcode"] == errcode


@pytest.mark.parametrize(
    ("change", "errcode"),
    [({"version": 1}, 47001), ({"content": ""}, 44002), ({"scene": 5}, 40129), ({"openid": "o"}, 40003)],
)  # fmt: skip
def test_a_bad_check_of_a_text_has_its_error_code(
    simulator: Running, wx: MiniProgramClient, change: dict[str, Any], errcode: int
) -> None:
    body = {"version": 2, "openid": ELDER, "scene": 1, "content": "你好", **change}
    url = f"{simulator.url}/wxa/msg_sec_check?access_token={wx.access_token}"
    assert requests.post(url, json=body, timeout=5).json()["errcode"] == errcode


@pytest.mark.parametrize(
    ("data", "errcode"),
    [(None, 47003), ({**VALUES, "phrase2": "不是汉字OK"}, 47003), ({**VALUES, "thing1": "长" * 21}, 47003)],
)  # fmt: skip
def test_a_value_over_its_limit_is_refused_by_the_simulator(
    simulator: Running, wx: MiniProgramClient, data: dict[str, str] | None, errcode: int
) -> None:
    simulator.control(f"/people/{ELDER}/consents", {"template_id": PROGRESS})
    values = data and {key: {"value": text} for key, text in data.items()}
    body = {"touser": ELDER, "template_id": PROGRESS, "data": values}
    url = f"{simulator.url}/cgi-bin/message/subscribe/send?access_token={wx.access_token}"
    assert requests.post(url, json=body, timeout=5).json()["errcode"] == errcode


def get(simulator: Running, path: str) -> str:
    answer = requests.get(simulator.url + path, timeout=5)
    answer.raise_for_status()
    return answer.text


def press(simulator: Running, path: str, **form: str) -> str:
    """Press a button: the page that is shown afterwards."""
    answer = requests.post(simulator.url + path, data=form, timeout=5)
    answer.raise_for_status()
    return answer.text


def send_sms(simulator: Running, **changes: str) -> requests.Response:
    return post_with_key(simulator, "/sms/v1/messages", SMS | changes)


def check(simulator: Running, asked: dict[str, str]) -> Any:
    return post_with_key(simulator, "/registers/v1/checks", asked).json()


def post_with_key(simulator: Running, path: str, body: dict[str, str]) -> requests.Response:
    headers = {"Authorization": f"Bearer {simulator.settings.gateway_key}"}
    return requests.post(simulator.url + path, json=body, headers=headers, timeout=5)


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"[" * 50_000, 40169),
        (b'{"scene": "a", "page": 2}', 41030),
        (b'{"scene": "a", "width": "x"}', 47001),
    ],
    ids=["nested without end", "a page that is no text", "a width that is no number"],
)
def test_what_nobody_should_send_gets_an_error_code(
    simulator: Running, wx: MiniProgramClient, body: bytes, errcode: int
) -> None:
    url = f"{simulator.url}/wxa/getwxacodeunlimit?access_token={wx.access_token}"
    answer = requests.post(url, data=body, timeout=5)
    assert (answer.status_code, answer.json()["errcode"]) == (200, errcode)
