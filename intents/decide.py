"""Turns ranked candidates into a decision: answer, ask which one is meant, or hand over."""

from __future__ import annotations

from collections.abc import Sequence

from intents.model import Candidate, Decision

ANSWER = 0.60
"""From here on the first candidate is answered."""

CLARIFY = 0.38
"""From here on, at most three titles are offered; below, a person is named."""

CLOSE = 0.04
"""Two candidates nearer than this are not told apart: the elder is asked."""

CHOICES = 3


def decide(candidates: Sequence[Candidate], *, may_clarify: bool = True) -> Decision:
    """Decide on candidates as :meth:`intents.matcher.Matcher.match` ranks them.

    ``may_clarify`` is False when the last reply already was a choice: asking twice in a row
    helps nobody, so a doubtful second question goes to a person.
    """
    if not candidates or candidates[0].confidence < CLARIFY:
        return Decision("handoff", (), "nothing in the base is near enough")
    first = candidates[0]
    rivals = [
        c
        for c in candidates[:CHOICES]
        if c.confidence >= max(CLARIFY, first.confidence - 0.2)
    ]
    if first.confidence == 1.0:
        return Decision("answer", (first,), "an exact phrasing")
    if first.confidence >= ANSWER:
        tied = len(rivals) > 1 and first.confidence - rivals[1].confidence < CLOSE
        if not (tied and may_clarify and first.confidence < 0.9):
            return Decision("answer", (first, *rivals[1:]), "near enough to a phrasing")
        return Decision("clarify", tuple(rivals), "two entries are equally near")
    if may_clarify:
        return Decision("clarify", tuple(rivals), "only loosely like any phrasing")
    return Decision("handoff", (), "still unclear after asking once")
