"""The phone page: what an elder would see and press, for a person who tries the system out."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wechat.simulator import actions
from wechat.simulator.backend import Reply
from wechat.simulator.context import simulator
from wechat.simulator.people import Person

blueprint = Blueprint("phone", __name__)

BEIJING = ZoneInfo("Asia/Shanghai")
SAMPLE = "（样例）"
LONGEST_NAME = 12


@blueprint.app_template_filter("clock")
def clock(at: float) -> str:
    """``3月5日 09:07`` in Beijing."""
    moment = datetime.fromtimestamp(at, BEIJING)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


@blueprint.get("/")
def home() -> Response:
    return redirect(url_for("phone.choose"))


@blueprint.get("/phone")
def choose() -> str:
    return render_template("choose.html", people=list(simulator().world.people))


@blueprint.post("/phone")
def create() -> Response:
    name = re.sub(r"\s+", "", request.form.get("nickname", ""))[:LONGEST_NAME] or "新用户"
    world = simulator().world
    with world.lock:
        person = world.people.add(name.removesuffix(SAMPLE) + SAMPLE)
    return _to(person)


@blueprint.get("/phone/<openid>")
def show(openid: str) -> str:
    world = simulator().world
    with world.lock:
        person = world.person(openid)
        notice, person.phone.notice = person.phone.notice, ""
        subscriptions = world.subscriptions
        templates = [
            (template, subscriptions.consents[openid, template.id])
            for template in subscriptions.templates.values()
        ]
        return render_template(
            "phone.html",
            person=person,
            phone=person.phone,
            notice=notice,
            templates=templates,
            messages=list(reversed(person.inbox)),
            scenes=list(world.pictures.recent),
        )


@blueprint.post("/phone/<openid>/login")
def log_in(openid: str) -> Response:
    person = simulator().world.person(openid)
    return _agreed(person, actions.log_in(simulator(), person), "登录成功。")


@blueprint.post("/phone/<openid>/number")
def give_number(openid: str) -> Response:
    person = simulator().world.person(openid)
    return _after(person, actions.give_number(simulator(), person), "手机号已授权。")


@blueprint.post("/phone/<openid>/consents")
def agree(openid: str) -> Response:
    person, template_id = simulator().world.person(openid), request.form["template_id"]
    actions.grant(simulator(), openid, template_id)
    return _after(person, Reply({}, ""), "已同意接收一次这类消息。")


@blueprint.post("/phone/<openid>/refusals")
def refuse(openid: str) -> Response:
    person, template_id = simulator().world.person(openid), request.form["template_id"]
    actions.withdraw(simulator(), openid, template_id)
    return _after(person, Reply({}, ""), "以后不再接收这类消息。")


@blueprint.post("/phone/<openid>/scans")
def scan(openid: str) -> str | Response:
    person = simulator().world.person(openid)
    scene = request.form.get("typed", "").strip() or request.form.get("scene", "")
    if not scene:
        return _after(person, Reply({}, "请先选一个二维码，或者输入编号。"), "")
    asked = actions.scan_web_login(simulator(), person, quote(scene, safe=""))
    if not asked.fine:
        return _after(person, asked, "")
    return render_template("scanned.html", person=person, scene=scene, asked=asked.body)


@blueprint.post("/phone/<openid>/scans/confirm")
def confirm_scan(openid: str) -> Response:
    person = simulator().world.person(openid)
    scene, number = request.form.get("scene", ""), request.form.get("number", "")
    reply = actions.confirm_web_login(simulator(), person, quote(scene, safe=""), number)
    return _agreed(person, reply, "网页已登录。")


def _agreed(person: Person, reply: Reply, well: str) -> Response:
    """The box below the button says whether messages are welcome."""
    if reply.fine and request.form.get("agree"):
        actions.agree_to_ours(simulator(), person)
    return _after(person, reply, well)


def _after(person: Person, reply: Reply, well: str) -> Response:
    person.phone.notice = reply.title or well
    person.phone.went_well = reply.fine
    return _to(person)


def _to(person: Person) -> Response:
    return redirect(url_for("phone.show", openid=person.openid), 303)
