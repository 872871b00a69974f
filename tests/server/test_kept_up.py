"""The processes that ``make run`` keeps up."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from deploy.run import kept_up

WITHIN_S = 20


def test_a_process_that_is_killed_begins_again_until_it_is_told_to_stop(tmp_path: Path) -> None:
    log = tmp_path / "begun"
    command = kept_up(f"sh -c 'echo begun >> {log}; kill -9 $$'")
    shell = subprocess.Popen(command, shell=True, start_new_session=True)
    try:
        end = time.monotonic() + WITHIN_S
        while not log.exists() or len(log.read_text().splitlines()) < 2:
            assert time.monotonic() < end, "it did not begin again"
            time.sleep(0.05)
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
    assert shell.wait(WITHIN_S) == -signal.SIGTERM
