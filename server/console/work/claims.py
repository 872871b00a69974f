"""Grants that wait for the street's confirmation. Whose they are stands on the claim's own page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import url_for
from sqlalchemy.orm import Session

from server.console.frame import place
from server.console.worklists import Action, Field, Row, WorkList
from server.kit.clock import to_beijing
from server.kit.worklist import Asked, View
from server.oversight.actor import Actor, Role
from server.people import first_use
from server.people.models import Grant
from server.portal.words import RELATIONS


def _rows(session: Session, actor: Actor, asked: Asked) -> list[Row]:
    return [_row(each) for each in first_use.listed(session, actor, asked)]


def _row(claim: Grant) -> Row:
    begun = to_beijing(claim.created_at)[:10]
    return Row(
        claim.id,
        claim.expires_at or claim.created_at,
        (RELATIONS[claim.relation], place(None, claim.claim_street), begun),
        url_for("console_claims.show", grant_id=claim.id),
    )


def _refuse(session: Session, actor: Actor, row_id: uuid.UUID, given: Mapping[str, str]) -> str:
    first_use.refuse(session, actor, row_id, given["reason"])
    return "不通过，已告知申请人"


LIST = WorkList(
    name="claims",
    title="等街道核实的授权",
    about="家属登记老人后，等街道核对材料。过期不核实，申请就作废。",
    roles=frozenset({Role.STREET_CLERK}),
    columns=("申请人是老人的", "街道", "提出日期"),
    rows=_rows,
    views=(View.ALL, View.DUE, View.STUCK),
    actions=(Action("refuse", "不通过", _refuse, (Field("reason", "原因"),)),),
    order=25,
)
