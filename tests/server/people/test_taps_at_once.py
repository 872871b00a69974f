"""The same button pressed several times at once: each answer is a clear one, none is a fault of ours."""

from __future__ import annotations

from functools import partial

from tests.server.people import makers
from tests.server.people.test_at_rest_and_races import at_once

CLEAR = {200, 201, 204, 404, 409}


def test_agreeing_several_times_at_once_is_agreeing_once(sign_in) -> None:
    for _ in range(3):
        elder = sign_in()
        agree = partial(elder.post, "/consents", purpose="basic", version=1)
        assert {answer.status_code for answer in at_once(*[agree] * 4)} == {201}
        assert len(elder.get("/consents").json["items"]) == 1


def test_beginning_ones_own_record_several_times_at_once(sign_in) -> None:
    begin = partial(sign_in().post, "/people", name="王小样")
    answers = [answer.status_code for answer in at_once(*[begin] * 4)]
    assert answers.count(201) == 1
    assert set(answers) <= CLEAR, answers


def test_one_account_that_accepts_two_invitations_for_one_elder_at_once(sign_in) -> None:
    for _ in range(3):
        elder, son = sign_in(), sign_in()
        elder_id = elder.post("/people", name="王小样").json["elder_id"]
        path = f"/people/{elder_id}/invitations"
        codes = [elder.post(path, relation="child", scopes=["ask"]).json["code"] for _ in range(3)]
        answers = at_once(*(partial(son.post, f"/invitations/{code}/accept") for code in codes))
        assert {answer.status_code for answer in answers} <= CLEAR
        held = [item for item in son.get("/people").json["items"] if item["elder_id"] == elder_id]
        assert len(held) == 1


def test_two_who_register_one_identity_card_at_once(sign_in) -> None:
    for _ in range(3):
        card, people = makers.id_card(), [sign_in() for _ in range(3)]
        said = {"name": "王小样", "id_card": card, "street": makers.YUETAN}
        answers = at_once(*(partial(who.post, "/people", **said) for who in people))
        assert [answer.status_code for answer in answers] == [201] * 3
        assert sorted(bool(who.get("/people").json["items"][0]["elder_id"]) for who in people) == [
            False,
            False,
            True,
        ]
