"""What lies in the tables, and what happens when two do something at once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import text

from server.extensions import Model, db
from tests.server.people import makers
from tests.server.people.conftest import OURS

MARKED = {
    "name": "欧阳样例", "phone": "13912345678", "holder": "样例小棉袄", "contact": "样例联系人",
    "reason": "样例不同意的理由", "purpose": "样例代办事由", "told_by": "样例派出所",
    "claimed": "司马样例",
}  # fmt: skip


def everything_stored() -> str:
    """Every value of every row that has to do with people, as the database holds it."""
    found: list[str] = []
    with db.engine.connect() as connection:
        for table in (t for t in Model.metadata.sorted_tables if t.name.startswith(OURS)):
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"')):
                found += [str(value) for value in row]
    return "\n".join(found)


def test_what_is_personal_lies_encrypted_in_every_table(app: Flask, sign_in) -> None:
    number, other = makers.id_card(), makers.id_card()
    elder, clerk, son = sign_in(), sign_in(makers.clerk), sign_in()
    elder_id = elder.post(
        "/people", name=MARKED["name"], id_card=number, phone=MARKED["phone"], street=makers.YUETAN
    ).json["elder_id"]
    elder.post(f"/people/{elder_id}/consents", purpose="sensitive_facts", version=1)
    elder.put(f"/people/{elder_id}/facts/income_class", value="dibao")
    contact = {"name": MARKED["contact"], "phone": "13712345678", "relation": "外甥"}
    assert (
        elder.put(f"/people/{elder_id}/facts/emergency_contact", value=contact).status_code == 200
    )
    code = elder.post(
        f"/people/{elder_id}/invitations", relation="child", scopes=["ask"],
        holder_name=MARKED["holder"],
    ).json["code"]  # fmt: skip
    grant = son.post(f"/invitations/{code}/accept").json["grant"]["id"]
    path = f"/people/{elder_id}/grants/{grant}/dispute"
    assert son.post(path, reason=MARKED["reason"]).status_code == 200
    claimed = sign_in().post(
        "/people", name=MARKED["claimed"], relation="child", id_card=other, street=makers.YUETAN
    )
    assert claimed.status_code == 201
    by_hand = clerk.post(
        f"/staff/people/{elder_id}/checks", kind="disability", found=True, as_of="2026-11-01",
        value={"disability": [{"type": "听力", "level": 1}]}, told_by=MARKED["told_by"],
    )  # fmt: skip
    assert by_hand.status_code == 201
    with app.app_context():
        stored = everything_stored()
    assert elder_id in stored or uuid.UUID(elder_id).hex in stored
    for secret in (*MARKED.values(), number, other, code, "13712345678", "dibao", "听力"):
        assert secret not in stored, secret


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls in threads that start together; what they return, in order."""
    results: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(position: int, call: Callable[[], Any]) -> None:
        start.wait()
        results[position] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def status(caller: Any, path: str) -> int:
    return caller.post(path).status_code


def invited(sign_in) -> tuple[Any, str, str]:
    elder = sign_in()
    elder_id = elder.post("/people", name="王小样").json["elder_id"]
    code = elder.post(f"/people/{elder_id}/invitations", relation="child", scopes=["ask"]).json[
        "code"
    ]
    return elder, elder_id, code


def test_of_two_who_accept_one_invitation_at_once_one_holds_it(sign_in) -> None:
    for _ in range(3):
        elder, elder_id, code = invited(sign_in)
        holders, path = [sign_in() for _ in range(4)], f"/invitations/{code}/accept"
        answers = at_once(*(partial(status, h, path) for h in holders))
        assert sorted(answers) == [201, 404, 404, 404]
        given = [
            g for g in elder.get(f"/people/{elder_id}/grants").json["items"] if not g["is_mine"]
        ]
        assert [grant["status"] for grant in given] == ["active"]
        winner = holders[answers.index(201)]
        seen = [h.get(f"/people/{elder_id}").status_code == 200 for h in holders]
        assert seen == [h is winner for h in holders]


def test_once_a_revoke_has_answered_nothing_is_read_any_more(sign_in) -> None:
    for _ in range(3):
        elder, elder_id, code = invited(sign_in)
        son = sign_in()
        grant = son.post(f"/invitations/{code}/accept").json["grant"]["id"]
        revoked = threading.Event()

        def revoke(elder=elder, path=f"/people/{elder_id}/grants/{grant}", done=revoked) -> int:
            answer = elder.delete(path).status_code
            done.set()
            return answer

        def read(son=son, path=f"/people/{elder_id}", done=revoked) -> list[tuple[bool, int]]:
            seen = []
            while len(seen) < 200 and not (seen and seen[-1][0]):
                after = done.is_set()  # looked at before the request is made
                seen.append((after, son.get(path).status_code))
            return seen

        answer, seen = at_once(revoke, read)
        assert answer == 200
        assert seen[-1] == (True, 404)
        assert {status for after, status in seen if after} == {404}
        assert {status for _, status in seen} <= {200, 404}


def test_revoking_and_expiring_at_once_end_a_grant_once(app: Flask, sign_in, announced) -> None:
    elder, elder_id, code = invited(sign_in)
    grant = sign_in().post(f"/invitations/{code}/accept").json["grant"]["id"]
    path = f"/people/{elder_id}/grants/{grant}"
    answers = at_once(*(lambda: elder.delete(path).status_code for _ in range(3)))
    assert sorted(answers) == [200, 409, 409]
    assert [told["event"] for told in announced()] == ["grant_active", "grant_revoked"]


def test_two_who_state_one_fact_at_once_leave_one_in_force(sign_in) -> None:
    elder, elder_id, _ = invited(sign_in)
    path = f"/people/{elder_id}/facts/lives"
    values = ("home", "institution", "elsewhere")
    answers = at_once(*(lambda v=v: elder.put(path, value=v).status_code for v in values))
    assert answers == [200, 200, 200]
    history = elder.get(f"{path}/history").json["items"]
    assert [fact["superseded_at"] is None for fact in history] == [True, False, False]


def test_one_record_is_begun_once_however_often_the_button_is_pressed(sign_in) -> None:
    elder = sign_in()
    answers = at_once(*(lambda: elder.post("/people", name="王小样").status_code for _ in range(3)))
    assert answers.count(201) == 1
    assert len(elder.get("/people").json["items"]) == 1
