"""A build that keeps money that came twice or too late: the fault run has to notice it."""

from __future__ import annotations

from typing import Any

from server.app import create_app
from server.payments import refunds


def keep_surplus(*_: Any) -> None:
    """Instead of ``refunds.of_surplus``: nothing is given back."""


def application() -> Any:
    """What gunicorn and the worker start instead of ``wsgi:app``."""
    refunds.of_surplus = keep_surplus  # type: ignore[assignment]
    return create_app()
