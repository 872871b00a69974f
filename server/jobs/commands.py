"""``flask worker`` and ``flask jobs …``."""

from __future__ import annotations

import signal
import sys
import uuid
from datetime import datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from server.config import Settings
from server.jobs import clock, repository, service
from server.jobs.models import ClockJob, Job
from server.jobs.worker import Worker
from server.kit.clock import machine_now, to_beijing
from server.transaction import transaction

jobs = AppGroup("jobs", help="Work after a commit: list, retry, status.")

STATUSES = {"waiting": "等待", "running": "在做", "done": "做完", "given_up": "已放弃"}


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(worker_command)
    app.cli.add_command(jobs)


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Do jobs and clock jobs until SIGTERM or Ctrl+C; what is running is finished first."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.extensions["settings"]
    worker = Worker(app, threads=settings.worker_threads, lease=settings.job_lease)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


@jobs.command("list")
@click.option("--given-up", is_flag=True, help="Only those that were given up.")
@click.option("--limit", default=50, show_default=True)
def list_command(given_up: bool, limit: int) -> None:
    """Show the newest jobs."""
    with transaction(writes=False) as session:
        found = repository.newest(session, "given_up" if given_up else None, limit)
    for job in found:
        click.echo(_line(job))
    if not found:
        click.echo("没有放弃的任务。" if given_up else "没有任务。")


def _line(job: Job) -> str:
    parts = [str(job.id), job.kind, STATUSES[job.status], f"第 {job.attempts} 次"]
    return "  ".join([*parts, to_beijing(job.run_at), job.last_error or ""]).rstrip()


@jobs.command("retry")
@click.argument("job_id", type=uuid.UUID)
def retry_command(job_id: uuid.UUID) -> None:
    """Let a job that was given up run again."""
    with transaction() as session:
        revived = service.retry(session, job_id)
    if not revived:
        sys.exit("没有这个编号的已放弃任务。用 flask jobs list --given-up 查看。")
    click.echo("已重新排队。")


@jobs.command("status")
def status_command() -> None:
    """Show how many jobs there are, and how the clock jobs go."""
    now = machine_now()
    with transaction(writes=False) as session:
        counts = repository.counts(session)
        oldest = repository.oldest_due(session, now)
        rows = clock.all_rows(session)
    for (kind, status), count in sorted(counts.items()):
        click.echo(f"{kind}  {STATUSES[status]}  {count}")
    if oldest:
        click.echo(f"等得最久的任务已等 {_seconds(now - oldest)} 秒")
    for row in rows:
        click.echo(_clock_line(row, now))
    if not counts and not rows:
        click.echo("没有任务。")


def _clock_line(row: ClockJob, now: datetime) -> str:
    last = to_beijing(row.last_ok_at) if row.last_ok_at else "还没有"
    late = _seconds(now - row.next_at)
    parts = [f"定时 {row.name}", f"上次做完 {last}"]
    if late > 0:
        parts.append(f"已迟 {late} 秒")
    if row.last_error:
        parts.append(f"连续失败 {row.failures} 次（{row.last_error}）")
    return "  ".join(parts)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
