"""gunicorn settings; values come from the application's own settings.

The application is loaded once, before the fork (preload): the dictionary, the knowledge and the
index are then shared by all workers, and frozen so that garbage collection does not copy them.
"""

from __future__ import annotations

import gc
from typing import Any

from server.config import load_settings
from server.editorial.live import warm
from server.extensions import db

_settings = load_settings()

bind = f"{_settings.listens_on}:{_settings.port}"
worker_class = "deploy.worker.Worker"  # gthread, with refusals in Chinese
workers = _settings.web_workers
threads = _settings.web_threads
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 30
accesslog = None  # the application writes one line a request, without what people typed
# At DEBUG gunicorn writes whole addresses, in which codes and scenes stand.
loglevel = "info" if _settings.log_level == "DEBUG" else _settings.log_level.lower()
control_socket_disable = True  # nothing of ours uses it, and two servers would fight for it


def when_ready(server: Any) -> None:
    """Open the knowledge before the first worker is forked."""
    app = server.app.wsgi()
    warm(app)
    with app.app_context():
        db.engine.dispose()  # no connection may cross the fork
    gc.collect()
    gc.freeze()
    here = f"http://127.0.0.1:{_settings.port}"
    server.log.info("Ready on %s", here)
    if not _settings.production:
        phone = f"http://127.0.0.1:{_settings.simulator_port}/phone"
        for address, what in (
            (f"{here}/", "问答页面（长辈版）"),
            (f"{here}/docs", "API"),
            (phone, "模拟手机（样例，没有真的微信）"),
        ):
            print(f"  {address:32} {what}", flush=True)


def post_fork(_server: Any, worker: Any) -> None:
    """A worker opens connections of its own."""
    with worker.app.wsgi().app_context():
        db.engine.dispose(close=False)
