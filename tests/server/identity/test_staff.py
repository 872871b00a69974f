"""Staff: made by command, two factors, lock-out, posts that count at once."""

from __future__ import annotations

import re
import statistics
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server.identity import limits, login_locks, passwords, second_factor, staff, staff_login
from server.identity.codes_models import LoginLock
from server.identity.limits import Limit
from server.identity.models import SignIn, Staff
from server.kit.clock import machine_now
from server.oversight.actor import SYSTEM, Post, Role
from server.transaction import transaction
from tests.server.identity.conftest import Client, audited, bearer

PASSWORD = "sample sentence nobody else uses"
STAFF = "/api/v1/staff"
YUETAN = "110102007"


@dataclass
class Person:
    """A member of staff as their own head and pocket know them."""

    login: str
    password: str
    secret: str
    recovery_codes: list[str]

    def code(self, step: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(moment.now + timedelta(seconds=30 * step))

    def proof(self, **changes: str) -> dict[str, str]:
        return {"password": self.password, "totp": self.code()} | changes


class Moment:
    """When both the authenticator app and the server think it is."""

    def __init__(self) -> None:
        self.now = machine_now()

    def go_on(self) -> None:
        """To the next code."""
        self.now += timedelta(seconds=30)


moment = Moment()


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    moment.now = machine_now()
    monkeypatch.setattr(staff_login, "machine_now", lambda: moment.now)


def handed(made: staff.Handover) -> Person:
    secret = parse_qs(urlsplit(made.enrolment).query)["secret"][0]
    return Person(made.login, made.password, secret, made.recovery_codes)


@pytest.fixture
def newcomer(site: Flask) -> Person:
    """Somebody who was just handed the initial password."""
    with transaction() as session:
        post = Post(Role.STREET_CLERK, "110102", YUETAN)
        return handed(staff.create(session, SYSTEM, "clerk", "样例办事员", post))


@pytest.fixture
def clerk(newcomer: Person) -> Person:
    """The same with a password of their own."""
    with transaction() as session:
        row = session.scalars(select(Staff)).one()
        row.password_hash, row.password_is_initial = passwords.hashed(PASSWORD), False
    return replace(newcomer, password=PASSWORD)


def enter(http: FlaskClient, person: Person, **changes: str) -> tuple[int, dict[str, Any]]:
    body = {"login": person.login} | person.proof() | changes
    answer = http.post(f"{STAFF}/sessions", json=body)
    return answer.status_code, answer.json


def signed_in(http: FlaskClient, person: Person) -> str:
    status, opened = enter(http, person)
    assert status == 201, opened
    return str(opened["token"])


def row() -> Staff:
    with transaction(writes=False) as session:
        return session.scalars(select(Staff)).one()


# -- signing in


def test_both_factors_open_a_session_for_a_working_day(http: FlaskClient, clerk: Person) -> None:
    token = signed_in(http, clerk)
    me = http.get(f"{STAFF}/me", headers=bearer(token)).json
    assert (me["login"], me["name"]) == ("clerk", "样例办事员")
    assert me["posts"] == [{"role": "street_clerk", "district": "110102", "street": YUETAN,
                            "provider_id": None, "title": "street_clerk 西城区月坛街道"}]  # fmt: skip
    with transaction(writes=False) as session:
        lasts = session.scalars(select(SignIn)).one().expires_at - machine_now()
    assert lasts <= timedelta(hours=12)


def test_a_staff_session_is_not_pushed_on_by_use(http: FlaskClient, clerk: Person) -> None:
    token = signed_in(http, clerk)
    then = machine_now() - timedelta(hours=11)
    with transaction() as session:
        ends = then + timedelta(hours=12)
        session.execute(update(SignIn).values(last_seen_at=then, expires_at=ends))
    assert http.get(f"{STAFF}/me", headers=bearer(token)).status_code == 200
    with transaction(writes=False) as session:
        kept = session.scalars(select(SignIn)).one()
    assert kept.expires_at == ends
    assert kept.last_seen_at > then


@pytest.mark.parametrize("changes", [{"password": "wrong wrong wrong"}, {"totp": "000000"},
                                     {"totp": ""}, {"totp": "abcde-fghjk"}, {"login": "nobody"}])  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(
    http: FlaskClient, clerk: Person, changes: dict[str, str]
) -> None:
    status, told = enter(http, clerk, **changes)
    assert (status, told["title"]) == (401, "登录名、密码或动态码不对，请核对后再试")
    [refused] = audited("session.refused")
    assert (refused.actor_id, refused.object_id) == (None, None)


def test_a_city_behind_one_address_signs_in_and_wrong_passwords_alone_use_up_its_tries(
    http: FlaskClient, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STAFF_TRIES_AT_ADDRESS", Limit("staff-tries-address", 2, 3600))
    for _ in range(4):
        signed_in(http, clerk)
        moment.now += timedelta(minutes=1)
    names = ("nobody.1", "nobody.2", "nobody.3")
    answers = [enter(http, clerk, login=each, password="wrong")[0] for each in names]
    assert answers == [401, 401, 429]


def test_the_login_name_may_be_typed_in_capitals(http: FlaskClient, clerk: Person) -> None:
    assert enter(http, clerk, login=" Clerk ")[0] == 201


def test_a_name_that_does_not_exist_takes_as_long(http: FlaskClient, clerk: Person) -> None:
    def time_of(login: str) -> float:
        started = time.perf_counter()
        staff_login.passwords.matches(None if login == "nobody" else row().password_hash, "wrong")
        return time.perf_counter() - started

    time_of("nobody")
    known, unknown = ([time_of(login) for _ in range(9)] for login in ("clerk", "nobody"))
    assert 0.4 < statistics.median(known) / statistics.median(unknown) < 2.5


def test_signing_out_ends_the_session(http: FlaskClient, clerk: Person) -> None:
    token = signed_in(http, clerk)
    path = f"{STAFF}/sessions/current"
    assert http.delete(path, headers=bearer(token)).status_code == 204
    assert http.get(f"{STAFF}/me", headers=bearer(token)).status_code == 401


def test_staff_are_no_account(http: FlaskClient, clerk: Person, token: str) -> None:
    assert http.get("/api/v1/me", headers=bearer(signed_in(http, clerk))).status_code == 403
    assert http.get(f"{STAFF}/me", headers=bearer(token)).status_code == 403


# -- the second factor


def test_a_code_is_good_once(http: FlaskClient, clerk: Person) -> None:
    code = clerk.code()
    assert [enter(http, clerk, totp=code)[0] for _ in range(2)] == [201, 401]


def test_an_older_code_is_refused_after_a_newer_one(http: FlaskClient, clerk: Person) -> None:
    older = clerk.code()
    moment.go_on()
    assert enter(http, clerk)[0] == 201
    assert enter(http, clerk, totp=older)[0] == 401
    moment.go_on()
    assert enter(http, clerk)[0] == 201


@pytest.mark.parametrize(("step", "answer"), [(-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)])
def test_a_clock_may_differ_by_one_step(
    http: FlaskClient, clerk: Person, step: int, answer: int
) -> None:
    assert enter(http, clerk, totp=clerk.code(step))[0] == answer


def test_one_code_from_two_places_at_once_lets_one_in(
    site: Flask, http: FlaskClient, clerk: Person
) -> None:
    code, answers = clerk.code(), list[int]()
    together = threading.Barrier(2, timeout=10)

    def press() -> None:
        together.wait()
        answers.append(enter(Client(site), clerk, totp=code)[0])

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(answers) == [201, 401]


def test_a_recovery_code_stands_in_once(http: FlaskClient, clerk: Person) -> None:
    code = clerk.recovery_codes[0]
    assert [enter(http, clerk, totp=code)[0] for _ in range(2)] == [201, 401]
    assert enter(http, clerk, totp=clerk.recovery_codes[1].upper())[0] == 201
    assert len(audited("staff.recovery_used")) == 2


def test_new_recovery_codes_replace_the_old(http: FlaskClient, clerk: Person) -> None:
    token = signed_in(http, clerk)
    moment.go_on()
    path = f"{STAFF}/me/recovery-codes"
    answer = http.post(path, json=clerk.proof(), headers=bearer(token))
    assert answer.status_code == 201
    assert len(set(answer.json["codes"])) == 8
    assert enter(http, clerk, totp=clerk.recovery_codes[0])[0] == 401
    assert enter(http, clerk, totp=answer.json["codes"][0])[0] == 201


# -- lock-out


def fail(http: FlaskClient, person: Person, times: int) -> list[int]:
    return [enter(http, person, password="wrong wrong wrong")[0] for _ in range(times)]


@pytest.mark.parametrize("login", ["clerk", "nobody"])
def test_the_fifth_failure_locks_a_name_whether_it_exists_or_not(
    http: FlaskClient, clerk: Person, login: str
) -> None:
    person = replace(clerk, login=login)
    assert fail(http, person, 6) == [401] * 5 + [429]
    answer = http.post(f"{STAFF}/sessions", json={"login": login} | clerk.proof())
    assert (answer.status_code, answer.json["type"]) == (429, "urn:yinian:problem:login-locked")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    [locked] = audited("login.locked")
    assert locked.object_id == (str(row().id) if login == "clerk" else None)


def unlock() -> None:
    with transaction() as session:
        session.execute(update(LoginLock).values(locked_until=machine_now() - timedelta(seconds=1)))


def locked_for() -> timedelta:
    with transaction(writes=False) as session:
        lock = session.scalars(select(LoginLock)).one()
    assert lock.locked_until is not None
    return lock.locked_until - lock.last_at


def test_the_lock_grows_and_the_right_password_ends_it(http: FlaskClient, clerk: Person) -> None:
    fail(http, clerk, 5)
    assert locked_for() == timedelta(minutes=1)
    unlock()
    fail(http, clerk, 1)
    assert locked_for() == timedelta(minutes=2)
    unlock()
    assert enter(http, clerk)[0] == 201
    assert fail(http, clerk, 4) == [401] * 4


@pytest.mark.parametrize(("failures", "minutes"), [(5, 1), (6, 2), (8, 8), (11, 60), (4000, 60)])
def test_a_lock_lasts_up_to_an_hour(failures: int, minutes: int) -> None:
    assert login_locks.lasting(failures) == timedelta(minutes=minutes)


def test_failures_of_yesterday_are_forgotten(http: FlaskClient, clerk: Person) -> None:
    fail(http, clerk, 4)
    with transaction() as session:
        session.execute(update(LoginLock).values(last_at=machine_now() - timedelta(days=2)))
    assert fail(http, clerk, 4) == [401] * 4


def test_a_crowd_of_guesses_at_once_gets_five_tries(
    site: Flask, http: FlaskClient, clerk: Person
) -> None:
    answers: list[int] = []
    together = threading.Barrier(12, timeout=20)

    def guess() -> None:
        together.wait()
        answers.extend(fail(Client(site), clerk, 1))

    guesses = [threading.Thread(target=guess) for _ in range(12)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join()
    assert sorted(answers) == [401] * 5 + [429] * 7


# -- passwords


def test_the_initial_password_has_to_be_changed_at_the_first_login(
    http: FlaskClient, newcomer: Person
) -> None:
    code = newcomer.code()
    status, told = enter(http, newcomer, totp=code)
    assert (status, told["type"]) == (403, "urn:yinian:problem:password-must-change")
    assert enter(http, newcomer, totp=code, new_password=PASSWORD)[0] == 201
    assert enter(http, newcomer, totp=newcomer.recovery_codes[0])[0] == 401
    own = replace(newcomer, password=PASSWORD)
    assert enter(http, own, totp=newcomer.recovery_codes[0])[0] == 201


@pytest.mark.parametrize("new", ["short", "a" * 20, "my name is clerk 1", "ababababababab"])
def test_a_bad_new_password_is_refused_with_a_reason(
    http: FlaskClient, newcomer: Person, new: str
) -> None:
    status, told = enter(http, newcomer, new_password=new)
    assert (status, told["errors"][0]["field"]) == (422, "new_password")
    assert row().password_is_initial


def test_a_change_of_password_ends_the_other_sessions(http: FlaskClient, clerk: Person) -> None:
    other = signed_in(http, clerk)
    moment.go_on()
    token = signed_in(http, clerk)
    moment.go_on()
    body = clerk.proof() | {"new_password": "another sentence of the sample"}
    path = f"{STAFF}/me/password"
    assert http.post(path, json=body, headers=bearer(token)).status_code == 204
    assert http.get(f"{STAFF}/me", headers=bearer(other)).status_code == 401
    assert http.get(f"{STAFF}/me", headers=bearer(token)).status_code == 200
    moment.go_on()
    assert enter(http, clerk)[0] == 401


def test_a_session_alone_does_not_change_the_password(http: FlaskClient, clerk: Person) -> None:
    token = signed_in(http, clerk)
    body = {"password": "wrong wrong wrong", "totp": "000000", "new_password": PASSWORD + "!"}
    path = f"{STAFF}/me/password"
    assert http.post(path, json=body, headers=bearer(token)).status_code == 401


def test_a_password_is_hashed_as_owasp_says(clerk: Person) -> None:
    assert row().password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_neither_secret_nor_codes_are_stored_in_the_clear(clerk: Person) -> None:
    with transaction(writes=False) as session:
        run = session.connection().exec_driver_sql
        kept = str(run("SELECT * FROM identity_staff").all())
        kept += str(run("SELECT * FROM identity_recovery_codes").all())
    for marked in (clerk.secret, clerk.password, *clerk.recovery_codes):
        assert marked not in kept
        assert second_factor.plain(marked) not in kept


# -- commands


def run(site: Flask, *arguments: str) -> tuple[int, str]:
    done = site.test_cli_runner().invoke(args=arguments)
    return done.exit_code, done.output


def test_the_command_prints_what_is_handed_over_and_it_works(
    site: Flask, http: FlaskClient
) -> None:
    code, printed = run(site, "staff", "create", "reviewer", "样例审批员",
                        "--role", "district_reviewer", "--district", "西城")  # fmt: skip
    assert code == 0, printed
    secret = re.search(r"secret=([A-Z2-7]+)", printed)
    password = re.search(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", printed)
    assert secret
    assert password
    person = Person("reviewer", password.group(), secret.group(1), [])
    assert enter(http, person, new_password=PASSWORD)[0] == 201
    listed = run(site, "staff", "list")[1]
    assert "reviewer\t样例审批员\tdistrict_reviewer 西城区" in listed
    assert [record.action for record in map(only, ("staff.created", "staff.granted"))]


def only(action: str) -> Any:
    [record] = audited(action)
    return record


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (["--role", "street_clerk", "--district", "西城"], "要写明街道"),
        (["--role", "street_clerk", "--district", "西城", "--street", "不存在街道"], "没有叫“不存在街道”的街道"),
        (["--role", "street_clerk", "--district", "东城", "--street", "月坛街道"], "没有叫“月坛街道”的街道"),
        (["--role", "street_clerk", "--district", "天津", "--street", "月坛街道"], "没有叫“天津”的区"),
        (["--role", "district_reviewer"], "要写明区"),
        (["--role", "editor", "--district", "西城"], "不分区"),
        (["--role", "point_operator"], "要写明服务商"),
    ],
)  # fmt: skip
def test_a_place_that_is_wrong_is_said_in_one_sentence(
    site: Flask, where: list[str], told: str
) -> None:
    code, printed = run(site, "staff", "create", "someone", "样例", *where)
    assert code != 0
    assert told in printed
    with transaction(writes=False) as session:
        assert session.scalars(select(Staff)).all() == []


def test_a_street_may_be_named_or_numbered(site: Flask) -> None:
    for login, street in (("one", "月坛"), ("two", YUETAN)):
        code, printed = run(site, "staff", "create", login, "样例", "--role", "street_clerk",
                            "--district", "110102", "--street", street)  # fmt: skip
        assert code == 0, printed
    assert run(site, "staff", "list")[1].count("西城区月坛街道") == 2


def test_a_login_name_is_taken_once(site: Flask, clerk: Person) -> None:
    code, printed = run(site, "staff", "create", "Clerk", "样例", "--role", "editor")
    assert (code, "已经有登录名 clerk 了" in printed) == (1, True)


def test_posts_count_from_the_next_request_on(
    site: Flask, http: FlaskClient, clerk: Person
) -> None:
    token = signed_in(http, clerk)

    def roles() -> list[str]:
        posts = http.get(f"{STAFF}/me", headers=bearer(token)).json["posts"]
        return [post["role"] for post in posts]

    assert run(site, "staff", "grant", "clerk", "--role", "editor")[0] == 0
    assert roles() == ["street_clerk", "editor"]
    assert run(site, "staff", "grant", "clerk", "--role", "editor")[0] == 1
    assert run(site, "staff", "revoke", "clerk", "--role", "editor")[0] == 0
    assert roles() == ["street_clerk"]
    assert run(site, "staff", "revoke", "clerk", "--role", "editor")[0] == 1


def test_a_reset_unlocks_hands_over_anew_and_signs_out_everywhere(
    site: Flask, http: FlaskClient, clerk: Person
) -> None:
    token = signed_in(http, clerk)
    fail(http, clerk, 5)
    assert run(site, "staff", "reset", "clerk")[0] == 0
    assert http.get(f"{STAFF}/me", headers=bearer(token)).status_code == 401
    assert enter(http, clerk)[0] == 401
    assert row().password_is_initial
    assert len(audited("staff.reset")) == 1


def test_a_closed_account_is_out_at_once(site: Flask, http: FlaskClient, clerk: Person) -> None:
    token = signed_in(http, clerk)
    assert run(site, "staff", "close", "clerk")[0] == 0
    assert http.get(f"{STAFF}/me", headers=bearer(token)).status_code == 401
    assert enter(http, clerk, totp=clerk.recovery_codes[0])[0] == 401
    assert "（已停用）" in run(site, "staff", "list")[1]
    assert run(site, "staff", "reset", "clerk")[0] == 1


def at(moment: datetime) -> int:
    return int(moment.timestamp()) // 30


def test_the_step_of_a_code_is_the_one_it_was_made_for() -> None:
    secret, now = second_factor.new_secret(), machine_now()
    code = pyotp.TOTP(secret).at(now)
    assert second_factor.step_of(secret, f"{code[:3]} {code[3:]}", now) == at(now)
    assert second_factor.step_of(secret, code, now + timedelta(seconds=90)) is None
