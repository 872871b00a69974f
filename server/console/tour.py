"""五步看一遍: what a new colleague does first, step by step, each with a link to the real page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from server.console.knowledge.desk import ROLES as KNOWLEDGE
from server.console.navigation import Entry
from server.identity.access import Caller, access, current_actor
from server.oversight.actor import Actor, Role

blueprint = Blueprint("console_tour", __name__, url_prefix="/console/tour")

ENTRY = Entry("console_tour.page", "帮助", order=950)
OFFICE = frozenset({Role.STREET_CLERK, Role.DISTRICT_REVIEWER, Role.CITY_SUPERVISOR, Role.ADMIN})


COUNT = 5


@dataclass(frozen=True)
class Step:
    """What to do, why, and where. No ``roles``: everybody can open the page."""

    title: str
    says: tuple[str, ...]
    endpoint: str
    link: str
    roles: frozenset[Role] = frozenset()


STEPS = (
    Step(
        "先看“今天”",
        (
            "每天上班先打开“今天”，上面是归您办的名单，有几件、超时几件。",
            "红字是已经超时的，先办这些。点名单的名字就能打开。",
        ),
        "console.home", "打开“今天”",
    ),
    Step(
        "在名单里办事",
        (
            "名单按到期时间排，最急的在最上面。上方可以只看超时的、今天到期的、卡住的、我的。",
            "勾选几行，选好要做什么，点“先看看会怎样”。看清楚每一行的结果，再点确认。办不了的那一行会写明原因，别的照办。",
        ),
        "console_lists.index", "打开待办名单",
    ),
    Step(
        "回复要找人的老人",
        (
            "老人在对话里说要找人，就会出现在“转人工”。名单自己会更新，不用刷新。",
            "打开能看到她刚才问了什么。点“我来办”，写好回复发出去，她马上能看到。要回电话的，在她选的时间打，打完登记结果。",
        ),
        "console_handoffs.inbox", "打开转人工", OFFICE,
    ),
    Step(
        "接电话时找老人、登记诉求",
        (
            "“找老人”要填完整的身份证号或电话，并写明为什么找。名字和号码先遮着，写明用途打开才看得到，老人能看到谁看过。",
            "老人要反映事情，就在“登记诉求”里记下来，会有编号和期限，答复以后请老人评价。",
        ),
        "console_tickets.new", "打开登记诉求", OFFICE,
    ),
    Step(
        "把没答上的问题写成答案",
        (
            "没有答上的问题，几秒钟后就排在“没答上的”里，问得多的在前面。是老问题的新问法，就收进那个条目；还没有条目，就写一个新条目。",
            "短答案先说结论，用老人听得懂的话。旁边就是老人看到的、听到的。文中每个金额都要写进“数字”，并写明依据。",
        ),
        "knowledge_queue.index", "打开没答上的", KNOWLEDGE,
    ),
    Step(
        "试一试，请另一位同事发布",
        (
            "草稿里点“拿问题试一试”，可以拿昨天大家问的去试，看看哪些答得和线上不一样。",
            "提交以后由另一位同事发布。发布前会问一遍回归问题，有一个答不对就拦下，并写明是哪一个。发布错了，在“发布”里一点就退回。",
        ),
        "knowledge_drafts.index", "打开草稿", KNOWLEDGE,
    ),
    Step(
        "管好自己的账号",
        (
            "密码和动态码只有您自己知道，不要告诉别人，也不要两个人用一个账号：办的每一件事都记在账号名下。",
            "手机不在身边，用恢复码代替动态码。用完公用电脑，点右上角“退出”。",
        ),
        "console_me.mine", "打开我的账号",
    ),
)  # fmt: skip


def steps_for(actor: Actor) -> list[Step]:
    """Five steps: what is for everybody and for the actor's posts, then what others do."""
    own = [step for step in STEPS if not step.roles or step.roles & actor.roles]
    if KNOWLEDGE & actor.roles and OFFICE & actor.roles:  # an administrator: the desk of callers
        own = [step for step in own if step.roles != KNOWLEDGE]
    others = [step for step in STEPS if step not in own]
    chosen = (own + others)[:COUNT]
    return [step for step in STEPS if step in chosen]


@blueprint.get("")
@access(Caller.staff())
def page() -> str:
    """One step; the first without a number."""
    steps = steps_for(current_actor())
    number = min(max(request.args.get("step", 1, int), 1), len(steps))
    step = steps[number - 1]
    may = not step.roles or bool(step.roles & current_actor().roles)
    return render_template(
        "console/tour.html", step=step, number=number, steps=steps, may=may, count=len(steps)
    )
