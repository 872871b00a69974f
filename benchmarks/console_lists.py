"""How long the console's lists take with a million chat turns and 100,000 people, on PostgreSQL.

``python -m benchmarks.console_lists`` makes the rows by SQL in a database of its own (dropped
afterwards), signs a clerk, a district reviewer, a supervisor and a publisher in, opens each list and page so many
times in this process and prints JSON. Needs ``TEST_DATABASE_URL``. Stops by itself; ROWS and ROUNDS scale it down.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks.figures import latencies
from server.app import create_app
from server.editorial import service
from server.editorial import tasks as editorial_tasks
from server.extensions import db
from server.identity import staff
from server.identity.access import COOKIE_ENTRY
from server.identity.sessions import open_for_staff
from server.kit.crypto import vault
from server.oversight.actor import SYSTEM, Post, Role
from server.transaction import transaction
from tests import databases
from tests.databases import Databases
from tests.small_knowledge import entry, small_base

TURNS = int(os.environ.get("ROWS", "1000000"))
PEOPLE = TURNS // 10
OPEN_WORK = PEOPLE // 10
ROUNDS = int(os.environ.get("ROUNDS", "100"))
DISTRICT, STREET = "110102", "110102007"
POSTS = {
    "clerk": Post(Role.STREET_CLERK, DISTRICT, STREET),
    "reviewer": Post(Role.DISTRICT_REVIEWER, DISTRICT),
    "supervisor": Post(Role.CITY_SUPERVISOR),
    "publisher": Post(Role.PUBLISHER),
}
PATHS = {
    "clerk": ("/console", "/console/handoffs", "/console/lists/tickets", "/console/lists/calls",
              "/console/lists/tickets?status=closed", "/console/lists/handoffs",
              "/console/lists/handoffs?view=overdue", "/console/lists/claims", "/console/people/@elder",
              "/console/lists/disputes", "/console/lists/deaths", "/console/lists/moves", "/console/lists/papers"),
    "reviewer": ("/console", "/console/lists/tickets", "/console/lists/tickets?view=overdue",
                 "/console/lists/handoffs", "/console/lists/calls", "/console/handoffs"),
    "supervisor": ("/console", "/console/lists/tickets", "/console/lists/given-up",
                   "/console/lists/handoffs", "/console/lists/calls", "/console/money/reconciliations"),
    "publisher": ("/console/knowledge/upkeep/corrections",
                  "/console/knowledge/upkeep/corrections/@correction",
                  "/console/knowledge/upkeep/corrections/@open"),
}  # fmt: skip
DASHBOARD, COUNTS = "/console/figures", ("clerk", "reviewer", "supervisor")
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
    """INSERT INTO conversation_turns (id, conversation_id, text, input_mode, kind, reply, reasons, created_at,
                                       entry_id, release)
       SELECT gen_random_uuid(), 'benchmark-' || lpad((1 + n % :people)::text, 12, '0'), '问题' || n % 500,
              'text', CASE WHEN n % 10 = 0 THEN 'handoff' ELSE 'answer' END,
              '{"kind": "answer", "text": "样例答案", "speech_text": "", "confidence": 1.0}', '{}',
              now() - n * interval '30 days' / :turns,
              CASE WHEN n % 10 <> 0 THEN 'entry-' || floor(500 * power((abs(hashint4(n) % 1000) + 0.5) / 1000, 3)) END,
              CASE WHEN n % 10 <> 0 THEN 1 + abs(hashint4(n) / 1000 % 2) END
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
    """INSERT INTO people_facts (elder_id, name, value, source, recorded_by_kind, recorded_at, superseded_at)
       SELECT e.id, f.name, CASE WHEN f.gone THEN :from_street ELSE :to_street END, 'self', 'system',
              now() - CASE WHEN e.n % 20 = 0 AND NOT f.gone THEN e.n / 20 % 60 ELSE 400 END * interval '1 day',
              CASE WHEN f.gone THEN now() END
       FROM (SELECT id, row_number() OVER (ORDER BY street, id) n FROM people_elders) e
       CROSS JOIN (VALUES ('residence_street', true), ('residence_street', false), ('birth_date', false),
                          ('hukou', false), ('lives', false), ('alone', false), ('income_class', false)) f (name, gone)
       WHERE NOT f.gone OR e.n % 20 = 0""",
    """INSERT INTO people_grants (id, elder_id, relation, scopes, status, made_how, created_at)
       SELECT gen_random_uuid(), id, 'child', '["ask"]', 'offered', 'street', now()
       FROM people_elders WHERE get_byte(uuid_send(id), 0) % 10 = 0""",
    """INSERT INTO people_invitations (id, grant_id, code_index, created_at, expires_at)
       SELECT gen_random_uuid(), id, id::text, now(), now() + interval '2 days'
       FROM people_grants WHERE status = 'offered'""",
    """INSERT INTO people_disputes (id, elder_id, grant_id, raised_by_kind, reason, raised_at)
       SELECT gen_random_uuid(), elder_id, id, 'account', :reason, now() - interval '1 day'
       FROM people_grants WHERE status = 'offered'""",
    """INSERT INTO people_outside_checks (id, elder_id, kind, how, status, found, value, requested_by_kind,
                                          requested_at, finished_at)
       SELECT gen_random_uuid(), elder_id, 'death', 'register', 'done', true, :died, 'system',
              now(), now()
       FROM people_grants WHERE status = 'offered'""",
    """INSERT INTO payments_reconciliations (id, channel, seller, day, status, lines, bill_fen, ran_at, done_at)
       SELECT gen_random_uuid(), 'wechat', s::text, current_date - d, 'done', 100, 100000, now(), now()
       FROM generate_series(1, 90) d, generate_series(1, 50) s""",
)  # fmt: skip
TOLD = (
    "UPDATE editorial_corrections SET status = 'told', told = 10000 WHERE id = CAST(:correction AS uuid)",
    """UPDATE messages SET occasion = :occasion
       WHERE id IN (SELECT id FROM messages ORDER BY verify_number LIMIT :work)""",
    "UPDATE editorial_corrections SET made_at = now() - interval '1 hour'",
)
"""One correction of which so many notices were sent; the others wait to be decided, for so long
that the worker has counted whom they concern."""

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


