"""The simulator as a process of its own, as ``make run`` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from server.config import ROOT
from tests.wechat.conftest import ELDER
from wechat.client import MiniProgramClient
from wechat.simulator.settings import Settings
from wechat.tokens import MemoryTokenStore


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "wechat.simulator", "--port", "0", "--app-base", "http://127.0.0.1:9"]  # fmt: skip
    # In a folder of its own, so that no .env of the developer is read.
    started = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with started:
        yield started
        started.terminate()


def test_it_starts_on_loopback_and_writes_nothing_private(
    process: subprocess.Popen[str],
) -> None:
    assert process.stdout is not None
    found = re.search(r"(http://127\.0\.0\.1:\d+)/phone", process.stdout.readline())
    assert found
    url, settings = found.group(1), Settings(_env_file=None)
    wx = MiniProgramClient(settings.appid, settings.secret, tokens=MemoryTokenStore(), base_url=url)
    code = requests.post(f"{url}/_control/people/{ELDER}/login-code", json={}, timeout=5).json()[
        "code"
    ]
    assert wx.code_to_session(code).openid == ELDER
    assert wx.is_trade_managed()
    assert requests.post(f"{url}/phone/{ELDER}/login", timeout=15).ok
    process.terminate()
    out, err = process.communicate(timeout=10)
    assert out == err == ""
