"""Accounts of staff: a link to enrol by, posts that count at once, emergencies that are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from server.identity import break_glass, limits, sessions, staff, staff_invitations
from server.kit.clock import machine_now
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.console.conftest import DISTRICT, PASSWORD, YUETAN, Browser, Hired, Moment, Person
from tests.server.people import makers
from tests.server.talk import words_of

STAFF, EMERGENCY = "/console/staff", "/console/emergency"
WHY = "夜里老人走失，街道联系不上"
Open = Callable[[], Browser]


@pytest.fixture
def admin(hired: Hired) -> Browser:
    return hired(Role.ADMIN, name="样例管理员")


def link_of(page) -> str:
    found = re.search(r'value="http://[^/]+(/console/join/[^"]+)"', page.get_data(as_text=True))
    assert found, words_of(page)
    return found[1]


def invited(admin: Browser, **changes: str) -> str:
    form = {"login": "newcomer", "name": "样例新人", "role": "street_clerk",
            "district": "西城区", "street": "月坛街道"} | changes  # fmt: skip
    return link_of(admin.send(f"{STAFF}/invite", **form))


def enrol(who: Browser, path: str, **changes: str):
    page = who.get(path).get_data(as_text=True)
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    form = {"new_password": PASSWORD, "totp": pyotp.TOTP(secret).now()} | changes
    return who.send(path, **form)


def test_whoever_is_invited_sets_password_and_authenticator_and_is_in(
    admin: Browser, browser: Open
) -> None:
    path, who = invited(admin), browser()
    page = enrol(who, path)
    assert page.status_code == 200
    assert len(re.findall(r"<li>[a-z0-9]{5}-[a-z0-9]{5}</li>", page.get_data(as_text=True))) == 8
    assert "街道经办（西城区月坛街道）" in words_of(who.get("/console"))


def test_a_link_works_once(admin: Browser, browser: Open) -> None:
    path = invited(admin)
    enrol(browser(), path)
    assert browser().get(path).status_code == 404


def test_a_wrong_code_or_a_weak_password_enrols_nobody_and_says_why(
    admin: Browser, browser: Open
) -> None:
    path = invited(admin)
    wrong = enrol(browser(), path, totp="000000")
    assert wrong.status_code == 422
    assert "动态码不对" in words_of(wrong)
    assert "密码要 12 到 128 个字符" in words_of(enrol(browser(), path, new_password="short"))
    assert enrol(browser(), path).status_code == 200


def test_right_codes_use_up_no_tries_of_the_office_they_come_from(
    admin: Browser, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        limits, "STAFF_TRIES_AT_ADDRESS", limits.Limit("staff-tries-address", 2, limits.HOUR)
    )
    for number in range(4):
        path = invited(admin, login=f"newcomer{number}")
        assert enrol(browser(), path).status_code == 200
    last = invited(admin, login="careless")
    tried = [enrol(browser(), last, totp="000000").status_code for _ in range(3)]
    assert tried == [422, 422, 429]


def test_a_withdrawn_or_replaced_or_old_link_is_void(
    admin: Browser, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = invited(admin)
    second = invited(admin)
    assert browser().get(first).status_code == 404
    page = admin.get(STAFF).get_data(as_text=True)
    found = re.search(r'name="invitation_id" value="([^"]+)"', page)[1]
    admin.send(f"{STAFF}/invitations/withdraw", invitation_id=found)
    assert browser().get(second).status_code == 404
    third = invited(admin)
    later = machine_now() + staff_invitations.LASTS + timedelta(minutes=1)
    monkeypatch.setattr(staff_invitations, "machine_now", lambda: later)
    assert browser().get(third).status_code == 404


def test_an_invitation_in_disorder_says_what_to_mend(admin: Browser) -> None:
    form = {"login": "newcomer", "name": "样例", "role": "street_clerk"}
    answer = admin.send(f"{STAFF}/invite", **form)
    assert answer.status_code == 422
    assert "街道经办要写明区" in words_of(answer)
    assert 'value="newcomer"' in answer.get_data(as_text=True)


def test_a_post_counts_from_the_next_request_on_and_so_does_its_end(
    admin: Browser, hired: Hired
) -> None:
    who = hired(Role.STREET_CLERK, DISTRICT, YUETAN)
    one = f"{STAFF}/{who.actor.id}"
    assert who.get(STAFF).status_code == 403
    assert admin.send(f"{one}/grant", role="admin").status_code == 303
    assert who.get(STAFF).status_code == 200
    admin.send(f"{one}/revoke", role="admin")
    assert who.get(STAFF).status_code == 403


def test_who_lost_the_telephone_gets_in_by_a_link_and_the_old_ways_end(
    admin: Browser, clerk: Person, browser: Open, site: Flask, moment: Moment
) -> None:
    old = browser()
    old.send("/console/sign-in", **clerk.proof())
    with site.app_context(), transaction(writes=False) as session:
        found = staff.active(session, "clerk").id
    path = link_of(admin.send(f"{STAFF}/{found}/let-in-again"))
    assert old.get("/console").status_code == 200
    enrol(browser(), path, new_password="another sentence for samples")
    assert old.get("/console").status_code == 303
    moment.go_on()
    assert browser().send("/console/sign-in", **clerk.proof()).status_code == 401


def test_a_closed_account_is_out_at_once_and_nobody_closes_their_own(
    admin: Browser, hired: Hired
) -> None:
    who = hired(Role.STREET_CLERK, DISTRICT, YUETAN)
    assert admin.send(f"{STAFF}/{admin.actor.id}/close").status_code == 409
    assert admin.send(f"{STAFF}/{who.actor.id}/close").status_code == 303
    assert who.get("/console").status_code == 303


def test_an_administrator_unlocks_a_locked_name(
    admin: Browser, clerk: Person, browser: Open, site: Flask
) -> None:
    for _ in range(5):
        browser().send("/console/sign-in", **clerk.proof(password="not the right sentence"))
    with site.app_context(), transaction(writes=False) as session:
        found = staff.active(session, "clerk").id
    assert "正锁着" in words_of(admin.get(f"{STAFF}/{found}"))
    admin.send(f"{STAFF}/{found}/unlock")
    assert browser().send("/console/sign-in", **clerk.proof()).status_code == 303


def test_an_emergency_opens_a_street_for_an_hour_and_is_audited(
    hired: Hired, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app_context(), transaction() as session:
        makers.elder(session)
    who = hired(Role.CITY_SUPERVISOR)
    assert "街道经办" not in words_of(who.get("/console"))
    answer = who.send(EMERGENCY, district="西城区", street="月坛街道", reason=WHY)
    assert answer.status_code == 303
    assert "街道经办（西城区月坛街道）" in words_of(who.get("/console"))
    with site.app_context(), transaction(writes=False) as session:
        chosen = select(AuditRecord).where(AuditRecord.action == "staff.glass_broken")
        assert session.scalars(chosen).one().purpose == WHY
    later = machine_now() + break_glass.LASTS + timedelta(seconds=1)
    monkeypatch.setattr("server.identity.repository.machine_now", lambda: later)
    assert "街道经办" not in words_of(who.get("/console"))


def test_an_emergency_needs_a_reason_and_stays_within_the_own_district(hired: Hired) -> None:
    who = hired(Role.DISTRICT_REVIEWER, DISTRICT)
    answer = who.send(EMERGENCY, district="西城区", street="月坛街道", reason="急")
    assert answer.status_code == 422
    assert "请写清楚为什么" in words_of(answer)
    beyond = who.send(EMERGENCY, district="石景山区", street="八宝山街道", reason=WHY)
    assert beyond.status_code == 403


def test_an_emergency_is_looked_at_by_somebody_else(hired: Hired, site: Flask) -> None:
    taker, other = hired(Role.CITY_SUPERVISOR), hired(Role.ADMIN)
    taker.send(EMERGENCY, district="西城区", street="月坛街道", reason=WHY)
    with site.app_context(), transaction(writes=False) as session:
        [(row, _)] = break_glass.taken(session)
    assert taker.send(f"{EMERGENCY}/review", post_id=row.id).status_code == 403
    assert other.send(f"{EMERGENCY}/review", post_id=row.id).status_code == 303
    assert "已核查" in words_of(other.get(EMERGENCY))
    assert "街道经办" not in words_of(taker.get("/console"))


def test_what_was_taken_can_be_given_back(hired: Hired) -> None:
    who = hired(Role.CITY_SUPERVISOR)
    who.send(EMERGENCY, district="西城区", street="月坛街道", reason=WHY)
    who.send(f"{EMERGENCY}/give-back")
    assert "街道经办" not in words_of(who.get("/console"))


def test_an_administrator_ends_all_sessions_of_somebody(
    admin: Browser, hired: Hired, site: Flask
) -> None:
    who = hired(Role.EDITOR)
    admin.send(f"{STAFF}/{who.actor.id}/sign-out")
    assert who.get("/console").status_code == 303
    with site.app_context(), transaction(writes=False) as session:
        assert sessions.open_of(session, who.actor) == []
