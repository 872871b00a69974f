"""An entry counts what people did who had been told it within a day: ordered, checked, rang."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from server.activities.models import Activity, SignUp
from server.conversation.models import Conversation, Turn
from server.editorial import looking, tasks
from server.editorial.outcomes import Happened, Outcome, init_app
from server.kit.clock import business_now
from server.kit.ids import new_capability, new_key
from server.transaction import transaction
from tests.small_knowledge import PHRASINGS

DAUGHTER, MOTHER, NEIGHBOUR = new_key(), new_key(), new_key()
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def tell(name: str, account: uuid.UUID | None, elder: uuid.UUID | None, ago: timedelta) -> None:
    """Somebody was told an entry so long ago."""
    with transaction() as session:
        now = business_now()
        spoken = Conversation(
            id=new_capability(), created_at=now - ago, expires_at=now + AN_HOUR,
            account_id=account, elder_id=elder, person={}, self_check={},
        )  # fmt: skip
        session.add(spoken)
        session.flush()
        session.add(
            Turn(
                conversation_id=spoken.id, text="问", input_mode="text", kind="answer", entry_id=name,
                release=1, reply={"text": "答"}, reasons={}, created_at=now - ago,
            )
        )  # fmt: skip


def sign_up(elder: uuid.UUID, ago: timedelta = AN_HOUR) -> None:
    with transaction() as session:
        now = business_now()
        activity = Activity(
            title="样例", place="样例", street="110102001", starts_at=now + AN_HOUR, closes_at=now,
            fee_fen=0, places=9, places_left=9, seller_id=new_key(), created_at=now,
        )  # fmt: skip
        session.add(activity)
        session.flush()
        session.add(
            SignUp(
                activity_id=activity.id, elder_id=elder, account_id=DAUGHTER, fee_fen=0,
                status="confirmed", pay_until=now, created_at=now - ago,
            )
        )  # fmt: skip


def led() -> dict[str, int]:
    tasks.count_outcomes()
    with transaction(writes=False) as session:
        return {name: use.led for name, use in looking.uses(session).items() if use.led}


@pytest.mark.parametrize(
    ("account", "elder", "ago", "counted"),
    [
        (DAUGHTER, MOTHER, 2 * AN_HOUR, True),
        (DAUGHTER, None, 2 * AN_HOUR, True),
        (NEIGHBOUR, MOTHER, 2 * AN_HOUR, True),
        (NEIGHBOUR, None, 2 * AN_HOUR, False),
        (DAUGHTER, NEIGHBOUR, 2 * AN_HOUR, False),
        (DAUGHTER, MOTHER, 26 * AN_HOUR, False),
        (DAUGHTER, MOTHER, timedelta(minutes=30), False),
    ],
    ids=["for her", "for nobody", "somebody else for her", "a stranger", "for another", "long ago",
         "afterwards"],
)  # fmt: skip
def test_whose_question_led_to_an_order(
    desk: Flask, account: uuid.UUID, elder: uuid.UUID | None, ago: timedelta, counted: bool
) -> None:
    with desk.app_context():
        tell("lunch", account, elder, ago)
        sign_up(MOTHER)
        assert led() == ({"lunch": 1} if counted else {})


def test_an_order_is_counted_once_for_each_entry(desk: Flask) -> None:
    with desk.app_context():
        for name in ("lunch", "lunch", "bath"):
            tell(name, DAUGHTER, MOTHER, 2 * AN_HOUR)
        sign_up(MOTHER)
        assert led() == led() == {"lunch": 1, "bath": 1}
        sign_up(MOTHER, ago=timedelta(seconds=5))
        assert led() == {"lunch": 1, "bath": 1}, "it may not be committed everywhere yet"


def test_more_at_once_than_are_read_at_once_are_all_counted(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.editorial.outcomes.AT_ONCE", 2)
    with desk.app_context():
        tell("lunch", DAUGHTER, MOTHER, 3 * AN_HOUR)
        for minutes in (10, 20, 30, 40, 50):
            sign_up(MOTHER, ago=timedelta(minutes=minutes))
        assert [led()["lunch"] for _ in range(4)] == [2, 4, 5, 5]


def test_each_counter_says_whether_it_rose_against_the_week_before(desk: Flask) -> None:
    with desk.app_context():
        tell("lunch", DAUGHTER, MOTHER, 2 * AN_HOUR + 9 * A_DAY)
        tell("lunch", DAUGHTER, MOTHER, 2 * AN_HOUR)
        for ago in (9 * A_DAY, 10 * AN_HOUR, AN_HOUR, AN_HOUR):
            sign_up(MOTHER, ago=ago)
        led()
        with transaction(writes=False) as session:
            use = looking.uses(session)["lunch"]
        assert (use.led, use.this_week.led, use.last_week.led) == (3, 2, 1)
        assert use.trend("led") == 1


def went_on(desk: Flask, *asked: str) -> str:
    """Somebody says this in one conversation, one after the other; its id."""
    client, body = desk.test_client(), {}
    for text in asked:
        answer = client.post("/api/v1/chat/messages", json={"text": text} | body)
        body = {"conversation_id": answer.get_json()["conversation_id"]}
    return body["conversation_id"]


def counted(desk: Flask, monkeypatch: pytest.MonkeyPatch, counter: str) -> dict[str, int]:
    monkeypatch.setattr("server.editorial.outcomes.SETTLED", timedelta(0))
    with desk.app_context():
        tasks.count_outcomes()
        tasks.count_outcomes()
        with transaction(writes=False) as session:
            uses = {name: getattr(use, counter) for name, use in looking.uses(session).items()}
    return {name: count for name, count in uses.items() if count}


LUNCH, CHECK = PHRASINGS["lunch"][0], "我妈八十三了，能领多少钱"


def test_a_check_of_allowances_counts_once_for_what_was_told_there_before(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    went_on(desk, LUNCH, CHECK, "北京户口", PHRASINGS["bath"][0], CHECK)
    went_on(desk, CHECK, PHRASINGS["bath"][0])
    assert counted(desk, monkeypatch, "checked") == {"lunch": 1}


def test_a_person_who_is_asked_for_counts_for_what_was_told_in_that_conversation(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = went_on(desk, LUNCH)
    went_on(desk, PHRASINGS["bath"][0])
    path = f"/api/v1/chat/conversations/{asked}/handoff"
    assert desk.test_client().post(path, json={"kind": "reply"}).status_code == 201
    assert counted(desk, monkeypatch, "handed") == {"lunch": 1}
    assert counted(desk, monkeypatch, "led") == {}


def test_two_domains_of_one_name_are_refused(desk: Flask) -> None:
    one = Outcome("meals", lambda *_: [Happened(business_now(), MOTHER, None)])
    with pytest.raises(ValueError, match="one name"):
        init_app(desk, one, one)


def test_a_name_that_would_be_cut_off_to_another_is_refused(desk: Flask) -> None:
    with pytest.raises(ValueError, match="too long a name"):
        init_app(desk, Outcome("meals ordered", lambda *_: []))
