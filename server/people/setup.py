"""Gives an application its people: registries, registers of other offices, jobs."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from server.config import Settings
from server.jobs.registry import Registry as Jobs
from server.people import activity, checks, elders, own_data, retention, tasks
from server.people.registers import HttpChecks, NoChecks
from server.people.registry import Registry


def init_app(app: Flask, settings: Settings) -> None:
    """Needs the application's jobs."""
    app.extensions["people"] = Registry(
        exporters={"people": own_data.held_here},
        cleaners=dict(retention.CLEANERS),
        sentences=activity.sentences(),
    )
    base, key = settings.checks_base, settings.checks_api_key
    app.extensions["checks"] = HttpChecks(base, key) if base else NoChecks()
    jobs: Jobs = app.extensions["jobs"]
    jobs.handle(checks.JOB, tasks.check)
    jobs.handle(own_data.JOB, tasks.erase)
    jobs.handle(elders.DIED_JOB, tasks.end_of_the_dead)
    jobs.every(timedelta(minutes=5), "people.expire_grants", tasks.expire_grants)
    jobs.every(timedelta(days=1), "people.remind_of_ends", tasks.remind_of_ends)
    jobs.every(timedelta(days=1), "people.retention", tasks.clean)
