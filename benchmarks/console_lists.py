"""How long the console's lists take with a million chat turns and 100,000 people, on PostgreSQL.

``python -m benchmarks.console_lists`` makes the rows by SQL in a database of its own (dropped
afterwards), signs a clerk, a district reviewer and a supervisor in, opens each list and page so many
times in this process and prints JSON. Needs ``TEST_DATABASE_URL``. Stops by itself; ROWS and ROUNDS scale it down.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks.figures import latencies
from server.app import create_app
from server.extensions import db
from server.identity import staff
from server.identity.access import COOKIE_ENTRY
from server.identity.sessions import open_for_staff
from server.kit.crypto import vault
from server.oversight.actor import SYSTEM, Post, Role
from server.transaction import transaction
from tests import databases
from tests.databases import Databases

TURNS = int(os.environ.get("ROWS", "1000000"))
PEOPLE = TURNS // 10
OPEN_WORK = PEOPLE // 10
ROUNDS = int(os.environ.get("ROUNDS", "100"))
DISTRICT, STREET = "110102", "110102007"
POSTS = {
    "clerk": Post(Role.STREET_CLERK, DISTRICT, STREET),
    "reviewer": Post(Role.DISTRICT_REVIEWER, DISTRICT),
    "supervisor": Post(Role.CITY_SUPERVISOR),
}
PATHS = {
    "clerk": ("/console", "/console/handoffs", "/console/lists/tickets", "/console/lists/calls",
              "/console/lists/tickets?status=closed", "/console/lists/handoffs",
              "/console/lists/handoffs?view=overdue", "/console/lists/claims", "/console/people/@elder"),
    "reviewer": ("/console", "/console/lists/tickets", "/console/lists/tickets?view=overdue",
                 "/console/lists/handoffs", "/console/lists/calls", "/console/handoffs"),
    "supervisor": ("/console", "/console/lists/tickets", "/console/lists/given-up",
                   "/console/lists/handoffs", "/console/lists/calls"),
}  # fmt: skip
DASHBOARD = "/console/figures"
BARE = "/console/lists"
"""A page without rows: what session, rights and template cost here and now, whatever the list."""

FILL = (
    """INSERT INTO people_elders (id, name, birth_date, status, district, street, version,
                                  created_at, created_by_kind)
       SELECT gen_random_uuid(), :name, DATE '1930-01-01' + (n % 15000), 'active',
              CASE WHEN n % 20 = 0 THEN '110102' ELSE '110105' END,
              CASE WHEN n % 200 = 0 THEN '110102007' WHEN n % 20 = 0 THEN '110102009' ELSE '110105001' END,
              1, now(), 'system'
       FROM generate_series(1, :people) n""",
    """INSERT INTO conversations (id, created_at, expires_at, elder_id, person, self_check)
       SELECT 'benchmark-' || lpad(n::text, 12, '0'), now(), now() + interval '30 days', e.id, '{}', '{}'
       FROM (SELECT id, row_number() OVER () n FROM people_elders) e""",
    """INSERT INTO conversation_turns (id, conversation_id, text, input_mode, kind, reply, reasons, created_at)
       SELECT gen_random_uuid(), 'benchmark-' || lpad((1 + n % :people)::text, 12, '0'), '问题' || n % 500,
              'text', CASE WHEN n % 10 = 0 THEN 'handoff' ELSE 'answer' END,
              '{"kind": "answer", "text": "样例答案", "speech_text": "", "confidence": 1.0}', '{}',
              now() - n * interval '30 days' / :turns
       FROM generate_series(1, :turns) n""",
    """INSERT INTO conversation_handoffs (id, conversation_id, kind, status, elder_id, district, street, note,
                                          asked_at, due_at, last_asked_at)
       SELECT gen_random_uuid(), c.id, 'reply',
              CASE WHEN n % 10 = 0 THEN 'waiting' ELSE 'done' END, c.elder_id,
              CASE WHEN n % 2 = 0 THEN '110102' ELSE '110105' END,
              CASE WHEN n % 20 = 0 THEN '110102007' WHEN n % 2 = 0 THEN '110102009' ELSE '110105001' END, '样例',
              now() - (n % 864000) * interval '1 second', now() + (n % 864000 - 432000) * interval '1 second', now()
       FROM generate_series(1, :work) n
       JOIN conversations c ON c.id = 'benchmark-' || lpad((1 + n % :people)::text, 12, '0')""",
    """INSERT INTO tickets (id, number, link_hash, kind, topic, source, status, district, street,
                            received_at, due_at, reopened)
       SELECT gen_random_uuid(), 'B' || n, md5(n::text), 'complaint', 'meals', 'portal',
              CASE WHEN n % 3 = 0 THEN 'closed' ELSE 'received' END,
              CASE WHEN n % 20 = 0 THEN '110102' ELSE '110105' END,
              CASE WHEN n % 200 = 0 THEN '110102007' WHEN n % 20 = 0 THEN '110102009' ELSE '110105001' END,
              now() - (n % 2592000) * interval '1 second', now() + (n % 864000 - 432000) * interval '1 second', 0
       FROM generate_series(1, :people) n""",
    """INSERT INTO messages (id, origin, verify_number, event, audience, elder_id, details, status, turn,
                             round, holds_consent, created_at, changed_at)
       SELECT gen_random_uuid(), 'benchmark' || n, lpad(n::text, 9, '0'), 'grant_active', 'elder', e.id, '{}',
              CASE WHEN n % 10 = 0 THEN 'given_up' ELSE 'accepted' END, 0, 0, false, now(), now()
       FROM (SELECT id, row_number() OVER () n FROM people_elders) e""",
    """INSERT INTO messages_calls (id, message_id, elder_id, district, street, reason, status, due_at, tries)
       SELECT gen_random_uuid(), m.id, m.elder_id, e.district, e.street, 'no_channel',
              'open', now() + interval '1 hour', 0
       FROM messages m JOIN people_elders e ON e.id = m.elder_id WHERE m.status = 'given_up'""",
    """INSERT INTO people_grants (id, relation, scopes, status, made_how, claim_street, created_at, expires_at)
       SELECT gen_random_uuid(), 'child', '[]', CASE WHEN n % 10 = 0 THEN 'pending_street' ELSE 'expired' END,
              'claim', CASE WHEN n % 20 = 0 THEN '110102007' ELSE '110105001' END,
              now(), now() + (n % 864000) * interval '1 second'
       FROM generate_series(1, :people) n""",
)  # fmt: skip

AFTER = "VACUUM ANALYZE"
"""What autovacuum does to tables that grow: without it nothing is read from an index alone."""


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """An application on a database of its own."""
    made = Databases(folder / "databases")
    with made.fresh() as url:
        app = create_app(databases.settings(url, folder / "data", web_threads=4))
        yield app
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
    made.drop_template()


def fill(app: Flask) -> str:
    """Put the rows in; the id of an elder of the clerk's street."""
    with app.app_context(), transaction() as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        name = vault().seal('"样例"', "people_elders.name")
        sizes = {"name": name, "people": PEOPLE, "turns": TURNS, "work": OPEN_WORK}
        for statement in FILL:
            named = {key: value for key, value in sizes.items() if f":{key}" in statement}
            session.execute(text(statement), named)
        chosen = text("SELECT id FROM people_elders WHERE street = :street LIMIT 1")
        elder = str(session.scalar(chosen, {"street": STREET}))
    with app.app_context(), db.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.execute(text("SET statement_timeout = 0"))
        alone.execute(text(AFTER))
        connection.invalidate()  # the setting must not outlive it in the pool
    return elder


