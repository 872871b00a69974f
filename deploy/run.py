"""``make run``: the web server, the worker and, where WeChat is simulated, the simulator.

They start and end together; a worker or a simulator that dies alone begins again, and questions are
answered meanwhile (gunicorn keeps up its own processes). What is set in the environment wins over
everything here.
"""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

from honcho.manager import Manager

from server.config import SIMULATED_KEYS, Settings, SettingsError, load_settings

BIN = os.path.dirname(sys.executable)


def commands(settings: Settings) -> dict[str, str]:
    """Name → shell command of every process."""
    found = {
        "web": f"{BIN}/gunicorn --config deploy/gunicorn.conf.py wsgi:app",
        "worker": kept_up(f"{BIN}/flask worker"),
    }
    if urlsplit(settings.wechat_base).hostname == "127.0.0.1":
        port, app = settings.simulator_port, f"http://127.0.0.1:{settings.port}"
        found["phone"] = kept_up(
            f"{sys.executable} -m wechat.simulator --port {port} --app-base {app}"
        )
    return found


def kept_up(command: str) -> str:
    """A shell command that runs ``command`` again whenever it ends, until its process group is told to stop."""
    return f"while :; do {command}; sleep 1; done"


def _environment(settings: Settings) -> dict[str, str]:
    return {"SIMULATOR_PAY_KEYS": str(settings.data_dir / SIMULATED_KEYS), **os.environ}


def main() -> int:
    """Run until one ends or the person stops it; the status of the first that ended."""
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    manager = Manager()
    for name, command in commands(settings).items():
        manager.add_process(name, command, env=_environment(settings), quiet=name == "phone")
    manager.loop()
    return manager.returncode or 0


if __name__ == "__main__":
    sys.exit(main())
