"""A mobile number and a code sent there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server.identity import limits
from server.identity.codes_models import SmsCode
from server.identity.limits import Limit
from server.identity.models import Account
from server.kit.clock import machine_now
from server.kit.counters import Counter
from server.kit.sms import SmsError
from server.transaction import transaction
from tests.server.identity.conftest import Client, audited
from tests.server.identity.pretend import PretendSms

PHONE = "19900000001"
ROOMY = (Limit("sms-phone", 100, 60),)


def ask(http: FlaskClient, phone: str = PHONE) -> tuple[int, dict[str, object]]:
    answer = http.post("/api/v1/sms-codes", json={"phone": phone, "purpose": "sign_in"})
    return answer.status_code, answer.json


def enter(http: FlaskClient, code: str, phone: str = PHONE) -> int:
    body = {"phone": phone, "code": code, "device": "样例电脑"}
    answer = http.post("/api/v1/sessions/sms", json=body)
    http.last = answer.json  # type: ignore[attr-defined]
    return answer.status_code


def another(code: str) -> str:
    """A code that is wrong."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_of_the_message_signs_in(http: FlaskClient, sms: PretendSms) -> None:
    assert ask(http)[0] == 202
    assert enter(http, sms.last_code()) == 201
    assert http.last["account_id"]  # type: ignore[attr-defined]


