"""Forms of the portal: what is refused is shown again with what was written and what to mend."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import request
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from werkzeug.wrappers import Response

from server.errors import TITLES, Problem, field_errors
from server.extensions import csrf
from server.kit.columns import MOST
from server.kit.shapes import plain_text

Page = str | tuple[str, int] | Response
View = TypeVar("View", bound=Callable[..., Any])

STALE = "页面放得久了，您写的还在，请再点一次"


@dataclass(frozen=True)
class Refusal:
    """Why a form was not taken: one sentence, what is wrong with which field, a problem's slug."""

    status: int
    message: str
    errors: Mapping[str, str] = field(default_factory=dict)
    slug: str = ""


NOTHING_WRONG = Refusal(200, "")


def tried(view: View) -> View:
    """Declare that a view's form goes through ``attempt``, which checks the token of the page by
    itself: a stale page is refused like any mistake, with what was written."""
    exempted: View = csrf.exempt(view)
    return exempted


def attempt(do: Callable[[], Page], again: Callable[[Refusal], str]) -> Page:
    """Do what a form asks for; where it is refused, show the form again."""
    try:
        csrf.protect()
        return do()
    except CSRFError:
        refusal = Refusal(400, STALE)
    except ValidationError as error:
        errors = {found["field"]: found["message"] for found in field_errors(error)}
        refusal = Refusal(422, TITLES[422][1], errors)
    except Problem as problem:
        errors = {found["field"]: found["message"] for found in problem.errors}
        refusal = Refusal(problem.status, problem.title, errors, problem.slug)
    return again(refusal), refusal.status


def written(*names: str) -> dict[str, Any]:
    """What was written into these fields, without control characters, which PostgreSQL does not keep;
    one that was left empty is not there."""
    said = {name: plain_text(request.form.get(name, "")) for name in names}
    return {name: value for name, value in said.items() if value}


def require_sure() -> None:
    """Whether what cannot be taken back was ticked (``sure`` in ``console/form.html``): one press
    alone does not do it. Raises Problem 422."""
    if request.form.get("sure") != "1":
        why = "请先在“我确定”前打勾，再点一次"
        raise Problem(422, "not-sure", why, errors=[{"field": "sure", "message": why}])


def safe_next(default: str) -> str:
    """Where to go on: an address of this site that came with the request, else ``default``."""
    wanted = request.values.get("next", "")
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if inside and wanted.isprintable() else default


def place_asked_for(name: str) -> int | None:
    """The counting key in the address from which a list goes on; None for what is none."""
    asked = request.args.get(name, type=int)
    return asked if asked is not None and 0 <= asked <= MOST else None


def id_in(name: str) -> uuid.UUID:
    """The id in a field of the form. Raises Problem 404 for what is none."""
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError:
        raise Problem(404, *TITLES[404]) from None
