"""A death that a register or a colleague told of: it takes effect when a clerk has asked the family."""

from __future__ import annotations

from server.console.decisions import Matter, pages
from server.console.work.people import TOLD
from server.people import checks
from server.people.rights_schemas import DeathIn

ANSWERS = {"true": "确实去世了", "false": "消息是错的"}
MATTER = Matter(
    name="deaths",
    verb="confirm",
    template="console/people/death.html",
    read=checks.death_told_of,
    form=DeathIn,
    decide=checks.confirm_death,
    words={"told": TOLD, "answers": ANSWERS},
)

blueprint = pages(MATTER)
