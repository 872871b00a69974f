"""Marked values go through every flow; the logs of web server, worker and simulator know none."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.databases import Databases
from tests.processes import environment, flask, free_port, gunicorn, phone, python, worker
from tests.server.people import makers

OPENID, NAME, PHONE, OTHER = "oMARKEDopenid000000000000001", "甄标记", "13911223344", "13955667788"
ID_CARD = makers.id_card(date(1943, 7, 9))
CLERK = """
from server.app import create_app
from server.identity import accounts, clerk_codes
from server.oversight.actor import SYSTEM
from server.transaction import transaction
with create_app().app_context(), transaction() as session:
    print(clerk_codes.issue(session, SYSTEM, accounts.make(session, "counter", SYSTEM).id))
"""


@dataclass
class Site:
    """The three processes, and everything secret that they were told or told us."""

    app: str
    phones: str
    folder: Path
    variables: dict[str, str]
    marks: set[str] = field(default_factory=lambda: {OPENID, NAME, PHONE, OTHER, ID_CARD})

    def api(self, method: str, path: str, token: str = "", **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = requests.request(
            method, f"{self.app}/api/v1{path}", headers=headers, json=body or None
        )
        return answer.json() if answer.content else None

    def control(self, to: str, **said: Any) -> Any:
        return requests.post(f"{self.phones}/_control{to}", json=said).json()

    def secret(self, value: str) -> str:
        """Remember that this must not be in a log."""
        self.marks.add(value)
        return value

    def sms_code(self, number: str) -> str:
        rows = requests.get(f"{self.phones}/_control/sms").json()["messages"]
        texts = [row["text"] for row in rows if row["to"].endswith(number)]
        found = re.search(r"(?<!\d)\d{6}(?!\d)", texts[-1])
        assert found
        return self.secret(found.group())


@pytest.fixture(scope="module")
def site(made_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("logs")
    with made_databases.fresh() as url:
        port = str(free_port())
        variables = environment(folder, url, SIMULATOR_PORT=port, LOG_LEVEL="DEBUG")
        flask(variables, folder, "knowledge", "load")
        app = f"http://127.0.0.1:{variables['PORT']}"
        with (
            phone(variables, folder, app) as phones,
            gunicorn(variables, folder),
            worker(variables, folder),
        ):
            yield Site(app, phones, folder, variables)


def in_the_mini_program(site: Site) -> str:
    """Login, phone number, consent to messages; wrong and spent codes too."""
    site.control("/people", nickname=NAME, openid=OPENID, number=PHONE)
    code = site.secret(site.control(f"/people/{OPENID}/login-code", x=1)["code"])
    token = site.secret(site.api("POST", "/sessions", code=code, device="样例手机")["token"])
    site.api("POST", "/sessions", code=code)
    number = site.secret(site.control(f"/people/{OPENID}/phone-code", x=1)["code"])
    for _ in range(2):
        site.api("POST", "/me/phone", token, code=number, agreed=True, text_version="1")
    site.control(f"/people/{OPENID}/consents", template_id="sim-template-grant")
    site.api("GET", "/me", token + "x")
    return token


def on_the_web(site: Site) -> requests.Session:
    """By SMS and by the clerk's code, on the pages; what is refused, too."""
    browser = requests.Session()
    send(site, browser, "/sign-in/phone", phone=OTHER)
    send(site, browser, "/sign-in/phone/code", phone=OTHER, code="000000")
    send(site, browser, "/sign-in/phone/code", phone=OTHER, code=site.sms_code(OTHER))
    send(site, browser, "/people/new", name=NAME, relation="self", version=1, id_card=ID_CARD + "9")
    send(site, browser, "/people/new", name=NAME, relation="child", phone=PHONE, id_card=ID_CARD)
    printed = python(site.variables, site.folder, "-c", CLERK)
    found = re.search(r"\d{4} \d{4}", printed)
    assert found
    code = site.secret(found.group().replace(" ", ""))
    site.secret(found.group())
    send(site, requests.Session(), "/sign-in/staff-code", code=code)
    return browser


def send(site: Site, browser: requests.Session, path: str, **form: Any) -> requests.Response:
    page = browser.get(site.app, headers={"Accept": "text/html"}).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form["csrf_token"] = site.secret(token[1])
    answer = browser.post(site.app + path, data=form, headers={"Accept": "text/html"})
    assert answer.status_code < 500, answer.text
    return answer


def for_an_elder(site: Site, token: str, daughter: requests.Session) -> None:
    """Register, invite, accept, look, change, revoke; in order and out of order."""
    made = site.api(
        "POST", "/people", token, name=NAME, id_card=ID_CARD, phone=PHONE, street="110102007"
    )
    elder = f"/people/{made['elder_id']}"
    site.api("POST", "/people", token, name=NAME, id_card=ID_CARD[:-1], phone="1")
    code = site.secret(
        site.api("POST", f"{elder}/invitations", token, relation="child", scopes=["ask"])["code"]
    )
    site.api("POST", f"/invitations/{code}/look", token)
    send(site, daughter, "/grants/look", code=code)
    assert send(site, daughter, "/grants/accept", code=code, my_name=NAME).status_code == 200
    site.api("GET", f"{elder}/full?purpose=样例", token)
    contact = {"name": NAME, "phone": PHONE, "relation": "女儿"}
    site.api("PUT", f"{elder}/facts/emergency_contact", token, value=contact)
    for grant in site.api("GET", f"{elder}/grants", token)["items"]:
        if not grant["is_mine"]:
            site.api("DELETE", f"{elder}/grants/{grant['id']}", token)
    said = f"我叫{NAME}，身份证{ID_CARD}，电话{PHONE}，能领多少"
    site.api("POST", "/chat/messages", token, text=said, elder_id=made["elder_id"])
    site.api("POST", "/chat/messages", text=said, nonsense=said)
    requests.post(f"{site.app}/api/v1/chat/messages", data=said.encode())
    requests.get(f"{site.app}/api/v1/no/{PHONE}?phone={PHONE}")
    site.api("GET", f"{elder}/export", token)


def test_marked_values_leave_no_trace_in_any_log(site: Site) -> None:
    token = in_the_mini_program(site)
    for_an_elder(site, token, on_the_web(site))
    with_faults(site)
    written = logs_with(site, '"job": "messages.send"')
    assert len(written) > 5000
    found = {mark for mark in site.marks if mark in written}
    assert found == set()


def with_faults(site: Site) -> None:
    """WeChat and the SMS gateway answer with errors."""
    for path in ("/sns/jscode2session", "/sms/v1/messages"):
        site.control("/faults", path=path, errcode=-1, times=3)
    code = site.secret(site.control(f"/people/{OPENID}/login-code", x=1)["code"])
    site.api("POST", "/sessions", code=code)
    site.api("POST", "/sms-codes", phone=PHONE)


def logs_with(site: Site, wanted: str) -> str:
    """What all three have written, once the worker has come to ``wanted``."""
    for _ in range(100):
        texts = [(site.folder / f"{name}.log").read_text() for name in ("web", "worker", "phone")]
        if wanted in texts[1]:
            break
        time.sleep(0.1)
    assert wanted in texts[1]
    return re.sub(r'"timestamp": "[^"]*"', "", "".join(texts))  # a code may look like its digits
