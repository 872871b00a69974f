"""What holds for every address under ``/api/``."""

from __future__ import annotations

from apiflask import APIFlask
from flask import request

from server.errors import TITLES, Problem


def init_app(app: APIFlask) -> None:
    """Bodies are JSON and say so; answers are compact and readable Chinese."""
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.compact = True  # type: ignore[attr-defined]

    @app.before_request
    def refuse_other_bodies() -> None:
        """A form posted from another site cannot claim to be JSON without a preflight."""
        sends = request.method in ("POST", "PUT", "PATCH", "DELETE")
        body = bool(request.content_length) or "Transfer-Encoding" in request.headers
        if sends and body and request.path.startswith("/api/") and not request.is_json:
            raise Problem(415, *TITLES[415])
