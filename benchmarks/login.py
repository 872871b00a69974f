"""Signing in from the mini program, WeChat's own time taken off: ``python -m benchmarks.login``.

The deployed gunicorn settings, an open loop of 20 logins a second, half of them first logins. A
stand-in for WeChat takes 40 ms an answer and notes how long it really took for each code; that is
subtracted from what the client saw, so that our call to WeChat counts but its waiting does not.
Each login comes from an address of its own, as from phones. SQLite, or PostgreSQL where
``DATABASE_URL`` names it. Prints one JSON object; exit status 1 if a login failed or the bound
(p95 under 60 ms) is broken.
"""

from __future__ import annotations

import argparse
import http.client
import json
import platform
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.databases import Databases
from benchmarks.figures import latencies
from benchmarks.load import HOST
from benchmarks.serving import OURS, running

RATE = 20
"""Logins a second (docs/operations.md)."""

BOUND_P95_MS = 60.0
WECHAT_TAKES_S = 0.04
WARM_UP = 40


class WeChat(BaseHTTPRequestHandler):
    """Answers code2Session; a code is ``openid.serial``."""

    protocol_version = "HTTP/1.1"
    took_ms: dict[str, float]

    def do_GET(self) -> None:
        began = time.perf_counter()
        code = parse_qs(urlsplit(self.path).query)["js_code"][0]
        time.sleep(WECHAT_TAKES_S)
        answer = {"openid": code.partition(".")[0], "session_key": "not kept"}
        body = json.dumps(answer).encode()
        self.took_ms[code] = 1000 * (time.perf_counter() - began)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the console."""


@contextmanager
def wechat() -> Iterator[tuple[int, dict[str, float]]]:
    """A stand-in for WeChat: its port, and how long it took for each code."""
    took: dict[str, float] = {}
    handler = type("Answering", (WeChat,), {"took_ms": took})
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, took
        server.shutdown()


def main(arguments: list[str]) -> int:
    """Exit status 0, or 1 when a login failed or the bound is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.login", description=__doc__)
    parser.add_argument("--logins", type=int, default=400)
    count = parser.parse_args(arguments).logins
    with TemporaryDirectory(prefix="yinian-bench-") as name, wechat() as (port, took):
        folder = Path(name)
        databases = Databases(folder)
        with databases.prepared(), databases.fresh() as environment:
            outside = {"WECHAT_API_BASE": f"http://{HOST}:{port}", "TRUSTED_PROXY_HOPS": "1"}
            with running(OURS, environment | outside, folder / "log") as server:
                measured(server.port, WARM_UP, took, "warm")
                found = measured(server.port, count, took, "counted")
    ours = [each for each in found if each is not None]
    figures = latencies(ours)
    report = {
        "machine": platform.machine(), "database": databases.kind, "logins": count, "rate": RATE,
        "failures": count - len(ours), "ms_without_wechat": figures,
        "bound": {"p95_ms": BOUND_P95_MS, "holds": figures["p95"] < BOUND_P95_MS},
    }  # fmt: skip
    print(json.dumps(report, indent=1))
    return int(len(ours) < count or figures["p95"] >= BOUND_P95_MS)


def measured(port: int, count: int, took: dict[str, float], name: str) -> list[float | None]:
    """Milliseconds of each login without WeChat's; None for one that was not answered with 201."""
    began = time.perf_counter()

    def one(number: int) -> float | None:
        due = began + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        code = f"{name}-{number // 2}.{number}"  # everybody comes twice
        answered = _sign_in(port, code, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        return 1000 * (time.perf_counter() - due) - took[code] if answered else None

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(one, range(count)))


def _sign_in(port: int, code: str, address: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=15)
    headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
    try:
        connection.request("POST", "/api/v1/sessions", json.dumps({"code": code}), headers)
        return connection.getresponse().status == http.HTTPStatus.CREATED
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
