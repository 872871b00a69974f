"""Starts an application on gunicorn, measures its processes and ends it by its own pid."""

from __future__ import annotations

import http.client
import json
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.databases import ROOT
from benchmarks.load import HOST, PATH

DEPLOYED = ROOT / "deploy" / "gunicorn.conf.py"
STARTS_WITHIN_S = 60.0
_TAKEN_OVER = (
    "worker_class", "workers", "threads", "preload_app", "timeout", "graceful_timeout", "keepalive",
    "backlog", "max_requests", "worker_connections", "accesslog", "loglevel", "worker_tmp_dir",
)  # fmt: skip


@dataclass(frozen=True)
class Application:
    """What gunicorn is to serve, and with which settings file."""

    name: str
    module: str
    config: Path


OURS = Application("ours", "wsgi:app", DEPLOYED)
PLAIN = Application("plain", "benchmarks.plain:app", ROOT / "benchmarks" / "gunicorn_plain.py")
BARE = Application("bare", "benchmarks.bare:app", ROOT / "benchmarks" / "gunicorn_plain.py")


@dataclass(frozen=True)
class Running:
    """An application that answers."""

    port: int
    cold_start_s: float
    master: psutil.Process

    def cpu_s(self) -> float:
        """Processor time that the master and its children have used so far."""
        spent = [process.cpu_times() for process in self._family()]
        return float(sum(times.user + times.system for times in spent))

    def worker_pss_mb(self) -> float | None:
        """The largest worker's memory, pages shared with others counted in part; Linux only."""
        found = [_pss_mb(worker.pid) for worker in self.master.children()]
        known = [value for value in found if value is not None]
        return round(max(known), 1) if known else None

    def _family(self) -> list[psutil.Process]:
        return [self.master, *self.master.children(recursive=True)]


def deployed_settings(environment: Mapping[str, str]) -> str:
    """The deployed gunicorn settings as JSON, read in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.serving"]
    return subprocess.run(
        command, cwd=ROOT, env=dict(environment), check=True, capture_output=True, text=True
    ).stdout


@contextmanager
def running(
    application: Application, environment: Mapping[str, str], log: Path
) -> Iterator[Running]:
    """Serve ``application`` until the block ends. Raises RuntimeError with its log if it does not
    answer a question within a minute."""
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", str(application.config),
        "--bind", f"{HOST}:{port}", application.module,
    ]  # fmt: skip
    with log.open("w", encoding="utf-8") as output:
        started = time.perf_counter()
        server = subprocess.Popen(
            command, cwd=ROOT, env={**environment, "PORT": str(port)}, stdout=output, stderr=output
        )
        try:
            _await_answer(server, port, started + STARTS_WITHIN_S, log)
            yield Running(port, time.perf_counter() - started, psutil.Process(server.pid))
        finally:
            _end(server)


def _await_answer(server: subprocess.Popen[bytes], port: int, until: float, log: Path) -> None:
    while not _answers(port):
        if server.poll() is not None or time.perf_counter() > until:
            raise RuntimeError(
                f"no answer from gunicorn:\n{log.read_text(encoding='utf-8')[-4000:]}"
            )
        time.sleep(0.01)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=15)
    try:
        body = json.dumps({"text": "高龄津贴怎么申请"})
        connection.request("POST", PATH, body, {"Content-Type": "application/json"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _pss_mb(pid: int) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    kilobytes = [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
    return kilobytes[0] / 1024 if kilobytes else None


if __name__ == "__main__":
    deployed = runpy.run_path(str(DEPLOYED))
    print(json.dumps({name: deployed[name] for name in _TAKEN_OVER if name in deployed}))
