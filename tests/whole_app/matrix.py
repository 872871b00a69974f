"""The access matrix: every address × every caller, by real requests.

``python -m tests.whole_app.matrix > docs/access.md`` writes the table that a test compares.
"""

from __future__ import annotations

import math
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask, url_for
from werkzeug.routing import Rule

from server.app import create_app
from server.editorial import live
from server.kit import sheets
from server.kit.rate import Verdict
from tests import databases
from tests.conftest import dispose, publish
from tests.databases import Databases
from tests.server.identity.pretend import PretendSms, PretendWeChat
from tests.server.payments.bank import Bank
from tests.small_knowledge import entry, small_base
from tests.undoing import Undoing
from tests.whole_app import world as worlds
from tests.whole_app.plan import GROUPS, PLAN, Call
from tests.whole_app.world import CALLERS, World

BINARY = ("image/png", sheets.XLSX)
HEAD = """# Who may call what

Made by `python -m tests.whole_app.matrix > docs/access.md` from real requests, one for every address
and caller, each in order so that only who calls can be the reason for a refusal. A test makes it
anew and compares; `tests/whole_app/plan.py` says what is sent and whose right it takes.

`ok` is 2xx or 3xx, otherwise the status. 401: not signed in · 403: known, but without this right ·
404: has nothing to do with it, answered like an id that does not exist. Under "Signing in", 4xx of
other kinds are about the proof that was sent, not about who sent it.

The callers: somebody not signed in · the elder · her daughter with every scope that an invitation
gives · a daughter who may only pay · one whose grant the elder has ended · a signed-in stranger · a
clerk of the elder's street, before and after writing down what she helps with · a clerk of another
street of the district · a clerk of another district · a reviewer of the district · a supervisor of
the city · an administrator · an editor and a publisher of the knowledge · a program of another body
with a key.
"""
SHORT = {
    "anonymous": "nobody", "daughter, pay only": "pays only", "revoked daughter": "revoked",
    "clerk, assisting": "clerk helping", "clerk of another street": "other street",
    "clerk of another district": "other district",
    "district reviewer": "district", "city supervisor": "city", "API client": "API",
}  # fmt: skip


class NoLimits:
    """Counters and windows for as many calls as there are."""

    def hit(self, key: str, limit: int, seconds: int) -> Verdict:
        return Verdict(True, 0)

    def forget(self, key: str) -> None:
        """Nothing was counted."""

    def give_back(self, key: str, seconds: int) -> None:
        """Nothing was counted."""


@dataclass
class Answer:
    """What one caller got: ``ok`` or the status, and which marks of the elder it showed."""

    outcome: str
    shown: frozenset[str]
    text: str = field(repr=False, default="")


Matrix = dict[str, dict[str, Answer]]


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """An application of its own with a small knowledge, WeChat and SMS played, nothing counted."""
    made = Databases(folder / "databases")
    with made.fresh() as url:
        app = create_app(databases.settings(url, folder / "data"))
        app.extensions |= {"wechat": PretendWeChat(), "sms": PretendSms()}
        app.extensions |= {"windows": NoLimits(), "counters": NoLimits()}
        app.extensions["channels"]["wechat"] = Bank("wechat")
        with app.app_context():
            publish(small_base(folder / "knowledge", [entry("lunch"), entry("bath")]))
            live.live_knowledge(app)
        # A look for a newer release, beside a request, would need a connection of its own.
        with patch.object(live, "LOOK_EVERY_S", math.inf):
            yield app
        dispose(app)
    made.drop_template()


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every address with its method."""
    return sorted(
        (
            (rule, method)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda each: (each[0].rule, each[1]),
    )


def walk(app: Flask, only: frozenset[str] = frozenset(PLAN)) -> Matrix:
    """Every caller at every address of the plan, each in a world that nobody has changed."""
    world, undoing, found = worlds.make(app), Undoing(app), Matrix()
    for rule, method in routes(app):
        if rule.endpoint not in only:
            continue
        for caller in CALLERS:
            with undoing.block():
                answer = ask(world, caller, method, rule.endpoint, PLAN[rule.endpoint])
            found.setdefault(rule.endpoint, {})[caller] = answer
    return found


def ask(
    world: World, caller: str, method: str, endpoint: str, call: Call, token: str | None = None
) -> Answer:
    """One request of one caller; a form with ``token`` instead of that of its page."""
    client, headers = world.client(caller)
    fill = lambda value: _filled(value, world.ids, caller)  # noqa: E731
    with world.app.test_request_context():
        path = url_for(endpoint, **fill(dict(call.path or {})))
    sent: dict[str, Any] = {"query_string": fill(dict(call.query or {}))}
    if call.form is not None:
        sent["data"] = fill(dict(call.form))
        sent["data"]["csrf_token"] = world.csrf() if token is None else token
    elif call.json is not None:
        sent["json"] = fill(call.json)
    headers = {**headers, "Idempotency-Key": str(uuid.uuid4())}
    openings = world.app.extensions["people"].openings
    with patch.dict(openings, clear=True) if call.settled else nullcontext():
        answer = client.open(path, method=method, headers=headers, **sent)
    text = answer.get_data(as_text=True) if answer.mimetype not in BINARY else ""
    answer.close()
    shown = frozenset(name for name, mark in marks(world).items() if mark in text)
    return Answer("ok" if answer.status_code < 400 else str(answer.status_code), shown, text)


def marks(world: World) -> Mapping[str, str]:
    """What of the elder may show nowhere but to those who have a right to it."""
    return {
        "id": world.ids["elder"], "name": worlds.NAME, "phone": worlds.PHONE,
        "id card": world.ids["id_card"], "masked name": f"{worlds.NAME[0]}*{worlds.NAME[-1]}",
    }  # fmt: skip


def _filled(value: Any, ids: Mapping[str, str], caller: str) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, ids, caller) for name, each in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        name = value[1:].format(caller=caller)
        if name == "new":
            return uuid.uuid4().hex
        return ids.get(name) or ids["claim"]
    return value


def table(app: Flask, found: Matrix) -> str:
    """The page: one table for each group of the plan."""
    at = {rule.endpoint: f"{method} {rule.rule}" for rule, method in routes(app)}
    lines = [HEAD]
    for title, group in GROUPS.items():
        lines += [f"## {title}\n", "| address | " + " | ".join(_heads()) + " |"]
        lines.append("|---|" + "---|" * len(CALLERS))
        rows = sorted((at[name].split()[1], at[name], name) for name in group)
        for _, address, name in rows:
            cells = " | ".join(found[name][caller].outcome for caller in CALLERS)
            lines.append(f"| `{address}` | {cells} |")
        lines.append("")
    return "\n".join(lines)


def _heads() -> list[str]:
    return [SHORT.get(caller, caller) for caller in CALLERS]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, application(Path(folder)) as app:
        print(table(app, walk(app)), end="")


if __name__ == "__main__":
    main()
