"""A message on its way: over WeChat, by SMS, by somebody who rings up; what failed, what repeats."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from server.jobs.models import Job
from server.kit.clock import machine_now
from server.kit.sms import SmsError
from server.messages import consents, sending, tasks
from server.messages.models import Message
from server.messages.sending import PAUSES, URGENT_TRIES
from server.messages.states import Status
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.messages.conftest import Office
from tests.server.messages.outside import no_answer, says

MATTER = {"matter": 1}
EVENT = "test_message"


def test_who_agreed_gets_it_over_wechat_and_the_consent_is_spent(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to=MATTER)
    [message] = office.tell(EVENT, account)
    assert (message.status, message.channel) == ("accepted", "wechat")
    [(openid, template, values)] = office.wechat.calls
    assert (openid, template) == ("o-1", "sim-template-matter")
    assert message.verify_number in values["thing4"]
    assert office.balance(account, "matter") == 0
    assert office.sms.calls == []


def test_without_consent_it_goes_by_sms(office: Office) -> None:
    [message] = office.tell(EVENT, office.account(openid="o-1", phone="13800000001"))
    assert (message.status, message.channel) == ("accepted", "sms")
    assert office.wechat.calls == []
    assert list(office.sms.delivered.values()) == [("13800000001", message.text["sms"])]


def test_a_wechat_user_of_another_app_is_not_used(office: Office) -> None:
    account = office.account(
        openid="o-1", phone="13800000001", consents_to=MATTER, appid="wxelsewhere0000000"
    )
    office.tell(EVENT, account)
    assert office.wechat.calls == []
    assert office.balance(account, "matter") == 1


def test_without_any_channel_somebody_rings_up(office: Office) -> None:
    elder = office.elder(street="110107001")
    [message] = office.tell("grant_disputed", elder=elder)
    assert (message.status, message.channel, message.account_id) == ("accepted", "call", None)
    [call] = office.calls()
    assert (call.reason, call.district, call.street) == ("no_channel", "110107", "110107001")


def test_an_elder_without_an_account_but_with_a_phone_gets_an_sms(office: Office) -> None:
    elder = office.elder(phone="13800000009")
    [message] = office.tell("grant_disputed", elder=elder)
    assert (message.status, message.channel) == ("accepted", "sms")


def test_who_has_died_or_moved_away_gets_nothing(office: Office) -> None:
    account = office.account(openid="o-1", consents_to={"grant": 1})
    elder = office.elder(account)
    office.dies(elder)
    [message] = office.tell("grant_disputed", account, elder=elder)
    assert message.status == "refused"
    assert office.history(message)[-1] == ("refused", "not_to_be_contacted")
    assert office.wechat.calls == []
    assert office.balance(account, "grant") == 1


def test_the_daughter_of_somebody_who_has_died_is_still_told(office: Office) -> None:
    daughter, elder = office.account(phone="13800000001"), office.elder()
    office.dies(elder)
    office.tell("grant_revoked", daughter, elder=elder)
    states = {message.audience: message.status for message in office.messages()}
    assert states == {"grantee": "accepted", "elder": "refused"}


def test_who_died_between_announcement_and_sending_gets_nothing(office: Office) -> None:
    account = office.account(phone="13800000001")
    elder = office.elder(account)
    office.tell("grant_disputed", account, elder=elder, do=False)
    office.do_first()
    office.dies(elder)
    office.do()
    assert office.only().status == "refused"
    assert office.sms.calls == []


def test_43101_empties_the_balance_and_the_next_channel_is_taken(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to={"matter": 3})
    office.wechat.script = [says(43101)]
    [message] = office.tell(EVENT, account)
    assert office.tried(message) == [("wechat", "no_consent"), ("sms", "accepted")]
    assert office.balance(account, "matter") == 0


@pytest.mark.parametrize(
    ("errcode", "alarms"),
    [(47003, True), (40037, True), (41030, True), (48001, True), (40003, False)],
)
def test_what_cannot_succeed_is_not_repeated_and_the_consent_goes_back(
    office: Office, errcode: int, alarms: bool, standard_error: Callable[[], str]
) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to=MATTER)
    office.wechat.script = [says(errcode, "argument invalid! data.thing2.value is empty")]
    [message] = office.tell(EVENT, account)
    assert office.tried(message) == [("wechat", "refused"), ("sms", "accepted")]
    assert office.balance(account, "matter") == 1
    assert ("message_channel_misconfigured" in standard_error()) is alarms


@pytest.mark.parametrize("errcode", [-1, 45009, 45011, 40001])
def test_what_may_succeed_later_is_tried_again_after_a_pause(office: Office, errcode: int) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to=MATTER)
    office.wechat.script = [says(errcode)]
    [message] = office.tell(EVENT, account)
    assert message.status == "created"
    assert office.do() == 0
    office.do(waited=True)
    assert office.only().status == "accepted"
    assert office.tried(message) == [("wechat", "later"), ("wechat", "accepted")]
    assert office.balance(account, "matter") == 0


def test_a_time_out_is_repeated_and_43101_then_means_that_it_was_sent(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to=MATTER)
    office.wechat.script = [no_answer(), says(43101)]
    [message] = office.tell(EVENT, account)
    office.do(waited=True)
    assert office.only().status == "accepted"
    assert office.tried(message) == [("wechat", "unknown"), ("wechat", "no_consent")]
    assert office.sms.calls == []


def test_wechat_that_never_answers_is_left_for_sms(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to=MATTER)
    office.wechat.script = [says(-1)] * 20
    office.tell(EVENT, account)
    office.do_everything()
    message = office.only()
    assert (message.status, message.channel) == ("accepted", "sms")
    assert len(office.wechat.calls) == len(PAUSES) + 1
    assert office.balance(account, "matter") == 1  # nothing was sent over WeChat


def test_when_every_gateway_fails_it_is_given_up_and_somebody_rings_up(office: Office) -> None:
    office.sms.script = [SmsError("down", retryable=True)] * 20
    office.tell(EVENT, office.account(phone="13800000001"))
    office.do_everything()
    message = office.only()
    assert message.status == "given_up"
    assert len(office.sms.calls) == len(PAUSES) + 1
    assert [call.reason for call in office.calls()] == ["gateways_failed"]


def test_what_is_urgent_reaches_a_person_soon(office: Office) -> None:
    office.sms.script = [SmsError("down", retryable=True)] * 20
    elder = office.elder(phone="13800000009")
    office.tell("emergency_told_family", elder=elder)
    office.do(waited=True)
    assert len(office.sms.calls) == URGENT_TRIES
    [call] = office.calls()
    assert call.due_at <= office.only().changed_at


def test_a_refused_number_is_not_repeated(office: Office) -> None:
    office.sms.script = [SmsError("status 400", retryable=False)]
    [message] = office.tell(EVENT, office.account(phone="13800000001"))
    assert office.tried(message) == [("sms", "refused"), ("call", "accepted")]
    assert message.status == "accepted"


def test_an_sms_whose_outcome_is_unknown_arrives_once(office: Office) -> None:
    office.sms.script = [SmsError("no answer", retryable=True, unknown_outcome=True)]
    office.tell(EVENT, office.account(phone="13800000001"))
    office.do(waited=True)
    assert office.only().status == "accepted"
    assert len(office.sms.calls) == 2
    assert len(office.sms.delivered) == 1


def test_a_job_that_ran_already_sends_nothing(office: Office) -> None:
    account = office.account(openid="o-1", consents_to={"matter": 2})
    [message] = office.tell(EVENT, account)
    sending.send(message.id, message.turn)
    assert len(office.wechat.calls) == 1


def test_an_older_job_does_nothing_while_a_newer_one_waits(office: Office) -> None:
    office.wechat.script = [says(-1)]
    account = office.account(openid="o-1", consents_to=MATTER)
    [message] = office.tell(EVENT, account)
    sending.send(message.id, message.turn - 1)
    assert office.only().status == "created"
    assert len(office.wechat.calls) == 1


def test_a_message_whose_job_was_given_up_is_found_and_sent(
    office: Office, standard_error: Callable[[], str]
) -> None:
    office.tell(EVENT, office.account(phone="13800000001"), do=False)
    office.do_first()
    with transaction() as session:
        session.execute(update(Job).where(Job.status == "waiting").values(status="given_up"))
    tasks.wake()
    office.do()
    assert office.only().status == "created"  # it may still be on its way
    with transaction() as session:
        session.execute(update(Message).values(changed_at=machine_now() - tasks.RESTS))
    tasks.wake()
    office.do()
    assert office.only().status == "accepted"
    assert "messages_were_at_rest" in standard_error()


class Killed(BaseException):
    """The worker dies here."""


def die() -> None:
    raise Killed


def test_a_worker_that_dies_in_the_call_repeats_that_message_only(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001", consents_to=MATTER)
    office.wechat.script = [die, says(43101)]
    office.tell(EVENT, account, do=False)
    with pytest.raises(Killed):
        office.do()
    message = office.only()
    assert message.status == Status.SENDING
    sending.send(message.id, message.turn)
    assert office.only().status == "accepted"
    assert office.tried(message) == [("wechat", "unknown"), ("wechat", "no_consent")]
    assert ("created", "interrupted") in office.history(message)


def test_a_repeat_stays_on_the_channel_it_may_have_gone_over(office: Office) -> None:
    account = office.account(openid="o-1", phone="13800000001")
    office.sms.script = [SmsError("no answer", retryable=True, unknown_outcome=True)]
    office.tell(EVENT, account)
    with transaction() as session:
        consents.accept(session, account, "matter", long_term=False)
    office.do(waited=True)
    assert office.wechat.calls == []
    assert len(office.sms.delivered) == 1


def test_every_reading_of_a_contact_is_audited_without_what_was_read(office: Office) -> None:
    account = office.account(openid="o-marked", phone="13800000077", consents_to=MATTER)
    office.tell(EVENT, account)
    with transaction(writes=False) as session:
        rows = (
            session.query(AuditRecord)
            .filter_by(object_id=str(account), action="contact.read")
            .all()
        )
    assert [(row.actor_kind, row.object_id) for row in rows] == [("system", str(account))]
    assert "o-marked" not in str([vars(row) for row in rows])
