"""Every endpoint declares who may call it; one that does not is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request

from server.errors import Problem

View = TypeVar("View", bound=Callable[..., Any])


class Caller(StrEnum):
    """Who may call an endpoint."""

    ANYONE = "anyone"


def access(caller: Caller) -> Callable[[View], View]:
    """Declare who may call the view."""

    def declare(view: View) -> View:
        view.__dict__["access"] = caller
        return view

    return declare


def declared(view: Callable[..., Any]) -> Caller | None:
    """What the view declares, or None."""
    found: Caller | None = getattr(view, "access", None)
    return found


def init_app(app: Flask) -> None:
    """Refuse endpoints that declare nothing: forgetting is not the same as public."""

    @app.before_request
    def refuse_undeclared() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is not None and declared(view) is None:
            raise Problem(403, "forbidden", "这个地址没有开放")
