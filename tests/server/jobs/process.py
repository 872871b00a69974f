"""The application of a worker process in tests: ``flask --app tests.server.jobs.process worker``.

Its handler marks in a file that it ran; the environment says where, how long it
takes, and from which number on it never ends.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from flask import Flask

from server.app import create_app
from tests import databases

MARK = "test.mark"


def create() -> Flask:
    app = create_app(
        databases.settings(
            os.environ["DATABASE_URL"],
            Path(os.environ["DATA_DIR"]),
            worker_threads=int(os.environ["THREADS"]),
            job_lease_seconds=float(os.environ["LEASE"]),
        )
    )
    app.extensions["jobs"].starts.clear()  # only what the test asks for
    app.extensions["jobs"].handle(MARK, mark)
    return app


def mark(payload: dict[str, Any]) -> None:
    """Append the number to the file: one write, so that it is there whole or not at all."""
    with open(os.environ["MARKS"], "ab", buffering=0) as file:
        file.write(f"{payload['number']}\n".encode())
    hangs = payload["number"] >= int(os.environ["HANGS_FROM"])
    time.sleep(600 if hangs else float(os.environ["TAKES"]))
