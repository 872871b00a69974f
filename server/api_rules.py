"""What holds for every address under ``/api/``."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask
from flask import request
from flask.json.provider import DefaultJSONProvider

from server.errors import TITLES, Problem


class Json(DefaultJSONProvider):
    """Compact, readable Chinese, in the order written; a bomb of brackets is malformed JSON."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def init_app(app: APIFlask) -> None:
    """Bodies are JSON and say so; answers are compact and readable Chinese."""
    app.json = Json(app)

    @app.before_request
    def refuse_other_bodies() -> None:
        """A form posted from another site cannot claim to be JSON without a preflight."""
        sends = request.method in ("POST", "PUT", "PATCH", "DELETE")
        body = bool(request.content_length) or "Transfer-Encoding" in request.headers
        if sends and body and request.path.startswith("/api/") and not request.is_json:
            raise Problem(415, *TITLES[415])