def corrected(app: Flask, folder: Path) -> dict[str, str]:
    """Ten entries tell another figure in the second release than in the first: the corrections of
    the most asked for, which waits to be decided, and of another, which was told, by id."""
    asked = tuple(
        f"第{{}}件事{rest}" for rest in ("要钱吗", "贵不贵", "怎么收", "给多少", "哪里问", "多少")
    )
    for price in (1500, 1600):
        figure = {"label": "一件", "fen": price, "unit": "元", "condition": "在这里"}
        entries = [
            entry("lunch") | {
                "id": f"entry-{n}", "title": f"第{n}件事", "question": f"请说明第{n}件事",
                "phrasings": {"elder": [each.format(n) for each in asked]}, "figures": [figure],
            }
            for n in range(0, 50, 5)
        ]  # fmt: skip
        with app.app_context():
            base = small_base(folder / str(price), entries)
            with transaction() as session:
                service.take_over(session, base)
                service.publish(session)
    with app.app_context(), transaction(writes=False) as session:
        rows = session.execute(text("SELECT entry_id, id::text FROM editorial_corrections"))
        of_entry = {row[0]: row[1] for row in rows}
    return {"@open": of_entry["entry-0"], "@correction": of_entry["entry-5"]}


def fill(app: Flask, correction: str) -> str:
    """Put the rows in; the id of an elder of the clerk's street."""
    with app.app_context(), transaction() as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        sizes = {
            "name": vault().seal('"样例"', "people_elders.name"),
            "from_street": vault().seal('"110105001"', "people_facts.value"),
            "to_street": vault().seal(f'"{STREET}"', "people_facts.value"),
            "reason": vault().seal('"样例"', "people_disputes.reason"),
            "died": vault().seal('{"died_on": "2026-10-30"}', "people_outside_checks.value"),
            "people": PEOPLE, "turns": TURNS, "work": OPEN_WORK,
            "correction": correction, "occasion": f"correction:{correction}",
        }  # fmt: skip
        for statement in FILL + TOLD:
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


def counted(app: Flask) -> float:
    """Do what the worker's clock does; how many seconds all corrections take."""
    begun = time.perf_counter()
    with app.app_context():
        editorial_tasks.count_audiences()
    return round(time.perf_counter() - begun, 2)


def signed_in(app: Flask, login: str, post: Post) -> FlaskClient:
    """A browser of somebody in this post."""
    with app.app_context(), transaction() as session:
        staff.create(session, SYSTEM, login, "样例", post)
        token = open_for_staff(session, staff.active(session, login).id, "password", "样例").token
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[COOKIE_ENTRY] = token
    return client


def addressed(path: str, ids: Mapping[str, str]) -> str:
    """A path with the ids that it names."""
    for name, value in ids.items():
        path = path.replace(name, value)
    return path


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
        ids = corrected(app, Path(folder) / "content")
        ids["@elder"] = fill(app, ids["@correction"])
        report: dict[str, object] = {
            "turns": TURNS, "people": PEOPLE, "filled_s": round(time.perf_counter() - begun, 1),
            "corrections_counted_s": counted(app), "load_average": os.getloadavg()[0],
        }  # fmt: skip
        clients = {who: signed_in(app, who, post) for who, post in POSTS.items()}
        report["bare_page_ms"] = timed(clients["clerk"], BARE, ROUNDS)
        report["pages_ms"] = {
            f"{who} {path}": timed(clients[who], addressed(path, ids), ROUNDS)
            for who, paths in PATHS.items()
            for path in paths
        }
        report["dashboard_ms"] = {
            who: timed(clients[who], DASHBOARD, max(3, ROUNDS // 20)) for who in COUNTS
        }
        report["load_average_after"] = os.getloadavg()[0]
        print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
