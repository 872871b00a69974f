"""One real server (gunicorn, as ``make run`` starts it) and one real Chromium for the page tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from server.config import ROOT, Settings
from tests.browser.elder import PHONE, Elder
from tests.conftest import CHROMIUM
from tests.databases import Databases

FLAGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
START_S = 120
STOP_S = 30

Visit = Callable[..., Elder]


@pytest.fixture(scope="session")
def site(made_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the real knowledge, on a database of its own."""
    folder = tmp_path_factory.mktemp("site")
    with made_databases.fresh() as database_url:
        environment = _environment(folder, database_url, port=_free_port())
        _flask(environment, folder, "knowledge", "load")
        with _gunicorn(environment, folder) as address:
            yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens the page as somebody new; ``before`` is a script that runs ahead of the page's own."""
    with ExitStack() as contexts:

        def begin(
            size: tuple[int, int] = PHONE,
            *,
            path: str = "/",
            scripts: bool = True,
            before: str = "",
        ) -> Elder:
            width, height = size
            on_phone = width < 500
            context = browser.new_context(
                base_url=site,
                viewport={"width": width, "height": height},
                is_mobile=on_phone,
                has_touch=on_phone,
                java_script_enabled=scripts,
                locale="zh-CN",
            )
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            if before:
                context.add_init_script(before)
            return Elder(context.new_page(), site, scripts=scripts).opens(path)

        yield begin


def _environment(folder: Path, database_url: str, port: int) -> dict[str, str]:
    """The developer's environment without the settings that may be in it; ours instead."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in Settings.model_fields
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "FLASK_APP": str(ROOT / "wsgi.py"),
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder / "data"),
        "SECRET_KEY": "a secret for browser tests only",
        "CHAT_RATE_LIMIT": "1000000/minute",
        "LOG_LEVEL": "WARNING",
        "PORT": str(port),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _flask(environment: dict[str, str], folder: Path, *command: str) -> None:
    # In a folder of its own, so that no .env of the developer is read.
    done = subprocess.run(
        [sys.executable, "-m", "flask", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"flask {' '.join(command)} failed:\n{done.stdout}{done.stderr}"


@contextmanager
def _gunicorn(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """gunicorn with our settings file, on the loopback only; its address once it is ready."""
    bind = f"127.0.0.1:{environment['PORT']}"
    config = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", config, "--bind", bind, "wsgi:app"]
    log = folder / "gunicorn.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output
        )
    try:
        _wait_until_ready(process, f"http://{bind}/readyz", log)
        yield f"http://{bind}"
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
    pytest.fail(f"the server did not get ready:\n{log.read_text()[-4000:]}")
