"""How much one client may ask, and that an emergency is never turned away."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intents.words.privacy import mask
from server.conversation import service
from server.conversation.desk import READ_ALL_THE_SAME, UNREAD, VISITORS_PER_ADDRESS
from server.identity import sessions
from server.transaction import transaction
from tests.server.people import makers
from tests.server.talk import ask, ask_by_form, post, reply_to, transcript, words_of

DANGER = "我妈摔倒了起不来"


@pytest.fixture
def strict(app_with: Callable[..., Flask]) -> Flask:
    """An application that takes two questions an hour."""
    return app_with(chat_rate_limit="2/hour")


def statuses(client: FlaskClient, times: int, **options: object) -> list[int]:
    return [
        client.post("/api/v1/chat/messages", json={"text": "您好"}, **options).status_code
        for _ in range(times)
    ]


def test_the_limit_itself_is_still_answered(strict: Flask) -> None:
    assert statuses(strict.test_client(), 4) == [200, 200, 429, 429]


def test_too_fast_is_said_in_chinese_with_the_time_to_wait(strict: Flask) -> None:
    client = strict.test_client()
    statuses(client, 2)
    refused = post(client, "您好")
    seconds = refused.headers["Retry-After"]
    assert refused.get_json()["title"] == f"您问得太快了，请等 {seconds} 秒再问，急事请拨打12345"


def test_the_api_counts_each_address_for_itself(strict: Flask) -> None:
    client = strict.test_client()
    statuses(client, 3)
    assert statuses(client, 1, environ_overrides={"REMOTE_ADDR": "127.0.0.2"}) == [200]


def test_accounts_behind_one_address_are_counted_one_by_one(strict: Flask) -> None:
    def signed_in() -> dict[str, str]:
        with strict.app_context(), transaction() as session:
            who = makers.account(session)
            token = sessions.open_for_account(session, who.id, "sms", "样例").token
        return {"Authorization": f"Bearer {token}"}

    one, other, client = signed_in(), signed_in(), strict.test_client()
    assert statuses(client, 3, headers=one) == [200, 200, 429]
    assert statuses(client, 1, headers=one, environ_overrides={"REMOTE_ADDR": "127.0.0.2"}) == [429]
    assert statuses(client, 2, headers=other) == [200, 200]
    assert statuses(client, 2) == [200, 200]


def test_another_cookie_does_not_help_on_the_api(strict: Flask) -> None:
    statuses(strict.test_client(), 2)
    assert statuses(strict.test_client(), 1) == [429]


def test_a_forged_forwarding_header_does_not_help(strict: Flask) -> None:
    client = strict.test_client()
    statuses(client, 2)
    assert statuses(client, 1, headers={"X-Forwarded-For": "10.1.2.3"}) == [429]


def test_behind_a_proxy_the_client_is_the_address_the_proxy_saw(
    app_with: Callable[..., Flask],
) -> None:
    client = app_with(chat_rate_limit="1/hour", trusted_proxy_hops=1).test_client()
    first = statuses(client, 2, headers={"X-Forwarded-For": "1.1.1.1, 10.0.0.1"})
    second = statuses(client, 1, headers={"X-Forwarded-For": "1.1.1.1, 10.0.0.2"})
    assert (first, second) == ([200, 429], [200])


def test_the_page_counts_each_visitor_for_itself(strict: Flask) -> None:
    one, other = strict.test_client(), strict.test_client()
    mine = [ask_by_form(one, "您好").status_code for _ in range(3)]
    assert mine == [303, 303, 429]
    assert ask_by_form(other, "您好").status_code == 303


def test_a_visitor_asking_too_fast_keeps_what_was_written(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(2):
        ask_by_form(client, "您好")
    refused = words_of(ask_by_form(client, "高龄津贴怎么领"))
    assert "您问得太快了" in refused
    assert "高龄津贴怎么领" in refused


def test_one_address_has_room_for_many_visitors_but_not_for_all(
    app_with: Callable[..., Flask],
) -> None:
    app = app_with(chat_rate_limit="1/hour")
    answers = [
        ask_by_form(app.test_client(), "您好").status_code for _ in range(VISITORS_PER_ADDRESS + 1)
    ]
    assert answers == [303] * VISITORS_PER_ADDRESS + [429]


def test_an_emergency_is_never_turned_away(strict: Flask) -> None:
    client = strict.test_client()
    statuses(client, 3)
    assert [reply_to(client, DANGER)["kind"] for _ in range(5)] == ["emergency"] * 5


def test_an_emergency_on_the_page_is_never_turned_away(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(3):
        ask_by_form(client, "您好")
    assert "马上拨打120" in words_of(ask_by_form(client, DANGER, follow_redirects=True))


def test_what_nobody_could_write_is_not_read_and_the_numbers_are_told_without_it(
    strict: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = strict.test_client()
    heard = [post(client, DANGER).status_code for _ in range(2 * READ_ALL_THE_SAME)]
    assert heard == [200] * len(heard)

    def refuse(_: str) -> None:
        raise AssertionError

    monkeypatch.setattr(service, "danger_in", refuse)
    refused = post(client, DANGER)
    seconds = refused.headers["Retry-After"]
    assert (refused.status_code, refused.get_json()["title"]) == (429, UNREAD.format(seconds))
    assert all(number in UNREAD for number in ("120", "110", "119"))


def test_on_the_page_such_a_message_is_told_the_numbers_too(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(2 * READ_ALL_THE_SAME):
        ask_by_form(client, DANGER)
    refused = ask_by_form(client, DANGER)
    assert refused.status_code == 429
    assert "发病打120" in words_of(refused)


def test_emergencies_do_not_use_up_the_limit(strict: Flask) -> None:
    client = strict.test_client()
    for _ in range(5):
        post(client, DANGER)
    assert statuses(client, 2) == [200, 200]


def test_a_cry_drowned_in_repetitions_is_heard(client: FlaskClient) -> None:
    assert reply_to(client, "啊" * 480 + DANGER)["kind"] == "emergency"


def test_signs_that_stand_for_many_letters_are_refused_beyond_the_limit(
    client: FlaskClient,
) -> None:
    signs = random.Random(1).choices("½⅓¼⅕⅙⅛⅔⅖⅗", k=450)
    refused = post(client, "".join(signs))
    assert refused.status_code == 422
    assert "特殊符号" in refused.get_json()["errors"][0]["message"]


@pytest.mark.parametrize("said_over_and_over", ["ﷺ", "1", "½", "Ⅷ", "我妈"])
def test_a_message_of_nothing_but_repetitions_is_answered_and_kept_as_it_was_sent(
    client: FlaskClient, said_over_and_over: str
) -> None:
    text = (said_over_and_over * 500)[:500]
    said = ask(client, text)
    kept = transcript(client, said["conversation_id"])["items"][0]["text"]
    assert kept == mask(text)


def test_a_long_question_with_dots_is_no_longer_than_it_looks(client: FlaskClient) -> None:
    story = "我妈八十三了，户口在西城，去年评估是中度失能，我们到底能领多少……" * 14
    assert post(client, story[:500]).status_code == 200
