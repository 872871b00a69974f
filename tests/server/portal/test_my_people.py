"""为谁办 on the pages: what is refused keeps what was written; other people's ids change nothing."""

from __future__ import annotations

import re
from html import escape

import pytest
from flask import Flask
from sqlalchemy import text

from server.app import create_app
from server.people.states import GIVEN_BY_INVITATION
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose, look_at_once
from tests.server.portal.conftest import Visitor, grant_of, id_in, invite
from tests.server.talk import words_of
from tests.server.test_errors import DEAD_DATABASES

FALL = "我妈摔倒了起不来"


def test_a_refused_registration_keeps_every_word_and_says_what_to_mend(signed_in) -> None:
    written = {
        "name": "王小样", "birth_date": "43年", "phone": "123", "district": "110102",
        "my_name": "大女儿", "relation": "neighbour", "for_": "other",
    }  # fmt: skip
    page = signed_in().send("/people/new", **written)
    shown = page.get_data(as_text=True)
    assert page.status_code == 422
    for word in ("王小样", "43年", "123", "大女儿"):
        assert f'value="{word}"' in shown
    assert "请写成 1943年5月12日 这样" in shown or "请再选一下街道" in shown
    assert 'value="neighbour"\n    checked' in shown
    assert 'value="110102" selected' in shown


def test_the_button_for_streets_keeps_what_was_written(signed_in) -> None:
    form = {"name": "王小样", "district": "110102", "step": "streets", "relation": "self"}
    page = signed_in().send("/people/new", **form)
    assert page.status_code == 200
    assert 'value="王小样"' in page.get_data(as_text=True)
    assert "月坛街道" in words_of(page)


def test_a_street_of_another_district_is_asked_for_again(signed_in) -> None:
    form = {"name": "王小样", "district": "110107", "street": "110102007", "relation": "self"}
    page = signed_in().send("/people/new", **form)
    assert (page.status_code, "请再选一下街道" in words_of(page)) == (422, True)


def test_what_was_left_out_can_be_filled_in_later(elder: Visitor, elder_id: str) -> None:
    page = elder.get(f"/people/{elder_id}/edit")
    version = id_in(page, r'name="version" value="(\d+)"')
    form = {"phone": "13912345678", "birth_date": "1943年5月12日", "version": version,
            "district": "110102", "street": "110102007"}  # fmt: skip
    assert elder.send(f"/people/{elder_id}/edit", **form).status_code == 303
    shown = words_of(elder.get(f"/people/{elder_id}"))
    assert "1943年5月12日" in shown
    assert "西城区月坛街道" in shown
    assert "139****5678" in shown


def test_an_edit_upon_an_older_page_is_refused(elder: Visitor, elder_id: str) -> None:
    for number, status in (("13912345678", 303), ("13912345679", 409)):
        page = elder.send(f"/people/{elder_id}/edit", phone=number, version=1)
        assert page.status_code == status
    assert "请刷新后再改" in words_of(page)


def test_registering_herself_is_agreeing_to_the_text_above_the_button(elder: Visitor) -> None:
    assert "登记资料、替您办事" in words_of(elder.get("/me"))
    assert words_of(elder.get("/me")).count("已同意") == 1


def test_a_text_that_has_changed_meanwhile_is_not_agreed_to(signed_in) -> None:
    page = signed_in().send("/people/new", name="王小样", relation="self", version=99)
    assert page.status_code == 409
    assert 'value="王小样"' in page.get_data(as_text=True)


def test_a_fact_that_needs_consent_offers_it_to_the_elder(elder: Visitor, elder_id: str) -> None:
    told = {"name": "income_class", "value": "dibao"}
    page = elder.send(f"/people/{elder_id}/facts", **told)
    assert (page.status_code, "同意，并保存" in words_of(page)) == (409, True)
    assert elder.send(f"/people/{elder_id}/facts", **told, agree=1).status_code == 303
    assert "低保或低收入 低保" in words_of(elder.get(f"/people/{elder_id}"))


