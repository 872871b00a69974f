"""Who is told of an event: each once, in the words meant for them, however often it is announced."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from server.app import create_app
from server.config import SettingsError
from server.jobs.models import Job
from server.kit.ids import new_key
from server.messages import service
from server.messages.service import Announcement
from server.transaction import transaction
from tests import databases
from tests.doing_jobs import claim, do
from tests.server.messages.conftest import Office


def test_both_sides_are_told_each_in_their_own_words(office: Office) -> None:
    mother, daughter = office.account(), office.account()
    elder = office.elder(mother)
    office.tell("grant_revoked", mother, daughter, elder=elder, relation="child")
    told = {message.account_id: message for message in office.messages()}
    assert told[mother].audience == "elder"
    assert "您的孩子" in told[mother].text["inbox"]
    assert told[daughter].audience == "grantee"
    assert "王*例" in told[daughter].text["inbox"]


def test_an_elder_without_an_account_is_told_too(office: Office) -> None:
    daughter = office.account()
    office.tell("grant_active", daughter, elder=office.elder())
    assert {(m.account_id, m.audience) for m in office.messages()} == {
        (daughter, "grantee"),
        (None, "elder"),
    }


def test_a_grant_that_names_no_elder_yet_is_told_to_who_asked(office: Office) -> None:
    [message] = office.tell("grant_refused", office.account())
    assert message.audience == "grantee"
    assert "替老人办事" in message.text["inbox"]


def test_a_repeated_job_writes_nothing_a_second_time(office: Office) -> None:
    office.tell("test_message", office.account(), office.account(), do=False)
    claimed = claim(1)[0]
    do(office.app, claimed)
    with transaction() as session:
        session.execute(update(Job).where(Job.id == claimed.id).values(status="waiting"))
    office.do()
    assert len(office.messages()) == 2


def test_the_same_event_announced_twice_is_told_twice(office: Office) -> None:
    account = office.account()
    office.tell("signed_in_new_device", account)
    office.tell("signed_in_new_device", account)
    assert len(office.messages()) == 2


def test_a_recipient_named_twice_is_told_once(office: Office) -> None:
    account = office.account()
    assert len(office.tell("test_message", account, account)) == 1


@pytest.mark.parametrize("event", ["won_the_lottery", "grant_active"])
def test_what_cannot_be_told_to_anybody_is_given_up_and_seen(office: Office, event: str) -> None:
    office.tell(event)
    with transaction(writes=False) as session:
        assert [job.status for job in session.query(Job)] == ["given_up"]


def test_messages_and_the_jobs_that_send_them_are_written_together(office: Office) -> None:
    said = Announcement(origin="test", event="test_message", to=[office.account()])

    class Halt(Exception):
        pass

    def announce_and_halt() -> None:
        with transaction() as session:
            service.announce(session, said)
            raise Halt

    with pytest.raises(Halt):
        announce_and_halt()
    assert office.messages() == []
    assert office.do() == 0


def test_a_number_that_is_taken_is_drawn_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["123456782", "123456782", "876543211"])
    monkeypatch.setattr(service.numbers, "draw", lambda: next(drawn))
    office.tell("test_message", office.account(), office.account())
    assert {m.verify_number for m in office.messages()} == {"123456782", "876543211"}


@pytest.mark.parametrize("setting", ["grant:a,matter:a", "lottery:abc"])
def test_templates_that_make_no_sense_stop_the_start(office: Office, setting: str) -> None:
    like = office.app.extensions["settings"]
    with pytest.raises(SettingsError, match="WECHAT_TEMPLATES"):
        create_app(databases.settings(like.database_url, like.data_dir, wechat_templates=setting))


def test_the_text_is_kept_sealed(office: Office) -> None:
    office.tell("grant_active", office.account(), elder=office.elder(), id=str(new_key()))
    with transaction(writes=False) as session:
        raw = session.connection().exec_driver_sql("SELECT text FROM messages").scalars().all()
    assert raw
    assert all("办事" not in text for text in raw)