def signed_in(app: Flask, login: str, post: Post) -> FlaskClient:
    """A browser of somebody in this post."""
    with app.app_context(), transaction() as session:
        staff.create(session, SYSTEM, login, "样例", post)
        token = open_for_staff(session, staff.active(session, login).id, "password", "样例").token
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[COOKIE_ENTRY] = token
    return client


def timed(client: FlaskClient, path: str, rounds: int) -> dict[str, float]:
    """Latencies of opening a page, the first time left out."""
    times = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return latencies(times[1:])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, application(Path(folder)) as app:
        begun = time.perf_counter()
        elder = fill(app)
        report: dict[str, object] = {
            "turns": TURNS, "people": PEOPLE, "filled_s": round(time.perf_counter() - begun, 1),
            "load_average": os.getloadavg()[0],
        }  # fmt: skip
        clients = {who: signed_in(app, who, post) for who, post in POSTS.items()}
        report["bare_page_ms"] = timed(clients["clerk"], BARE, ROUNDS)
        report["pages_ms"] = {
            f"{who} {path}": timed(clients[who], path.replace("@elder", elder), ROUNDS)
            for who, paths in PATHS.items()
            for path in paths
        }
        report["dashboard_ms"] = {
            who: timed(clients[who], DASHBOARD, max(3, ROUNDS // 20)) for who in clients
        }
        report["load_average_after"] = os.getloadavg()[0]
        print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