def test_the_same_number_is_the_same_account_however_it_is_typed(
    http: FlaskClient, sms: PretendSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SMS_TO_PHONE", ROOMY)
    accounts = set()
    for typed in (PHONE, "+86 199 0000 0001", "0086-199-0000-0001", "１９９０００００００１"):
        assert ask(http, typed)[0] == 202
        assert enter(http, sms.last_code(), typed) == 201
        accounts.add(http.last["account_id"])  # type: ignore[attr-defined]
    assert len(accounts) == 1
    assert {to for to, _ in sms.sent} == {PHONE}


@pytest.mark.parametrize("typed", ["", "12345678901", "1990000000", "199000000011", "010-65551234",
                                   "+1 2025550123", "电话"])  # fmt: skip
def test_what_is_no_mobile_number_is_said_so(
    http: FlaskClient, sms: PretendSms, typed: str
) -> None:
    status, told = ask(http, typed)
    assert status == 422
    assert "11 位的手机号" in str(told["errors"])
    assert sms.sent == []


def test_the_message_says_who_it_is_from_and_warns_and_has_no_link(
    http: FlaskClient, sms: PretendSms
) -> None:
    ask(http)
    text = sms.sent[0][1]
    assert text.startswith("【颐年】")
    assert "谁向您要都不要说" in text
    assert "http" not in text
    assert "." not in text


def test_the_answer_is_the_same_for_every_number(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    enter(http, sms.last_code())
    known, unknown = ask(http, PHONE), ask(http, "19900000002")
    assert known == unknown
    assert len(sms.sent) == 2  # the known one had its message within this minute


def test_a_code_works_once(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    assert [enter(http, sms.last_code()) for _ in range(2)] == [201, 401]


def test_a_code_belongs_to_its_number(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    assert enter(http, sms.last_code(), "19900000002") == 401


def test_after_five_wrong_tries_the_right_code_is_wrong_too(
    http: FlaskClient, sms: PretendSms
) -> None:
    ask(http)
    code = sms.last_code()
    assert [enter(http, another(code)) for _ in range(5)] == [401] * 5
    assert enter(http, code) == 401
    assert len(audited("session.refused")) == 6


def test_four_wrong_tries_do_no_harm(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    code = sms.last_code()
    for _ in range(4):
        enter(http, another(code))
    assert enter(http, code) == 201


def test_a_code_is_over_after_five_minutes(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    with transaction() as session:
        session.execute(update(SmsCode).values(expires_at=machine_now() - timedelta(seconds=1)))
    assert enter(http, sms.last_code()) == 401


def test_a_code_lasts_five_minutes(http: FlaskClient) -> None:
    ask(http)
    with transaction(writes=False) as session:
        left = session.scalars(select(SmsCode)).one().expires_at - machine_now()
    assert timedelta(minutes=4, seconds=55) < left <= timedelta(minutes=5)


def test_a_new_code_replaces_the_old_one(
    http: FlaskClient, sms: PretendSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SMS_TO_PHONE", ROOMY)
    ask(http)
    old = sms.last_code()
    ask(http)
    assert old == sms.last_code() or enter(http, old) == 401
    assert enter(http, sms.last_code()) == 201


def test_a_number_gets_one_message_a_minute_and_nobody_is_told(
    http: FlaskClient, sms: PretendSms
) -> None:
    assert [ask(http)[0] for _ in range(3)] == [202] * 3
    assert len(sms.sent) == 1


def test_a_number_gets_five_messages_an_hour(http: FlaskClient, sms: PretendSms) -> None:
    for _ in range(7):
        ask(http)
        let_a_minute_pass()
    assert len(sms.sent) == 5


def let_a_minute_pass() -> None:
    soon = machine_now() + timedelta(minutes=2)
    with transaction() as session:
        over = update(Counter).where(Counter.ends_at < soon)
        session.execute(over.values(ends_at=machine_now() - timedelta(seconds=1)))


def test_one_address_asks_for_so_many(
    http: FlaskClient, sms: PretendSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SMS_FOR_ADDRESS", Limit("sms-address", 2, 3600))
    phones = [f"1990000010{n}" for n in range(3)]
    assert [ask(http, phone)[0] for phone in phones] == [202, 202, 429]
    assert len(sms.sent) == 2


def test_hundreds_behind_one_carriers_address_who_type_it_right_are_never_stopped(
    http: FlaskClient, sms: PretendSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SMS_FOR_ADDRESS", Limit("sms-address", 2, 3600))
    monkeypatch.setattr(limits, "SMS_TRIES_AT_ADDRESS", Limit("sms-tries-address", 2, 3600))
    for number in range(5):
        phone = f"1990000020{number}"
        assert ask(http, phone)[0] == 202
        assert enter(http, sms.last_code(), phone) == 201


def test_wrong_codes_from_one_address_are_stopped(
    http: FlaskClient, sms: PretendSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SMS_TRIES_AT_ADDRESS", Limit("sms-tries-address", 2, 3600))
    ask(http)
    wrong = another(sms.last_code())
    assert [enter(http, wrong, phone) for phone in (PHONE, PHONE, "19900000002")] == [401, 401, 429]


def test_guessing_one_number_from_many_addresses_is_stopped(
    site: Flask, http: FlaskClient, sms: PretendSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SMS_TRIES_FOR_PHONE", Limit("sms-tries-phone", 3, 3600))
    ask(http)
    answers = []
    for number in range(4):
        guesser = Client(site)
        guesser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        answers.append(enter(guesser, another(sms.last_code())))
    assert answers == [401, 401, 401, 429]


def test_neither_number_nor_code_is_stored_in_the_clear(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    with transaction(writes=False) as session:
        kept = str(session.connection().exec_driver_sql("SELECT * FROM identity_sms_codes").all())
        kept += str(session.connection().exec_driver_sql("SELECT * FROM kit_counters").all())
    assert PHONE not in kept
    assert f"'{sms.last_code()}'" not in kept


def test_a_gateway_that_refuses_is_not_passed_over_in_silence(
    http: FlaskClient, sms: PretendSms
) -> None:
    sms.error = SmsError("busy", retryable=True)
    status, told = ask(http)
    assert (status, told["type"]) == (503, "urn:yinian:problem:sms-unavailable")
    assert "12345" in str(told["title"])


def test_a_message_that_may_have_been_sent_counts_as_sent(
    http: FlaskClient, sms: PretendSms
) -> None:
    sms.error = SmsError("no answer", retryable=True, unknown_outcome=True)
    assert ask(http)[0] == 202


def test_a_blocked_account_stays_out(http: FlaskClient, sms: PretendSms) -> None:
    ask(http)
    enter(http, sms.last_code())
    with transaction() as session:
        session.execute(update(Account).values(status="blocked"))
    let_a_minute_pass()
    ask(http)
    assert enter(http, sms.last_code()) == 403
