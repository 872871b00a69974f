"""A worker process whose WeChat is the test's: ``flask --app tests.server.messages.process:create``."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from server.app import create_app
from tests import databases


def create() -> Flask:
    return create_app(
        databases.settings(
            os.environ["DATABASE_URL"],
            Path(os.environ["DATA_DIR"]),
            wechat_api_base=os.environ["WECHAT_API_BASE"],
            worker_threads=1,
            job_lease_seconds=1.0,
        )
    )
