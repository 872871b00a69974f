"""The figures that an entry tells, in words, and which of them changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def changed_figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Figures of the same item under the same condition with another value, or told no more."""
    old, new = told_figures(before), told_figures(after)
    return [
        {"label": label, "condition": condition, "before": value, "after": new.get(key, "")}
        for key, value in old.items()
        for label, condition in [key]
        if new.get(key) != value
    ]


def in_words(figure: Mapping[str, Any]) -> str:
    """``300 元/月`` of a figure."""
    if figure.get("fen") is not None:
        yuan, fen = divmod(int(figure["fen"]), 100)
        amount = f"{yuan}.{fen:02d}" if fen else str(yuan)
        unit = str(figure["unit"])
        return f"{amount} {unit if unit.startswith('元') else '元' + ('/' + unit if unit else '')}"
    if figure.get("percent") is not None:
        return f"{figure['percent']}%"
    return f"{figure.get('number')} {figure['unit']}"


def told_figures(content: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The figures of an entry in words, by what each is and under which condition."""
    return {
        (figure["label"], figure["condition"]): in_words(figure)
        for figure in content.get("figures") or ()
    }
