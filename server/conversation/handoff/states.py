"""What may become of a hand-off; its status is changed through here and nowhere else."""

from __future__ import annotations

from server.kit.states import Machine

HANDOFF = Machine(
    "hand-off",
    {
        "waiting": frozenset({"taken", "withdrawn"}),
        "taken": frozenset({"waiting", "done", "withdrawn"}),
        "done": frozenset(),
        "withdrawn": frozenset(),
    },
)
