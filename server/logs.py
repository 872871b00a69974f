"""Structured logs: one JSON object a line, holding only fields on the allow-list.

What people type, who they are and what they asked for never gets here: a field that is not
named below is dropped, whoever logs it.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, has_app_context, request

from server.kit.ids import new_capability

FIELDS = frozenset(
    {
        "event", "level", "timestamp", "request_id", "method", "route", "status", "ms",
        "error", "where", "entries", "release", "problems", "job", "attempt", "setting", "worker", "count",
    }
)  # fmt: skip


def configure(level: str) -> None:
    """Set structlog up for this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _locate_exception,
            _keep_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _locate_exception(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
    """Replace a traceback by its code places: messages and values may hold what people typed."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        event["where"] = [f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno} {f.name}" for f in frames]
    return event


def _keep_allowed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
    return {key: value for key, value in event.items() if key in FIELDS}


def current_request_id() -> str | None:
    """The id of the request, or of the request that asked for the job, that is being served."""
    return g.get("request_id") if has_app_context() else None


def init_app(app: Flask) -> None:
    """Give every request an id, return it, and write one line when it is done."""
    log = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.request_id = new_capability()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
        return response
