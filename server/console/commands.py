"""``flask staff invite`` and ``flask samples``: the first administrator, and something to try."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from server.activities import service as activities
from server.activities.service import NewActivity
from server.config import Settings
from server.conversation import service as conversations
from server.conversation.handoff import service as handoffs
from server.conversation.handoff.service import Kind as Way
from server.conversation.handoff.service import Wanted
from server.conversation.owners import ANYBODY
from server.identity import posts, staff_invitations
from server.identity.commands import staff_group
from server.kit.clock import business_now, business_today
from server.oversight.actor import SYSTEM, Post, Role
from server.payments import sellers
from server.people import elders
from server.people.access import beginning
from server.people.elders import Identity
from server.tickets import service as tickets
from server.tickets.service import Report
from server.tickets.states import Kind, Source, Topic
from server.transaction import transaction

samples = AppGroup(
    "samples", help="Sample data (样例) for trying the console; never in production."
)

STREET = "110102007"
ELDERS = (
    ("王样例", 88, "19900000101"),
    ("李样例", 82, "19900000102"),
    ("张样例", 76, "19900000103"),
)
"""Name, age and telephone; numbers of an operator's test range, marked as samples by their names."""
REPORTS = (
    (Kind.COMPLAINT, Topic.MEALS, "样例：今天中午送来的饭是凉的，希望改进"),
    (Kind.REQUEST, Topic.CARE, "样例：想请人上门给老人理发"),
    (Kind.SUGGESTION, Topic.THIS_PLATFORM, "样例：字能不能再大一点"),
)
ACTIVITIES = (("样例合唱班", 500), ("样例健康讲座", 0))
"""Title and fee in fen."""


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(samples)


@staff_group.command("invite")
@click.argument("login")
@click.argument("name")
@click.option("--role", default=Role.ADMIN.value, type=click.Choice([r.value for r in Role]))
@click.option("--district", help="区名或 6 位代码")
@click.option("--street", help="街道名或 9 位代码")
def invite(login: str, name: str, role: str, district: str | None, street: str | None) -> None:
    """Print a link by which somebody enrols; the first administrator begins so."""
    settings: Settings = current_app.extensions["settings"]
    try:
        post = posts.post(Role(role), district, street)
        with transaction() as session:
            made = staff_invitations.invite(session, SYSTEM, login, name, post)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo("请本人打开这个链接，设置密码和验证器（72 小时内有效，用一次就作废）：")
    click.echo(f"{settings.public_base}/console/join/{made.token}")
    if not settings.public_base_url:  # this command cannot see what the site was started with
        click.echo(f"（网站开在别的端口，就把链接里的 {settings.port} 换成它。）")


@samples.command("fill")
def fill() -> None:
    """Sample elders, reports, a call back and activities in 月坛街道; twice makes them twice."""
    settings: Settings = current_app.extensions["settings"]
    if settings.production:
        raise click.ClickException("正式环境里不放样例数据。")
    with transaction() as session:
        known = [_elder(session, *each) for each in ELDERS]
        for (kind, topic, text), elder_id in zip(REPORTS, known, strict=True):
            said = Report(kind, topic, text, Source.CALLER, elder_id=elder_id)
            tickets.report(session, SYSTEM, said)
        _call_back(session)
        _activities(session)
    click.echo("样例已放进西城区月坛街道：3 位老人、3 件诉求、1 个等回的电话、2 个街道活动。")


def _elder(session: Session, name: str, age: int, phone: str) -> uuid.UUID:
    born = date(business_today().year - age, 1, 1)
    begun = beginning(SYSTEM, Post(Role.STREET_CLERK, STREET[:6], STREET))
    return elders.create(session, begun, Identity(name, None, phone, born, STREET)).id


def _activities(session: Session) -> None:
    """Next week, one with a fee and one without."""
    seller = sellers.add(session, "样例社区服务中心", STREET[:6])
    starts = business_now() + timedelta(days=7)
    for title, fee_fen in ACTIVITIES:
        said = NewActivity(
            title, "样例活动室", STREET, starts, starts - timedelta(days=1), fee_fen, 20, seller.id
        )
        activities.announce(session, SYSTEM, said)


def _call_back(session: Session) -> None:
    begun = conversations.begin(session, ANYBODY)
    wanted = Wanted(Way.CALLBACK, ELDERS[0][2], "样例：高龄津贴没有到账", place=STREET)
    handoffs.ask(session, begun.id, ANYBODY, wanted)
