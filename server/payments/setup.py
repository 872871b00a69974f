"""What payments need of the application: channels, kinds of orders, jobs."""

from __future__ import annotations

from flask import Flask

from server.payments import tasks
from server.payments.channels.offline import Offline


def init_app(app: Flask) -> None:
    """Give the application its channels, and registries that other domains fill."""
    offline = Offline()
    app.extensions["channels"] = {offline.name: offline}
    app.extensions["payables"] = {}
    tasks.register(app.extensions["jobs"])
