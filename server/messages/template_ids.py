"""The setting ``WECHAT_TEMPLATES``: our names of WeChat templates and the ids WeChat gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

LONG_TERM = "long"


@dataclass(frozen=True)
class TemplateIds:
    """Name → id, and which of them are long-term templates."""

    by_name: dict[str, str]
    long_term: frozenset[str]

    @classmethod
    def parse(cls, setting: str) -> Self:
        """Read ``name:id`` or ``name:id:long``, separated by commas. Raises ValueError."""
        rows = [part.strip().split(":") for part in setting.split(",") if part.strip()]
        if any(len(row) not in (2, 3) or row[2:] not in ([], [LONG_TERM]) for row in rows):
            raise ValueError("must be name:id, or name:id:long for a long-term template")
        by_name = {row[0]: row[1] for row in rows}
        if len(set(by_name.values())) < len(rows):
            raise ValueError("names a template or an id twice")
        return cls(by_name, frozenset(row[0] for row in rows if row[2:]))

    def name_of(self, template_id: str) -> str | None:
        """Our name for WeChat's id; None if it is not one of ours."""
        return next((name for name, known in self.by_name.items() if known == template_id), None)
