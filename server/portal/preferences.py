"""What the page remembers about a visitor, in one signed cookie: type size and conversation."""

from __future__ import annotations

import uuid

from flask import session

from server.kit.ids import new_capability

SIZES = {"20": "标准", "24": "大", "32": "特大"}
"""Base text size in px and its name. The largest satisfies "at least 30" of 工信厅信管函〔2021〕67号."""

DEFAULT_SIZE = "20"
MOST_AWAITED = 5


def font_size() -> str:
    """The remembered size, or the default."""
    size = session.get("font")
    return size if size in SIZES else DEFAULT_SIZE


def remember_font(size: str) -> None:
    """Keep a size; others than those offered are ignored."""
    if size in SIZES:
        session.permanent = True
        session["font"] = size


def visitor() -> str:
    """A random name for this browser, for rate limits only."""
    if "visitor" not in session:
        session.permanent = True
        session["visitor"] = new_capability()
    return str(session["visitor"])


def conversation_id() -> str | None:
    """The conversation that the page continues."""
    known = session.get("conversation")
    return known if isinstance(known, str) else None


def remember_conversation(known: str | None) -> None:
    """Continue with this conversation, or with a new one."""
    if known is None:
        session.pop("conversation", None)
    else:
        session["conversation"] = known


def awaited() -> list[str]:
    """The conversations in which a person was asked for, the newest first."""
    known = session.get("awaited")
    return [each for each in known if isinstance(each, str)] if isinstance(known, list) else []


def wait_in(known: str) -> None:
    """A person was asked for in this conversation; it is kept in mind when another one begins."""
    session["awaited"] = [known, *(each for each in awaited() if each != known)][:MOST_AWAITED]


def await_no_longer(known: str) -> None:
    """Nothing more is expected of a person there."""
    session["awaited"] = [each for each in awaited() if each != known]


def elder_id() -> uuid.UUID | None:
    """For whom things are done on this page (为谁办), as far as somebody was chosen."""
    chosen = session.get("elder")
    return uuid.UUID(chosen) if isinstance(chosen, str) else None


def remember_elder(chosen: uuid.UUID | None) -> None:
    """Do things for this elder from now on; another conversation begins with them."""
    if chosen is None:
        session.pop("elder", None)
    else:
        session["elder"] = str(chosen)
    remember_conversation(None)