def test_a_daughter_cannot_agree_for_the_elder(daughter: Visitor, elder_id: str) -> None:
    told = {"name": "income_class", "value": "dibao"}
    page = daughter.send(f"/people/{elder_id}/facts", **told)
    assert "请老人在“我的”里点同意" in words_of(page)
    assert "同意，并保存" not in words_of(page)
    assert daughter.send(f"/people/{elder_id}/facts", **told, agree=1).status_code == 403


# ---- erasing


def test_a_call_that_she_waits_for_is_told_before_she_erases(elder: Visitor, elder_id: str) -> None:
    path = f"/me/erase/{elder_id}"
    assert "还没办完的" not in words_of(elder.get(path))
    elder.send("/help", kind="callback", phone="13912345678", note="问一下样例")
    page = elder.get(path)
    assert "不会再打给您了" in words_of(page)
    assert f'action="{path}"' in page.get_data(as_text=True)
    assert "资料正在删除" in words_of(elder.send(path))


# ---- other people's ids


def test_another_persons_ids_change_nothing(
    app: Flask, elder: Visitor, elder_id: str, daughter: Visitor, signed_in
) -> None:
    stranger, grant = signed_in(), grant_of(elder, elder_id)
    session_id = id_in(elder.get("/me"), r'name="session_id" value="([0-9a-f-]{36})"')
    elder.send("/people/new", name="李样", relation="child", street="110102007", for_="other")
    claim = id_in(elder.get("/people"), r'name="grant_id" value="([0-9a-f-]{36})"')
    before = rows(app)
    attempts = [
        (f"/people/{elder_id}/facts", {"name": "lives", "value": "home"}),
        (f"/people/{elder_id}/edit", {"phone": "13912345678", "version": "1"}),
        ("/people/choose", {"elder_id": elder_id}),
        ("/people/claims/withdraw", {"grant_id": claim}),
        (f"/grants/of/{elder_id}/invite", {"relation": "child", "days": "30", "scopes": "ask"}),
        (f"/grants/of/{elder_id}/revoke", {"grant_id": grant}),
        (f"/grants/of/{elder_id}/dispute", {"grant_id": grant, "reason": "不同意"}),
        ("/me/devices/end", {"session_id": session_id}),
        (f"/me/consents/{elder_id}", {"purpose": "basic", "version": "1", "agree": "no"}),
        (f"/me/erase/{elder_id}", {}),
    ]
    for path, form in attempts:
        assert stranger.send(path, **form).status_code in (403, 404), path
    for path in (f"/people/{elder_id}", f"/people/{elder_id}/edit", f"/grants/of/{elder_id}",
                 f"/grants/of/{elder_id}/activity", f"/grants/of/{elder_id}/revoke?grant_id={grant}",
                 f"/me/export/{elder_id}", f"/me/erase/{elder_id}"):  # fmt: skip
        page = stranger.get(path)
        assert page.status_code == 404, path
        assert "王*样" not in page.get_data(as_text=True)
    assert rows(app) == before


def test_an_own_elder_with_a_grant_of_another_is_refused(
    elder: Visitor, elder_id: str, daughter: Visitor, signed_in
) -> None:
    """One's own elder in the address, somebody else's grant in the form."""
    grant, other = grant_of(elder, elder_id), signed_in()
    other.send("/people/new", name="李样", relation="self", version=1)
    own = id_in(other.get("/people"), r"/people/([0-9a-f-]{36})\"")
    assert other.send(f"/grants/of/{own}/revoke", grant_id=grant).status_code == 404
    assert "大女儿" in words_of(elder.get(f"/grants/of/{elder_id}"))


@pytest.mark.parametrize("grant_id", ["", "x", "01900000-0000-7000-8000-000000000001"])
def test_a_grant_that_is_none_is_not_ended(elder: Visitor, elder_id: str, grant_id: str) -> None:
    assert elder.send(f"/grants/of/{elder_id}/revoke", grant_id=grant_id).status_code == 404


def rows(app: Flask) -> dict[str, int]:
    """How much there is of everything that the attempts above could make or end."""
    counted = {
        "elders": "", "facts": "", "grants": "WHERE status IN ('active', 'pending_street')",
        "consents": "WHERE withdrawn_at IS NULL", "disputes": "", "invitations": "",
    }  # fmt: skip
    with app.app_context(), transaction(writes=False) as session:
        return {
            table: session.execute(
                text(f"SELECT count(*) FROM people_{table} {condition}")
            ).scalar_one()
            for table, condition in counted.items()
        }


