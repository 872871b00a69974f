"""Eligibility over HTTP: ``/api/v1/benefits``."""

from __future__ import annotations

from datetime import date

from apiflask import APIBlueprint

from server.benefits import service
from server.benefits.schemas import CheckIn, CheckOut
from server.identity.access import Caller, access
from server.kit.clock import business_today

blueprint = APIBlueprint("benefits", __name__, url_prefix="/api/v1/benefits", tag="补贴资格")


@blueprint.post("/check")
@blueprint.input(CheckIn, arg_name="asked")
@blueprint.output(CheckOut)
@blueprint.doc(
    summary="按情况算一算能享受哪些补贴",
    description="每个事实都可以不写（表示不知道）。不认识的键列在 ignored 里。不保存任何内容。",
    responses=[415],
)
@access(Caller.ANYONE)
def post_check(asked: CheckIn) -> CheckOut:
    """What a person with these facts may have on a day; nothing is kept."""
    day = date.fromisoformat(asked.as_of) if asked.as_of else business_today()
    service.insist(asked.facts, day)
    return service.check(asked.facts, day, service.documents())
