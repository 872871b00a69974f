"""What holds for every address under ``/api/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from apiflask import APIFlask
from flask import current_app, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import IntegerConverter

from server.errors import TITLES, Problem

View = TypeVar("View", bound=Callable[..., Any])


class Json(DefaultJSONProvider):
    """Compact, readable Chinese, in the order written. A bomb of brackets is malformed JSON, as is
    half a character (a lone surrogate), which could be neither kept nor told."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        # UnicodeDecodeError and UnicodeEncodeError are ValueErrors. Python itself would guess UTF-16
        # and let half a character pass that is written out as bytes (RFC 8259, 8.1: UTF-8 alone).
        text = s if isinstance(s, str) else s.decode("utf-8-sig")
        try:
            found = super().loads(text, **kwargs)
            if "\\ud" in text.lower():
                self.dumps(found).encode()
        except RecursionError:
            raise ValueError("nested too deeply") from None
        return found


class Number(IntegerConverter):
    """A number in an address. Werkzeug takes any length: SQLite keeps no more than 19 digits, and Python
    reads no more than 4300."""

    regex = r"\d{1,15}"


def any_body(view: View) -> View:
    """Declare that the view takes bodies of other kinds: it is called by a machine whose signature
    it checks, so that no browser can be made to post to it."""
    view.__dict__["any_body"] = True
    return view


def _takes_any_body() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "any_body", False)


def init_app(app: APIFlask) -> None:
    """Bodies are JSON and say so; answers are compact and readable Chinese."""
    app.json = Json(app)
    app.url_map.converters["int"] = Number

    @app.before_request
    def refuse_other_bodies() -> None:
        """A form posted from another site cannot claim to be JSON without a preflight."""
        sends = request.method in ("POST", "PUT", "PATCH", "DELETE")
        body = bool(request.content_length) or "Transfer-Encoding" in request.headers
        strange = request.path.startswith("/api/") and not request.is_json
        if sends and body and strange and not _takes_any_body():
            raise Problem(415, *TITLES[415])
