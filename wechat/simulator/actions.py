"""What a person does on the phone that reaches further than the phone."""

from __future__ import annotations

from wechat.simulator.backend import Reply
from wechat.simulator.context import Simulator
from wechat.simulator.people import Person, Phone

DEVICE = "模拟手机"


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


def give_number(running: Simulator, person: Person) -> Reply:
    """The button that allows us to have the phone number."""
    with running.world.lock:
        code = running.world.phone_codes.issue(person.openid)
    return running.backend.post("/api/v1/me/phone", {"code": code}, person.phone.token)


def confirm_web_login(running: Simulator, person: Person, scene: str) -> Reply:
    """The picture on the web page was scanned, and the person says yes."""
    path = f"/api/v1/web-logins/{scene}/confirm"
    return running.backend.post(path, None, person.phone.token)


def _tell(running: Simulator, openid: str, event: str, template_id: str, status: str) -> None:
    row = {"TemplateId": template_id, "SubscribeStatusString": status}
    if event == "subscribe_msg_popup_event":
        row["PopupScene"] = "0"
    running.pusher.event(openid, event, [row])
