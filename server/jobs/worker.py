"""``flask worker``: claims what is due, does it in threads, records how it went.

Nothing is done inside a transaction: one short unit claims, another records, and the handler
opens its own between them. The main thread claims and renews leases; it never does work itself,
so that a slow handler cannot cost another job its lease.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from functools import partial

import structlog
from flask import Flask
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError

from server.jobs import clock, repository
from server.jobs.hands import ClockTask, Held, JobTask, Task, attempt, record
from server.jobs.registry import Registry
from server.jobs.repository import Lease
from server.kit.clock import machine_now
from server.transaction import in_transaction, transaction

log = structlog.get_logger()

IDLE_S = 0.5
"""How long an idle worker sleeps between two looks."""

SET_RIGHT_S = 60.0
"""How often a worker looks whether the machine's clock was set back behind its clock jobs."""

CLOCK_THREADS = 2
"""Of their own, so that slow jobs hold up no clock job, and one slow clock job not the others."""

WORKER_OVERHEAD = CLOCK_THREADS + 1
"""Connections that a worker needs besides those of its job threads."""

AHEAD = 8
"""Jobs claimed for each thread: one claim then serves many jobs."""

RECORD_AGAIN_S = (0.1, 0.5, 2.0)
"""Pauses before an outcome that the database refused is recorded again. The job would otherwise
run a second time for a connection lost for a moment."""

DATABASE_AWAY = (DBAPIError, TimeoutError)