# ---- whom the page's head names


def test_a_daughter_whose_grant_was_ended_is_led_back_to_the_choice(
    elder: Visitor, elder_id: str, daughter: Visitor
) -> None:
    assert "为谁办：王*样" in words_of(daughter.get("/"))
    elder.send(f"/grants/of/{elder_id}/revoke", grant_id=grant_of(elder, elder_id))
    assert "为谁办：请选" in words_of(daughter.get("/"))
    asked = daughter.send("/ask", text="助餐补贴每天多少")
    assert asked.status_code == 303
    assert "每人每天补5元" in words_of(daughter.get("/"))
    with daughter.client.session_transaction() as cookie:
        assert "elder" not in cookie


def test_an_invitation_offers_every_right_and_ticks_none_that_needs_a_thought(
    elder: Visitor, elder_id: str
) -> None:
    page = elder.get(f"/grants/of/{elder_id}")
    boxes = re.findall(r'name="scopes" value="(\w+)"\s*(checked)?', page.get_data(as_text=True))
    assert {scope for scope, _ in boxes} == GIVEN_BY_INVITATION
    assert {scope for scope, ticked in boxes if ticked} == {"ask", "order", "apply"}
    assert "替申请津贴、填写收入、残疾这些情况" in words_of(page)
    assert "姓名、电话和身份证号只有您自己能改，不用在这里给" in words_of(page)


def test_who_may_only_pay_can_still_ask_for_nobody_in_particular(
    elder: Visitor, elder_id: str, signed_in
) -> None:
    payer = signed_in()
    payer.send("/grants/accept", code=invite(elder, elder_id, scopes=["pay"]), my_name="侄女")
    assert payer.send("/ask", text="助餐补贴每天多少").status_code == 303


def test_what_was_asked_before_signing_in_stays_in_sight(signed_in, visitor, sms) -> None:
    who = visitor()
    who.send("/ask", text="助餐补贴每天多少")
    who.send("/sign-in/phone", phone="13900029998")
    who.send("/sign-in/phone/code", phone="13900029998", code=sms.last_code())
    assert "每人每天补5元" in words_of(who.get("/"))


def test_messages_say_when_nobody_can_be_reached(app: Flask, elder: Visitor) -> None:
    assert "现在不能发微信或短信给您" not in words_of(elder.get("/messages"))  # signed in by phone
    with app.app_context(), transaction() as session:
        session.execute(text("UPDATE identity_accounts SET phone = NULL"))
    assert "现在不能发微信或短信给您" in words_of(elder.get("/messages"))


def test_an_emergency_is_answered_while_the_database_is_away(
    app: Flask, elder: Visitor, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = create_app(databases.settings(DEAD_DATABASES["postgresql"], tmp_path))
    dead.extensions["live"] = app.extensions["live"]
    look_at_once(monkeypatch)
    browser = Visitor(dead.test_client())
    browser.client.set_cookie("yinian", elder.cookie)
    page = browser.send("/ask", text=FALL)
    assert page.status_code == 200
    assert "120" in words_of(page)
    dispose(dead)


def test_an_emergency_is_answered_when_the_database_was_away_from_the_start(
    elder: Visitor, tmp_path
) -> None:
    dead = create_app(databases.settings(DEAD_DATABASES["postgresql"], tmp_path))
    browser = Visitor(dead.test_client())
    browser.client.set_cookie("yinian", elder.cookie)
    page = browser.send("/ask", text=FALL)
    assert page.status_code == 200
    assert "120" in words_of(page)
    dispose(dead)


def test_a_name_that_is_markup_is_only_shown(signed_in) -> None:
    name = "<b>王</b>样"
    page = signed_in().send("/people/new", name=name, relation="self", birth_date="x")
    assert name not in page.get_data(as_text=True)
    assert escape(name) in page.get_data(as_text=True)


def test_who_signs_in_another_way_than_before_is_told_that_it_is_another_account(
    signed_in, elder: Visitor
) -> None:
    told = "微信登录和手机号登录是两个账号"
    assert told in words_of(signed_in().get("/people"))
    assert told not in words_of(elder.get("/people"))
