"""Real processes on loopback: gunicorn with two workers, ``flask worker``; and ways to kill them."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import psutil
import requests
from sqlalchemy import NullPool, create_engine, text

from server.config import ROOT
from server.kit.clock import machine_now

START_S = 150
BIN = Path(sys.executable).parent
WORKER = [str(BIN / "flask"), "worker"]
CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Site:
    """The web server and the worker, started again when they are killed. Ends what it started."""

    def __init__(
        self, environment: dict[str, str], folder: Path, application: str = "wsgi:app"
    ) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **environment, "PUBLIC_BASE_URL": self.base}
        self.folder, self.application = folder, application
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start both; returns when the web server answers."""
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4"]
        kind = ["--worker-class", "gthread", "--preload", "--no-control-socket", self.application]
        self.web = self._begin("web", [str(BIN / "gunicorn"), *bind, *kind])
        self.worker = self._begin("worker", WORKER)
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self.web.poll() is not None:
                raise RuntimeError(self.log("web"))
            try:
                requests.get(f"{self.base}/healthz", timeout=2)
            except requests.RequestException:
                time.sleep(0.2)
            else:
                return
        raise RuntimeError("the web server did not answer\n" + self.log("web"))

    def kill_web(self, chosen: random.Random) -> None:
        """``kill -9`` of one of gunicorn's workers: its master starts another."""
        assert self.web is not None
        master, deadline = psutil.Process(self.web.pid), time.monotonic() + START_S
        while not (children := master.children()):
            if time.monotonic() > deadline:
                raise RuntimeError("the web server has no workers\n" + self.log("web"))
            time.sleep(0.05)
        chosen.choice(children).kill()

    def kill_worker(self, off: timedelta) -> None:
        """``kill -9`` of the job worker, and a new one whose business clock is ``off``."""
        assert self.worker is not None
        self.worker.kill()
        self.worker.wait()
        self.worker = self._begin("worker", WORKER, APP_NOW=(machine_now() + off).isoformat())

    def cut_connections(self) -> None:
        """Everybody's connections to the database of the run are cut, whatever they are doing."""
        engine = create_engine(self.environment["DATABASE_URL"], poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(CUT)

    def stop(self) -> None:
        """End both, and their children."""
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    children = psutil.Process(process.pid).children(recursive=True)
                    for each in (*children, process):
                        each.kill()
                    process.wait(10)

    def log(self, name: str) -> str:
        """The end of what a process has said."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-3000:] if path.exists() else ""

    def _begin(self, name: str, command: list[str], **more: str) -> subprocess.Popen[bytes]:
        ours = {"PYTHONPATH": str(ROOT), "FLASK_APP": self.application}
        environment = self.environment | ours | more
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