class Worker:
    """Works until ``stop`` is called, from a signal handler or another thread."""

    def __init__(self, app: Flask, *, threads: int, lease: timedelta) -> None:
        self.name = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._app = app
        self._registry: Registry = app.extensions["jobs"]
        self._threads = threads
        self._lease_lasts = lease
        self._hand: set[Held] = set()
        self._hand_lock = threading.Lock()
        # SQLite has one write lock, for which threads would wait by sleeping: they queue here.
        one_writer = app.extensions["settings"].database_uri.startswith("sqlite")
        self._writing = threading.Lock() if one_writer else nullcontext()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._looked = 0.0
        self._set_right_at = float("-inf")
        self._renewed = time.monotonic()

    def stop(self) -> None:
        """Finish what is running, give back the rest, and end."""
        self._stopping.set()
        self._wake.set()

    def run(self) -> None:
        """Work until told to stop."""
        log.info("worker_started", worker=self.name)
        with (
            ThreadPoolExecutor(self._threads, "job") as jobs,
            ThreadPoolExecutor(CLOCK_THREADS, "clock") as clocks,
        ):
            for begin in self._registry.starts:
                self._safely(begin)
            idle = False
            while not self._stopping.is_set():
                self._wake.clear()
                idle = not self._turn(jobs, clocks, look_first=idle)
                if idle:
                    self._wake.wait(IDLE_S)
            self._wind_up()
        log.info("worker_stopped", worker=self.name)

    def _turn(
        self, jobs: ThreadPoolExecutor, clocks: ThreadPoolExecutor, *, look_first: bool
    ) -> bool:
        """One look at everything; whether a job was claimed. Outlives the database being away."""
        with self._app.app_context():
            try:
                self._renew()
                self._take_clock_jobs(clocks)
                return self._take_jobs(jobs, look_first=look_first)
            except DATABASE_AWAY as error:
                log.warning("worker_database", worker=self.name, error=type(error).__name__)
                return False

    def _take_jobs(self, pool: ThreadPoolExecutor, *, look_first: bool) -> bool:
        """Claim as many as keep the threads busy for a while. An idle worker only reads."""
        kinds = list(self._registry.handlers)
        able, held = self._able(JobTask, self._threads)
        if not able or held > able or not kinds:
            return False
        if look_first:
            with transaction(writes=False) as session:
                if not repository.anything_due(session, kinds, machine_now()):
                    return False
        lease = self._lease()
        most = able * AHEAD - held
        claimed = in_transaction(lambda session: repository.claim(session, kinds, most, lease))
        for job in claimed:
            self._begin(pool, JobTask(job, self._registry.handlers[job.kind]), lease)
        return bool(claimed)

    def _take_clock_jobs(self, pool: ThreadPoolExecutor) -> None:
        able, _ = self._able(ClockTask, CLOCK_THREADS)
        if not able or time.monotonic() - self._looked < IDLE_S:
            return
        if not self._looked:
            self._add_clock_rows()
        if time.monotonic() - self._set_right_at > SET_RIGHT_S:
            self._set_clock_right()
        self._looked = time.monotonic()
        with transaction(writes=False) as session:
            due = clock.due(session, list(self._registry.clock), machine_now())
        for name in due:
            lease = self._lease()
            claim = partial(clock.claim, name=name, lease=lease)
            if (tick := in_transaction(claim)) is not None:
                self._begin(pool, ClockTask(tick, self._registry.clock[name]), lease)

    def _set_clock_right(self) -> None:
        intervals = {name: each.interval for name, each in self._registry.clock.items()}
        with transaction(writes=False) as session:
            ahead = clock.ran_ahead(session, intervals, machine_now())
        if ahead:
            in_transaction(lambda session: clock.set_right(session, ahead, machine_now()))
        self._set_right_at = time.monotonic()

    def _add_clock_rows(self) -> None:
        try:
            with transaction() as session:
                clock.add_missing(session, list(self._registry.clock), machine_now())
        except IntegrityError:  # another worker starts at the same moment and was faster
            self._add_clock_rows()

    def _able(self, kind: type[JobTask | ClockTask], threads: int) -> tuple[int, int]:
        """How many threads for this kind of task do not hang, and how many tasks they hold."""
        now = machine_now()
        mine = [held for held in self._held() if isinstance(held.task, kind)]
        hung = sum(held.hangs(now) for held in mine)
        return threads - hung, len(mine) - hung

    def _lease(self) -> Lease:
        """A lease by a name of its own, so that two claims of one clock job differ too."""
        now = machine_now()
        return Lease(f"{self.name}:{secrets.token_hex(3)}", now, now + self._lease_lasts)

    def _begin(self, pool: ThreadPoolExecutor, task: Task, lease: Lease) -> None:
        held = Held(task, lease.until)
        with self._hand_lock:
            self._hand.add(held)
        held.future = pool.submit(self._do, held)

    def _do(self, held: Held) -> None:
        """In a thread of the pool: do the task and record how it went."""
        try:
            held.began = machine_now()
            if held.began >= held.until:  # this process slept: the job may be another's by now
                log.warning("lease_lost", **held.task.log_fields())
                return
            with self._app.app_context():
                self._record(held.task, attempt(held.task))
        finally:
            with self._hand_lock:
                self._hand.discard(held)
                if len(self._hand) <= self._threads:
                    self._wake.set()

    def _record(self, task: Task, error: Exception | None) -> None:
        for pause in RECORD_AGAIN_S:
            try:
                with self._writing:
                    return record(task, error)
            except DATABASE_AWAY:
                time.sleep(pause)
        return record(task, error)

    def _renew(self) -> None:
        """Hold on to everything in hand, three times within a lease."""
        if time.monotonic() - self._renewed < self._lease_lasts.total_seconds() / 3:
            return
        for kind, threads in ((JobTask, self._threads), (ClockTask, CLOCK_THREADS)):
            if self._able(kind, threads)[0] == 0:
                log.error("worker_hangs", worker=self.name)
                self._give_back(kind)
        lease = self._lease()
        mine = [held for held in self._held() if not held.hangs(lease.now)]
        if mine:
            with transaction() as session:
                kept = [held for held in mine if held.task.renew(session, lease)]
            for held in kept:
                held.until = lease.until
        self._renewed = time.monotonic()

    def _wind_up(self) -> None:
        """Give back what has not begun; wait for the rest, renewing its leases."""
        self._safely(lambda: self._give_back(JobTask, ClockTask))
        while self._held():
            self._wake.clear()
            self._wake.wait(IDLE_S)
            self._safely(self._renew)

    def _give_back(self, *kinds: type[JobTask | ClockTask]) -> None:
        """Release what has not begun."""
        mine = [held for held in self._held() if isinstance(held.task, kinds)]
        unbegun = [held for held in mine if held.future and held.future.cancel()]
        with self._hand_lock:
            self._hand.difference_update(unbegun)
        if unbegun:
            with transaction() as session:
                for held in unbegun:
                    held.task.release(session)

    def _held(self) -> list[Held]:
        with self._hand_lock:
            return list(self._hand)

    def _safely(self, work: Callable[[], None]) -> None:
        with self._app.app_context():
            try:
                work()
            except DATABASE_AWAY as error:
                log.warning("worker_database", worker=self.name, error=type(error).__name__)
