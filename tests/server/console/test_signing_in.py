"""Staff sign in on a page with both factors; nothing planted, guessed or stale gets them in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.kit.clock import machine_now
from tests.server.console.conftest import PASSWORD, Browser, Moment, Person
from tests.server.talk import words_of

IN, OUT = "/console/sign-in", "/console/sign-out"
Open = Callable[[], Browser]


def test_a_page_of_the_console_leads_whoever_is_not_signed_in_to_the_staff_form(
    browser: Open,
) -> None:
    answer = browser().get("/console/lists")
    assert answer.status_code == 303
    assert answer.location == "/console/sign-in?next=/console/lists"


def test_with_both_factors_the_page_that_was_asked_for_opens(browser: Open, clerk: Person) -> None:
    who = browser()
    answer = who.send(IN, next="/console/lists", **clerk.proof())
    assert (answer.status_code, answer.location) == (303, "/console/lists")
    page = words_of(who.get("/console/lists"))
    assert "样例办事员" in page
    assert "街道经办（西城区月坛街道）" in page


def test_nobody_is_sent_out_of_the_console_after_signing_in(browser: Open, clerk: Person) -> None:
    answer = browser().send(IN, next="//elsewhere.example/console", **clerk.proof())
    assert answer.location == "/console"


def test_the_initial_password_has_to_be_changed_at_once(browser: Open, newcomer: Person) -> None:
    who = browser()
    refused = who.send(IN, **newcomer.proof())
    assert refused.status_code == 403
    assert "新密码" in words_of(refused)
    assert who.send(IN, **newcomer.proof(new_password=PASSWORD)).status_code == 303


@pytest.mark.parametrize("wrong", ["login", "password", "totp"])
def test_whatever_is_wrong_the_answer_is_the_same(browser: Open, clerk: Person, wrong: str) -> None:
    answer = browser().send(IN, **clerk.proof(**{wrong: "000000"}))
    assert answer.status_code == 401
    assert "登录名、密码或动态码不对" in words_of(answer)


def test_a_password_is_never_written_back_into_the_page(browser: Open, clerk: Person) -> None:
    answer = browser().send(IN, **clerk.proof(totp="000000"))
    assert PASSWORD not in answer.get_data(as_text=True)


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(
    browser: Open, clerk: Person
) -> None:
    for _ in range(5):
        browser().send(IN, **clerk.proof(password="not the right sentence"))
    answer = browser().send(IN, **clerk.proof())
    assert answer.status_code == 429
    assert "密码试错太多次" in words_of(answer)


def test_a_code_is_good_once(browser: Open, clerk: Person, moment: Moment) -> None:
    assert browser().send(IN, **clerk.proof()).status_code == 303
    assert browser().send(IN, **clerk.proof()).status_code == 401
    moment.go_on()
    assert browser().send(IN, **clerk.proof()).status_code == 303


def test_a_form_without_the_page_s_token_signs_nobody_in(browser: Open, clerk: Person) -> None:
    who = browser()
    assert who.send(IN, _token="", **clerk.proof()).status_code == 400
    assert who.get("/console").status_code == 303


def test_a_cookie_planted_before_signing_in_is_worth_nothing_afterwards(
    browser: Open, clerk: Person
) -> None:
    """Session fixation: whoever knows the cookie from before is not signed in with it."""
    victim, attacker = browser(), browser()
    victim.get(IN)
    planted = victim.cookie
    planted_token = victim.token()
    assert victim.send(IN, **clerk.proof()).status_code == 303
    assert victim.cookie != planted
    attacker.client.set_cookie("yinian", planted)
    assert attacker.get("/console").status_code == 303
    assert victim.send("/console/me/sessions/end-others", _token=planted_token).status_code == 400


def test_nothing_that_was_in_the_cookie_goes_on_in_a_staff_session(
    browser: Open, clerk: Person
) -> None:
    who = browser()
    who.get(IN)
    with who.client.session_transaction() as cookie:
        cookie["conversation"] = cookie["for_whom"] = "planted"
    assert who.send(IN, **clerk.proof()).status_code == 303
    with who.client.session_transaction() as cookie:
        assert "planted" not in cookie.values()


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    browser: Open, clerk: Person
) -> None:
    answer = browser().send(IN, **clerk.proof())
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if "yinian=" in each]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_out_ends_the_session_itself(browser: Open, clerk: Person) -> None:
    who, copy = browser(), browser()
    who.send(IN, **clerk.proof())
    copy.client.set_cookie("yinian", who.cookie)
    assert copy.get("/console").status_code == 200
    assert who.send(OUT).location == IN
    assert copy.get("/console").status_code == 303


def test_a_session_on_another_computer_can_be_ended_from_here(
    browser: Open, clerk: Person, moment: Moment
) -> None:
    here, there = browser(), browser()
    here.send(IN, **clerk.proof())
    moment.go_on()
    there.send(IN, **clerk.proof())
    assert "除了这里，都退出" in words_of(here.get("/console/me"))
    assert here.send("/console/me/sessions/end-others").status_code == 303
    assert there.get("/console").status_code == 303
    assert here.get("/console").status_code == 200


def test_recovery_codes_are_renewed_with_both_factors_and_shown_once(
    browser: Open, clerk: Person, moment: Moment
) -> None:
    who = browser()
    who.send(IN, **clerk.proof())
    moment.go_on()
    page = who.send("/console/me/recovery-codes", password=PASSWORD, totp=clerk.code())
    assert words_of(page).count("-") >= 8
    assert browser().send(IN, **clerk.proof(totp=clerk.recovery_codes[0])).status_code == 401


def test_no_page_of_the_console_allows_scripts_or_styles_from_anywhere_else(
    at_yuetan: Browser,
) -> None:
    answer = at_yuetan.get("/console")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    html = answer.get_data(as_text=True)
    assert " style=" not in html
    assert "<script>" not in html


def test_a_session_lasts_a_working_day(at_yuetan: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    later = machine_now().replace(year=machine_now().year + 1)
    monkeypatch.setattr("server.identity.sessions.machine_now", lambda: later)
    assert at_yuetan.get("/console").status_code == 303
