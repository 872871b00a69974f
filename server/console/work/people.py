"""What the street has to look at about people: disputes, deaths, moves, papers not taken up yet."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from server.console.frame import place
from server.console.worklists import Action, Field, Filter, Row, WorkList, done, page_of, rows_of
from server.kit import masking
from server.kit.worklist import Asked, View
from server.oversight.actor import Actor, Role
from server.people import checks, disputes, moving, papers
from server.people.models import Dispute, Elder, Grant, Invitation, OutsideCheck
from server.people.moving import Moved
from server.portal.words import RELATIONS

CLERKS = frozenset({Role.STREET_CLERK})
DISPUTE_WITHIN = timedelta(days=7)
DEATH_WITHIN = timedelta(days=3)
"""A register may be wrong and a meal goes out tomorrow: the family is asked within days."""

TOLD = {"register": "部门核查", "by_hand": "人工登记"}
WAYS = {"came": "新搬来，还没联系", "gone": "已迁走"}


def _who(elder: Elder) -> tuple[str, str]:
    return masking.name(elder.name), place(elder.district, elder.street)


# ---- disputes


def _dispute(dispute: Dispute, grant: Grant, elder: Elder) -> Row:
    return Row(
        dispute.id,
        dispute.raised_at + DISPUTE_WITHIN,
        (*_who(elder), RELATIONS[grant.relation]),
        url_for("console_disputes.show", row_id=dispute.id),
    )


DISPUTES = WorkList(
    name="disputes",
    title="对授权有不同意见",
    about="有人不同意别人替老人办事，等街道决定。决定以前授权照常有效。",
    roles=CLERKS,
    columns=("老人", "街道", "不同意谁办"),
    rows=rows_of(disputes.listed, _dispute, DISPUTE_WITHIN),
    order=26,
)


# ---- deaths


def _death(check: OutsideCheck, elder: Elder) -> Row:
    return Row(
        check.id,
        (check.finished_at or check.requested_at) + DEATH_WITHIN,
        (*_who(elder), TOLD[check.how]),
        url_for("console_deaths.show", row_id=check.id),
    )


DEATHS = WorkList(
    name="deaths",
    title="等确认的去世消息",
    about="核查发现老人可能去世。先问清家属再确认；确认以前服务照常。",
    roles=CLERKS,
    columns=("老人", "街道", "从哪里来的消息"),
    rows=rows_of(checks.deaths_listed, _death, DEATH_WITHIN),
    order=27,
)


# ---- moves


def _moves(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    way = asked.filters.get("way")
    found = moving.listed(session, actor)
    return page_of((_move(each) for each in found if way in (None, _way(each))), asked)


def _way(moved: Moved) -> str:
    return "came" if moved.came else "gone"


def _move(moved: Moved) -> Row:
    former = place(None, moved.came_from) if moved.came_from else "这里"
    return Row(
        moved.elder.id,
        moved.due_at,
        (*_who(moved.elder), former, WAYS[_way(moved)]),
        url_for("console_people.show", elder_id=moved.elder.id),
    )


MOVES = WorkList(
    name="moves",
    title="搬来和迁走的老人",
    about="搬来的，七天内联系一次，看看谁替她办事、吃饭和探访怎么接上。"
    "迁走的，九十天内可以在这里恢复服务。",
    roles=CLERKS,
    columns=("老人", "现在登记在", "从哪里来", "情况"),
    rows=_moves,
    filters=(Filter("way", "情况", WAYS),),
    actions=(
        Action(
            "met",
            "联系过了",
            done(moving.met, "已联系，老人看得到", "what"),
            (Field("what", "谈了什么（老人看得到）"),),
        ),
        Action(
            "back",
            "回来了或登记错了，恢复服务",
            done(moving.back, "已恢复服务", "reason"),
            (Field("reason", "原因"),),
        ),
    ),
    order=28,
)


# ---- papers


def _paper(grant: Grant, invitation: Invitation, elder: Elder) -> Row:
    return Row(
        grant.id,
        invitation.expires_at,
        (*_who(elder), RELATIONS[grant.relation], grant.paper_reference or ""),
        url_for("console_papers.show", elder_id=elder.id),
    )


WITHDRAWN = "已作废，邀请码不能再用"

PAPERS = WorkList(
    name="papers",
    title="纸质授权，等对方接受",
    about="街道按纸质材料登记的授权。对方在手机上填邀请码才生效，过期就作废；要再办，打开老人的授权页。",
    roles=CLERKS,
    columns=("老人", "街道", "授权给老人的", "材料编号"),
    rows=rows_of(papers.listed, _paper),
    views=(View.ALL, View.DUE),
    actions=(
        Action(
            "withdraw",
            "作废",
            done(papers.withdraw, WITHDRAWN, "reason"),
            (Field("reason", "原因"),),
        ),
    ),
    order=29,
)

LISTS = (DISPUTES, DEATHS, MOVES, PAPERS)
