"""Signing in on the pages: whose cookie it is, where it leads, and what a refusal keeps."""

from __future__ import annotations

import pytest
from flask import Flask

from server.portal.dates import read
from tests.server.identity.pretend import PretendSms
from tests.server.portal.conftest import Visitor
from tests.server.talk import csrf_of, words_of

NUMBER = "13900029999"


def test_a_page_that_needs_a_login_leads_there_and_back(visitor, sms: PretendSms) -> None:
    who = visitor()
    asked = who.get("/people/new?for=other")
    assert asked.status_code == 303
    login = who.get(asked.headers["Location"])
    assert 'name="next" value="/people/new?for=other"' in login.get_data(as_text=True)
    who.send("/sign-in/phone", phone=NUMBER, next="/people/new?for=other")
    code = sms.last_code()
    entered = who.send("/sign-in/phone/code", phone=NUMBER, code=code, next="/people/new?for=other")
    assert entered.headers["Location"] == "/people/new?for=other"


def test_a_form_of_somebody_signed_out_says_so_and_leads_to_the_login_and_back(visitor) -> None:
    who = visitor()
    token = csrf_of(who.get("/"))
    headers = {"Accept": "text/html", "Referer": "http://localhost/me"}
    form = {"csrf_token": token, "session_id": "x"}
    sent = who.client.post("/me/devices/end", data=form, headers=headers)
    assert sent.status_code == 401
    assert 'href="/sign-in?next=/me"' in sent.get_data(as_text=True)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com/", "/\\example.com", "\\\\example.com", "javascript:1",
     "/\t/example.com", "/\n/example.com", "example.com", " //example.com"],
)  # fmt: skip
def test_the_way_on_never_leaves_the_site(visitor, sms: PretendSms, elsewhere: str) -> None:
    who = visitor()
    who.send("/sign-in/phone", phone=NUMBER)
    entered = who.send("/sign-in/phone/code", phone=NUMBER, code=sms.last_code(), next=elsewhere)
    assert entered.headers["Location"] == "/people"
    assert who.get("/sign-in", query_string={"next": elsewhere}).headers["Location"] == "/people"


def test_signing_in_makes_the_cookie_anew(visitor, sms: PretendSms) -> None:
    """What somebody planted in a browser before is worth nothing afterwards."""
    who = visitor()
    old_token = csrf_of(who.get("/"))
    with who.client.session_transaction() as cookie:
        cookie["planted"] = cookie["elder"] = "01900000-0000-7000-8000-000000000001"
        planted_visitor = cookie["visitor"]
    who.send("/sign-in/phone", phone=NUMBER)
    who.send("/sign-in/phone/code", phone=NUMBER, code=sms.last_code())
    with who.client.session_transaction() as cookie:
        assert not {"planted", "elder"} & set(cookie)
        assert cookie["visitor"] != planted_visitor
    assert who.send("/font", _token=old_token, size="24").status_code == 400


def test_a_cookie_from_before_signing_out_is_worth_nothing(signed_in, app: Flask) -> None:
    who = signed_in()
    kept = who.cookie
    assert who.send("/sign-in/out").status_code == 303
    assert who.get("/people").status_code == 303
    thief = Visitor(app.test_client())
    thief.client.set_cookie("yinian", kept)
    assert thief.get("/people").status_code == 303


def test_a_wrong_code_keeps_the_number(visitor, sms: PretendSms) -> None:
    who = visitor()
    who.send("/sign-in/phone", phone=NUMBER)
    wrong = "000000" if sms.last_code() != "000000" else "111111"
    page = who.send("/sign-in/phone/code", phone=NUMBER, code=wrong)
    assert page.status_code == 401
    assert NUMBER in page.get_data(as_text=True)


def test_a_stale_page_asks_to_press_again_and_keeps_what_was_written(visitor) -> None:
    page = visitor().send("/sign-in/phone", _token="old", phone=NUMBER)
    assert page.status_code == 400
    assert "您写的还在，请再点一次" in words_of(page)
    assert f'value="{NUMBER}"' in page.get_data(as_text=True)


def test_no_form_of_any_page_is_taken_without_a_token(app: Flask, elder, elder_id: str) -> None:
    paths = [
        rule.rule.replace("<uuid:elder_id>", elder_id)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/console"))
    ]
    assert len(paths) > 20
    before = elder.get(f"/people/{elder_id}").get_data(as_text=True)
    for path in paths:
        assert elder.send(path, _token="").status_code in (400, 404), path  # 404: no such ticket
    assert len(elder.get(f"/people/{elder_id}").get_data(as_text=True)) == len(before)


def test_ending_the_session_of_this_browser_signs_it_out(signed_in) -> None:
    who = signed_in()
    assert who.send("/me/devices/end-all").headers["Location"] == "/"
    assert who.get("/me").status_code == 303


@pytest.mark.parametrize(
    "written",
    ["1943-5-12", "1943-05-12", "1943年5月12日", "1943年 5月 12号", "1943.5.12", "1943/5/12",
     "19430512", "1943 5 12", "１９４３年５月１２日", " 1943-5-12 "],
)  # fmt: skip
def test_a_birth_date_is_read_however_it_is_written(written: str) -> None:
    assert read(written).isoformat() == "1943-05-12"


@pytest.mark.parametrize(
    "written", ["43年", "1943", "1943-13-1", "1943-2-30", "五月", "1943-5-12-3"]
)
def test_a_birth_date_that_is_none_is_explained(written: str) -> None:
    with pytest.raises(ValueError, match=r"1943年5月12日|没有这一天"):
        read(written)
