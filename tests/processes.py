"""Real processes for the page tests, each on a free port of the loopback, stopped by its own pid."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.config import ROOT, Settings

START_S = 120
STOP_S = 30


def environment(folder: Path, database_url: str, **more: str) -> dict[str, str]:
    """The developer's environment without the settings that may be in it; ours instead."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in Settings.model_fields
    }
    return (
        kept
        | {
            "PYTHONPATH": str(ROOT),
            "FLASK_APP": str(ROOT / "wsgi.py"),
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": "a secret for browser tests only",
            "CHAT_RATE_LIMIT": "1000000/minute",
            "LOG_LEVEL": "WARNING",
            "PORT": str(free_port()),
        }
        | more
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def flask(variables: dict[str, str], folder: Path, *command: str) -> str:
    """Run a command to its end; what it printed. In a folder of its own: no .env is read."""
    return python(variables, folder, "-m", "flask", *command)


def python(variables: dict[str, str], folder: Path, *arguments: str) -> str:
    """Run Python to its end; what it printed."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, f"{arguments} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def gunicorn(variables: dict[str, str], folder: Path) -> Iterator[str]:
    """gunicorn with our settings file, on the loopback only; its address once it is ready."""
    bind = f"127.0.0.1:{variables['PORT']}"
    config = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = ["gunicorn", "--config", config, "--bind", bind, "wsgi:app"]
    with running("web", command, variables, folder) as process:
        _wait_until_ready(process, f"http://{bind}/readyz", folder / "web.log")
        yield f"http://{bind}"


@contextmanager
def worker(variables: dict[str, str], folder: Path) -> Iterator[None]:
    """The worker that sends messages."""
    with running("worker", ["flask", "worker"], variables, folder):
        yield


@contextmanager
def phone(variables: dict[str, str], folder: Path, app_base: str) -> Iterator[str]:
    """The WeChat simulator; its address."""
    port = variables["SIMULATOR_PORT"]
    command = ["wechat.simulator", "--port", port, "--app-base", app_base]
    with running("phone", command, variables, folder) as process:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, f"{address}/phone", folder / "phone.log")
        yield address


@contextmanager
def running(
    name: str, command: list[str], variables: dict[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A module run by Python, its output in ``name.log``."""
    with (folder / f"{name}.log").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=folder,
            env=variables,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"{address} did not get ready:\n{log.read_text()[-4000:]}")
