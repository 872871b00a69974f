"""A process that signs one person in as soon as it is let go: ``python -m …racing URL DATA CODE``.

It says "ready", waits for a line, and prints the account it was given.
"""

from __future__ import annotations

import sys
from pathlib import Path

from server.app import create_app
from tests import databases
from tests.server.identity.pretend import PretendWeChat


def main(url: str, data: str, code: str) -> None:
    app = create_app(databases.settings(url, Path(data)))

    def wait() -> None:
        print("ready", flush=True)
        sys.stdin.readline()

    app.extensions["wechat"] = PretendWeChat(before=wait)
    answer = app.test_client().post("/api/v1/sessions", json={"code": code})
    print(answer.status_code, answer.json.get("account_id"), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
