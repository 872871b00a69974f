"""What a person does on the phone that reaches further than the phone."""

from __future__ import annotations

from wechat.simulator.backend import Reply
from wechat.simulator.context import Simulator
from wechat.simulator.people import Person, Phone

DEVICE = "模拟手机"
TEXT_VERSION = "1"


def grant(running: Simulator, openid: str, template_id: str, count: int = 1) -> None:
    """Accept ``count`` messages of a template; each acceptance is told to the backend."""
    with running.world.lock:
        running.world.person(openid)
        running.world.subscriptions.grant(openid, template_id, count)
    for _ in range(count):
        _tell(running, openid, "subscribe_msg_popup_event", template_id, "accept")


def withdraw(running: Simulator, openid: str, template_id: str) -> None:
    """Switch a template off in the mini program's settings."""
    with running.world.lock:
        running.world.person(openid)
        running.world.subscriptions.withdraw(openid, template_id)
    _tell(running, openid, "subscribe_msg_change_event", template_id, "reject")


def log_in(running: Simulator, person: Person) -> Reply:
    """wx.login, then our own session; the phone keeps its token."""
    with running.world.lock:
        code = running.world.login_codes.issue(person.openid)
    reply = running.backend.post("/api/v1/sessions", {"code": code, "device": DEVICE})
    if reply.fine:
        found = reply.body
        person.phone = Phone(
            found.get("token"), str(found.get("expires_at", "")), str(found.get("account_id", ""))
        )
    return reply


def agree_to_ours(running: Simulator, person: Person) -> None:
    """What the mini program asks at a tap (wx.requestSubscribeMessage): its own templates."""
    asked = running.backend.get("/api/v1/messages/templates", person.phone.token)
    for offer in asked.body.get("items", []):
        if offer["template_id"] in running.world.subscriptions.templates and not offer["agreed"]:
            grant(running, person.openid, offer["template_id"])


def give_number(running: Simulator, person: Person) -> Reply:
    """The button that allows us to have the phone number, after the text was agreed to."""
    with running.world.lock:
        code = running.world.phone_codes.issue(person.openid)
    body = {"code": code, "agreed": True, "text_version": TEXT_VERSION}
    return running.backend.post("/api/v1/me/phone", body, person.phone.token)


def scan_web_login(running: Simulator, person: Person, scene: str) -> Reply:
    """The picture on the web page was scanned: which number is on that screen?"""
    return running.backend.get(f"/api/v1/web-logins/{scene}/question", person.phone.token)


def confirm_web_login(running: Simulator, person: Person, scene: str, number: str) -> Reply:
    """The person picked a number."""
    path = f"/api/v1/web-logins/{scene}/confirm"
    return running.backend.post(path, {"number": number}, person.phone.token)


def _tell(running: Simulator, openid: str, event: str, template_id: str, status: str) -> None:
    row = {"TemplateId": template_id, "SubscribeStatusString": status}
    if event == "subscribe_msg_popup_event":
        row["PopupScene"] = "0"
    running.pusher.event(openid, event, [row])
