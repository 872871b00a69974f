"""Nearly every test makes an application, and for each of its 300 routes werkzeug writes and compiles two
functions that are the same each time: most of the time of such a test, unless they are remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_written: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


def remember() -> None:
    """From now on the functions of a route are compiled once in this process. They take the rule that
    they are of as an argument, and depend on its text alone as long as it gives no defaults."""
    compile_anew = Rule._compile_builder

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compile_anew(rule, append_unknown)
        key = (rule.rule, *rule._trace, append_unknown)
        if key not in _written:
            _written[key] = compile_anew(rule, append_unknown)
        return _written[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]
