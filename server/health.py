"""``/healthz``: the process answers. ``/readyz``: it can do its work."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from server.editorial.live import NothingPublished, live_knowledge
from server.errors import Problem
from server.identity.access import Caller, access
from server.transaction import transaction

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(Caller.ANYONE)
def healthz() -> Response:
    """200 as long as the process serves requests."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access(Caller.ANYONE)
def readyz() -> Response:
    """200 when the database answers and a release of the knowledge is open; else 503."""
    with transaction(writes=False) as session:
        session.execute(text("SELECT 1"))
    try:
        knowledge = live_knowledge(current_app)
    except NothingPublished:
        raise Problem(503, "not-ready", "知识库还没有载入，请运行 flask knowledge load") from None
    return jsonify(status="ready", release=knowledge.release, entries=len(knowledge.entries))
