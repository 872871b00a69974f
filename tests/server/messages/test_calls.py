"""The call list: each street its own, every number read audited, every outcome kept."""

from __future__ import annotations

import uuid

import pytest

from server.kit.sms import SmsError
from server.messages.calls import MOST_TRIES, PURPOSE
from server.oversight.actor import Role
from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.messages.conftest import Office
from tests.server.people.makers import BABAOSHAN, YUETAN, ZHANLAN

URL = "/api/v1/staff/messages/calls"
GIVEN_UP = "/api/v1/staff/messages/given-up"


def clerk(office: Office, street: str = YUETAN):
    return office.staff(Role.STREET_CLERK, street[:6], street)


def ids(client) -> list[str]:
    return [item["id"] for item in client.get(URL).get_json()["items"]]


@pytest.fixture
def call(office: Office) -> str:
    """An elder of Yuetan, without an account or a phone of her own, is to be rung up."""
    office.tell("grant_disputed", elder=office.elder(street=YUETAN))
    return str(office.calls()[0].id)


def test_a_clerk_sees_the_calls_of_her_own_street(office: Office, call: str) -> None:
    assert ids(clerk(office)) == [call]
    assert ids(clerk(office, ZHANLAN)) == []
    assert ids(clerk(office, BABAOSHAN)) == []
    assert ids(office.staff(Role.DISTRICT_REVIEWER, YUETAN[:6])) == [call]
    assert ids(office.staff(Role.CITY_SUPERVISOR)) == [call]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.POINT_OPERATOR, Role.ASSESSOR])
def test_other_staff_see_no_calls(office: Office, call: str, role: Role) -> None:
    assert office.staff(role).get(URL).status_code == 403


def test_elders_and_visitors_see_no_calls(office: Office, call: str) -> None:
    assert office.app.test_client().get(URL).status_code == 401
    assert office.signed_in(office.account()).get(URL).status_code == 403


@pytest.mark.parametrize("suffix", ["", "/outcome"])
def test_another_streets_call_does_not_exist(office: Office, call: str, suffix: str) -> None:
    other = clerk(office, ZHANLAN)
    send = other.post if suffix else other.get
    answer = send(f"{URL}/{call}{suffix}", **({"json": {"outcome": "reached"}} if suffix else {}))
    assert answer.status_code == 404
    assert office.only().status == "accepted"


def test_the_sheet_says_what_to_say_and_to_which_number_and_is_audited(office: Office) -> None:
    office.sms.script = [SmsError("status 400", retryable=False)]
    office.tell("grant_disputed", elder=office.elder(street=YUETAN, phone="13800000055"))
    [call] = office.calls()
    sheet = clerk(office).get(f"{URL}/{call.id}").get_json()
    assert sheet["phone"] == "13800000055"
    assert office.only().verify_number in sheet["say"]
    with transaction(writes=False) as session:
        about = {"action": "contact.read", "elder_id": call.elder_id, "purpose": PURPOSE}
        rows = session.query(AuditRecord).filter_by(**about).all()
        assert [row.actor_kind for row in rows] == ["staff"]


def test_the_list_shows_no_number(office: Office) -> None:
    office.sms.script = [SmsError("status 400", retryable=False)]
    office.tell("grant_disputed", elder=office.elder(street=YUETAN, phone="13800000055"))
    assert "13800000055" not in clerk(office).get(URL).get_data(as_text=True)


def test_who_was_reached_was_told(office: Office, call: str) -> None:
    client = clerk(office)
    done = client.post(f"{URL}/{call}/outcome", json={"outcome": "reached"}).get_json()
    assert (done["status"], done["outcome"]) == ("done", "reached")
    message = office.only()
    assert message.status == "delivered"
    assert office.history(message)[-1] == ("delivered", "told_by_phone")
    assert ids(client) == []


def test_a_call_is_closed_once(office: Office, call: str) -> None:
    client = clerk(office)
    client.post(f"{URL}/{call}/outcome", json={"outcome": "reached"})
    again = client.post(f"{URL}/{call}/outcome", json={"outcome": "wrong_number"})
    assert again.status_code == 409
    assert office.only().status == "delivered"


def test_nobody_answering_is_tried_on_other_days_and_then_given_up(
    office: Office, call: str
) -> None:
    client, before = clerk(office), office.calls()[0].due_at
    for turn in range(1, MOST_TRIES + 1):
        said = client.post(f"{URL}/{call}/outcome", json={"outcome": "no_answer"}).get_json()
        assert (said["tries"], said["status"]) == (turn, "open" if turn < MOST_TRIES else "done")
    assert office.calls()[0].due_at >= before
    assert office.only().status == "given_up"


def test_an_outcome_that_does_not_exist_is_refused(office: Office, call: str) -> None:
    answer = clerk(office).post(f"{URL}/{call}/outcome", json={"outcome": "bored"})
    assert answer.status_code == 422


def test_calls_come_in_pages_the_most_urgent_first(office: Office) -> None:
    for event in ("grant_disputed", "emergency_told_family", "grant_kept"):
        office.tell(event, elder=office.elder(street=YUETAN))
    client, seen, cursor = clerk(office), [], ""
    while cursor is not None:
        page = client.get(URL, query_string={"limit": 1, "cursor": cursor or None}).get_json()
        seen += [item["title"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == 3
    assert seen[0] == "老人说遇到急事"


@pytest.mark.parametrize(
    "due", ["1", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-29T00:00:00"]
)
def test_a_place_that_no_page_named_is_refused(office: Office, due: str) -> None:
    place = {"cursor": f"{due}_{uuid.uuid4()}"}
    assert clerk(office).get(URL, query_string=place).status_code == 422


@pytest.fixture
def lost(office: Office) -> str:
    """A message that the SMS gateway never took."""
    office.sms.script = [SmsError("down", retryable=True)] * 6
    office.tell("grant_disputed", elder=office.elder(street=YUETAN, phone="13800000055"))
    office.do_everything()
    return str(office.only().id)


def test_what_was_given_up_is_listed_with_what_was_tried(office: Office, lost: str) -> None:
    [item] = office.staff(Role.ADMIN).get(GIVEN_UP).get_json()["items"]
    assert item["id"] == lost
    assert {row["channel"] for row in item["attempts"]} == {"sms", "call"}
    assert clerk(office).get(GIVEN_UP).status_code == 403


def test_a_retry_tries_every_channel_anew_and_nobody_needs_to_ring_up(
    office: Office, lost: str
) -> None:
    admin = office.staff(Role.ADMIN)
    assert admin.post(f"{GIVEN_UP}/{lost}/retry").get_json()["status"] == "created"
    office.do()
    assert office.only().status == "accepted"
    assert [call.outcome for call in office.calls()] == ["withdrawn"]
    assert len(set(office.sms.calls)) == 2  # a round has a reference of its own
    assert admin.post(f"{GIVEN_UP}/{lost}/retry").status_code == 409


def test_ringing_up_closes_what_was_given_up(office: Office, lost: str) -> None:
    [call] = office.calls()
    clerk(office).post(f"{URL}/{call.id}/outcome", json={"outcome": "reached"})
    assert office.only().status == "delivered"


def test_a_message_that_does_not_exist_cannot_be_retried(office: Office) -> None:
    answer = office.staff(Role.ADMIN).post(f"{GIVEN_UP}/{uuid.uuid4()}/retry")
    assert answer.status_code == 404
