"""One way of doing jobs, measured in a process of its own; started by ``benchmarks.jobs``."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.engine import make_url

from benchmarks.databases import driver_url
from server.app import create_app
from server.config import load_settings
from server.extensions import db
from server.jobs.models import Job
from server.jobs.worker import AHEAD, Worker
from server.kit.clock import machine_now
from server.kit.ids import new_key
from server.transaction import transaction

KIND = "bench.nothing"


def main(arguments: list[str]) -> int:
    """Ask for jobs, have them done, print jobs per second and processor time of one."""
    way, jobs, threads = arguments[0], int(arguments[1]), int(arguments[2])
    app = create_app(load_settings(worker_threads=threads))
    app.extensions["jobs"].handle(KIND, lambda _payload: None)
    with app.app_context():
        _ask(jobs)
        began, spent = time.perf_counter(), time.process_time()
        if way == "worker":
            _by_worker(app, threads)
        else:
            _by_plain_sql(threads * AHEAD)
        seconds, cpu = time.perf_counter() - began, time.process_time() - spent
        assert _left() == 0
        db.engine.dispose()
    print(json.dumps({"jobs_per_s": jobs / seconds, "cpu_ms_per_job": cpu / jobs * 1000}))
    return 0


def _ask(jobs: int) -> None:
    now = machine_now()
    row = {"kind": KIND, "payload": {}, "status": "waiting", "run_at": now, "created_at": now}
    with transaction() as session:
        session.execute(insert(Job), [row | {"id": new_key(), "attempts": 0} for _ in range(jobs)])


def _left() -> int:
    with transaction(writes=False) as session:
        chosen = select(func.count()).select_from(Job).where(Job.status != "done")
        return session.scalar(chosen) or 0


def _by_worker(app: Flask, threads: int) -> None:
    worker = Worker(app, threads=threads, lease=timedelta(minutes=1))
    thread = threading.Thread(target=worker.run)
    thread.start()
    while _left():
        time.sleep(0.02)
    worker.stop()
    thread.join()


def _by_plain_sql(batch: int) -> None:
    """Claim a batch, then record each job, each step in a transaction; one connection."""
    url = db.engine.url.render_as_string(hide_password=False)
    if url.startswith("sqlite"):
        connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        connection.execute("PRAGMA synchronous=NORMAL")
        _loop(connection.execute, batch, "BEGIN IMMEDIATE", "", "?")
        connection.close()
    else:
        with psycopg.connect(driver_url(url), autocommit=True) as server:
            _loop(server.execute, batch, "BEGIN", "FOR UPDATE SKIP LOCKED", "%s")


def _loop(execute: Callable[..., Any], batch: int, begin: str, lock: str, mark: str) -> None:
    due = (
        f"SELECT seq FROM jobs_outbox WHERE status = 'waiting' AND run_at <= {mark} "
        f"ORDER BY run_at, seq LIMIT {batch} {lock}"
    )
    take = (
        "UPDATE jobs_outbox SET status = 'running', claimed_by = 'plain', attempts = attempts + 1,"
        f" lease_until = {mark} WHERE seq = {mark}"
    )
    keep = (
        f"UPDATE jobs_outbox SET status = 'done', finished_at = {mark}, claimed_by = NULL,"
        f" lease_until = NULL WHERE seq = {mark} AND claimed_by = 'plain'"
    )
    plain_time = _now if mark == "%s" else lambda: _now().strftime("%Y-%m-%d %H:%M:%S.%f")
    while True:
        execute(begin)
        seqs = [row[0] for row in execute(due, (plain_time(),)).fetchall()]
        for seq in seqs:
            execute(take, (plain_time(), seq))
        execute("COMMIT")
        if not seqs:
            return
        for seq in seqs:
            execute(begin)
            execute(keep, (plain_time(), seq))
            execute("COMMIT")


_now = machine_now

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
