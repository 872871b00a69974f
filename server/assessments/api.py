"""Ability assessment over HTTP: ``/api/v1/assessments``."""

from __future__ import annotations

from apiflask import APIBlueprint

from server.assessments import service
from server.assessments.schemas import ScoreIn, ScoreOut
from server.identity.access import Caller, access

blueprint = APIBlueprint("assessments", __name__, url_prefix="/api/v1/assessments", tag="能力评估")


@blueprint.post("/score")
@blueprint.input(ScoreIn, arg_name="asked")
@blueprint.output(ScoreOut)
@blueprint.doc(
    summary="按 GB/T 42195-2022 算一算分数和等级",
    description="只是自己估一估，不作数。26项都要有分数；分数不对的，指出是哪一项。不保存任何内容。",
    responses=[415],
)
@access(Caller.ANYONE)
def post_score(asked: ScoreIn) -> ScoreOut:
    """Score 26 items; nothing is kept."""
    return service.scored(asked)
