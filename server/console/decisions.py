"""What waits for a clerk of the street to decide: a page to read it, a form for the word on it.

A domain declares a ``Matter`` beside its list; the service keeps to the clerk's streets, and keeps
that it was read.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from server.identity.access import Caller, access, current_actor
from server.kit import masking
from server.oversight.actor import Actor, Role
from server.portal.forms import NOTHING_WRONG, Page, Refusal, attempt, tried, written
from server.transaction import transaction

CLERK = Caller.staff(Role.STREET_CLERK)


@dataclass(frozen=True)
class Matter:
    """``name`` is the list's and the address's, ``verb`` what is done to it. ``read`` returns the
    template's ``case``, which has an ``elder``; ``decide`` takes the fields of ``form`` by name;
    ``words`` are what else the template needs."""

    name: str
    verb: str
    template: str
    read: Callable[[Session, Actor, uuid.UUID], Any]
    form: type[BaseModel]
    decide: Callable[..., object]
    words: Mapping[str, object]


def pages(matter: Matter) -> Blueprint:
    """The page of one row, and what its form posts to."""
    blueprint = Blueprint(
        f"console_{matter.name}", __name__, url_prefix=f"/console/{matter.name}/<uuid:row_id>"
    )

    @blueprint.get("", endpoint="show")
    @access(CLERK)
    def show(row_id: uuid.UUID) -> Page:
        return _shown(matter, row_id, NOTHING_WRONG)

    @blueprint.post(f"/{matter.verb}", endpoint=matter.verb)
    @tried
    @access(CLERK)
    def decide(row_id: uuid.UUID) -> Page:
        return attempt(
            lambda: _decided(matter, row_id), lambda refusal: _shown(matter, row_id, refusal)
        )

    return blueprint


def _decided(matter: Matter, row_id: uuid.UUID) -> Page:
    asked = matter.form.model_validate(written(*matter.form.model_fields))
    with transaction() as session:
        matter.decide(session, current_actor(), row_id, **asked.model_dump())
    return redirect(url_for("console_lists.show", name=matter.name), 303)


def _shown(matter: Matter, row_id: uuid.UUID, refusal: Refusal) -> str:
    with transaction() as session:
        case = matter.read(session, current_actor(), row_id)
    return render_template(
        matter.template, case=case, name=masking.name(case.elder.name), refusal=refusal,
        **matter.words,
    )  # fmt: skip
