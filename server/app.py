"""The application factory: settings in, a ready Flask application out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from apiflask import APIFlask
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from server import api_rules, cli, desks, errors, gateways, logs, routes
from server.activities import own_data as places
from server.activities import service as activities
from server.benefits import service as benefits
from server.config import Settings, SettingsError, load_settings
from server.conversation import for_editors
from server.conversation import own_data as conversations
from server.editorial import listening, live, outcomes, publishing, speaking, trials
from server.editorial import tasks as editorial_tasks
from server.editorial.outcomes import Happened, Outcome
from server.extensions import csrf, db, engine_options, migrate
from server.identity import access, client
from server.identity import tasks as identity_tasks
from server.jobs import service as jobs
from server.jobs.registry import Registry
from server.jobs.worker import WORKER_OVERHEAD
from server.kit.clock import Clock
from server.kit.counters import DatabaseCounters, RedisCounters
from server.kit.rate import RedisWindows, SharedWindows
from server.messages import tasks as messages_tasks
from server.oversight import sealing
from server.payments import setup as payments
from server.people import guard
from server.people import setup as people
from server.tickets import own_data as tickets
from server.transaction import repeated

MAX_BODY_BYTES = 64 * 1024


class Application(APIFlask):
    """Begins a view anew, once, whose transaction the database broke off (ADR 0013)."""

    def dispatch_request(self) -> ResponseReturnValue:
        """See Flask."""
        return repeated(super().dispatch_request, before=_rewind)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises SettingsError when a setting is missing or malformed."""
    settings = settings or load_settings()
    logs.configure(settings.log_level)
    app = Application(
        __name__, title="颐年 Yinian", version="0.1.0", spec_path=None, docs_path=None
    )
    app.config.update(_flask_config(settings))
    app.extensions["settings"] = settings
    app.extensions["vault"] = settings.vault()
    app.extensions["clock"] = Clock(settings.app_now, settings.app_clock_speed)
    shared = settings.redis_url
    app.extensions["windows"] = RedisWindows(shared) if shared else SharedWindows()
    app.extensions["counters"] = RedisCounters(shared) if shared else DatabaseCounters()
    gateways.init_app(app, settings)
    _make(settings.data_dir)
    for extension in (db, migrate, csrf):
        extension.init_app(app)
    logs.init_app(app)
    jobs.init_app(app)
    people.init_app(app, settings)
    messages_tasks.init_app(app)
    conversations.init_app(app)
    app.extensions[listening.EARS] = for_editors.Ears()
    app.extensions[speaking.VOICE] = for_editors.Voice()
    outcomes.init_app(
        app,
        Outcome("activities", _sign_ups),
        Outcome("checks", for_editors.checks, "checked"),
        Outcome("handoffs", for_editors.persons_wanted, "handed"),
    )
    places.init_app(app)
    tickets.init_app(app)
    payments.init_app(app, settings)
    _register_jobs(app.extensions["jobs"])
    app.extensions["payables"][activities.KIND] = activities.Fee()
    access.init_app(app)
    guard.init_app(app)
    client.init_app(app, settings.trusted_proxy_hops)
    errors.init_app(app)
    api_rules.init_app(app)
    live.init_app(app)
    benefits.init_app(app, lambda: live.documents(app))
    routes.init_app(app)
    desks.init_app(app)
    cli.init_app(app)
    app.after_request(_secure)
    return app


def _rewind() -> None:
    """Let files that were sent be read once more; fields and JSON are kept by the request."""
    for each in request.files.values():
        each.seek(0)


def _connections(settings: Settings) -> int:
    """As many as threads in the larger kind of process, one of which looks for a newer release; they
    are opened when first needed."""
    return max(settings.web_threads + 1, settings.worker_threads + WORKER_OVERHEAD)


def _register_jobs(registry: Registry) -> None:
    """Who does which kind of job, and what the clock does."""
    registry.every(timedelta(seconds=1), "audit.seal", sealing.seal_waiting)
    registry.every(timedelta(hours=1), "jobs.clean", jobs.clean)
    registry.every(timedelta(hours=1), "identity.clean", identity_tasks.clean)
    registry.handle(publishing.GATE, editorial_tasks.gate)
    registry.handle(trials.TRY, trials.do)
    registry.handle(listening.UNHAPPY, editorial_tasks.unhappy)
    registry.every(timedelta(seconds=1), "editorial.publish_due", editorial_tasks.start_due)
    registry.every(timedelta(seconds=5), "editorial.listen", editorial_tasks.listen)
    registry.every(timedelta(hours=1), "editorial.clean", editorial_tasks.clean_indexes)
    registry.every(timedelta(minutes=1), "editorial.outcomes", editorial_tasks.count_outcomes)
    registry.every(timedelta(minutes=1), "editorial.audiences", editorial_tasks.count_audiences)


def _sign_ups(session: Session, after: datetime, upto: datetime, limit: int) -> list[Happened]:
    """What was ordered of a street's activities, for the counters of the knowledge."""
    found = activities.made_between(session, after, upto, limit)
    return [Happened(each.created_at, each.elder_id, each.account_id) for each in found]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"Cannot start: DATA_DIR: {folder} cannot be used as a folder ({error.strerror})."
        ) from None


def _flask_config(settings: Settings) -> dict[str, object]:
    secure = settings.production
    return {
        "TESTING": settings.app_env == "test",
        "DEBUG": settings.debug,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_uri,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_uri, _connections(settings)),
        "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
        # A __Host- cookie needs HTTPS, which a development machine does not have.
        "SESSION_COOKIE_NAME": "__Host-yinian" if secure else "yinian",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A picture that arrives late must not bring an older cookie back.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": 365 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,  # no time-outs for slow fingers
        "WTF_CSRF_CHECK_DEFAULT": True,
    }


def _secure(response: Response) -> Response:
    """The same protective headers on every response."""
    images = (
        "img-src 'self' data:; style-src 'self' 'unsafe-inline'" if _is_docs() else "img-src 'self'"
    )
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; {images}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), payment=()")
    if request.endpoint not in ("static", "docs.asset"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _is_docs() -> bool:
    return request.endpoint == "docs.page"
