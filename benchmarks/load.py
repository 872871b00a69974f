"""A bounded load generator: a few keep-alive connections, one question after the other on each.

``python -m benchmarks.load --port 8000 --seconds 5 < questions.json`` prints one JSON object.
A closed loop by default (the next question follows the answer); with ``--rate`` an open loop, in
which a question's time counts from when it was due, so that waiting in line is not left out.
Loopback only.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import sys
import threading
import time
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PATH = "/api/v1/chat/messages"
LONGEST_S = 8.0
RENEW_AFTER_S = 0.25
"""How long a connection is kept. Connections are spread over the workers only when they are made;
making them anew now and then keeps one unlucky spread from deciding the figure."""


@dataclass
class Load:
    """What to send, and what came back."""

    port: int
    bodies: list[bytes]
    seconds: float
    rate: float
    turn: itertools.count[int] = field(default_factory=itertools.count)
    latencies_ms: list[float] = field(default_factory=list)
    failures: int = 0
    began: float = field(default_factory=time.perf_counter)

    def drive(self) -> None:
        """Ask until the time is over; one thread of several."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=15)
        made = self.began
        while (due := self._due(number := next(self.turn))) - self.began < self.seconds:
            if due - made > RENEW_AFTER_S:
                connection.close()  # the next request opens another
                made = due
            self._ask(connection, self.bodies[number % len(self.bodies)], due)
        connection.close()

    def _due(self, number: int) -> float:
        """When question ``number`` is to be sent; waits until then."""
        now = time.perf_counter()
        due = self.began + number / self.rate if self.rate else now
        if due > now:
            time.sleep(due - now)
        return due

    def _ask(self, connection: http.client.HTTPConnection, body: bytes, due: float) -> None:
        try:
            connection.request("POST", PATH, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            good = response.status == 200
        except (OSError, http.client.HTTPException):
            connection.close()
            good = False
        if good:
            self.latencies_ms.append(round((time.perf_counter() - due) * 1000, 3))
        else:
            self.failures += 1


def run(load: Load, connections: int) -> dict[str, object]:
    """Drive the load on so many connections; latencies in milliseconds, sorted."""
    threads = [threading.Thread(target=load.drive) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "seconds": time.perf_counter() - load.began,
        "cpu_s": time.process_time(),
        "failures": load.failures,
        "latencies_ms": sorted(load.latencies_ms),
    }


def main(arguments: list[str]) -> int:
    """Exit status 0, whatever the server answered: failures are counted, not raised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument(
        "--rate", type=float, default=0.0, help="questions a second; 0: as many as possible"
    )
    options = parser.parse_args(arguments)
    bodies = [json.dumps({"text": text}).encode() for text in json.load(sys.stdin)]
    load = Load(options.port, bodies, min(options.seconds, LONGEST_S), options.rate)
    print(json.dumps(run(load, options.connections)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
