"""Turns ranked candidates into a decision: answer, ask which one is meant, or hand over."""

from __future__ import annotations

from collections.abc import Sequence

from intents.matching.model import Candidate, Decision

IN_SCOPE = 0.4
"""From here on the matter is taken to be one of ours; below, a person is named."""

MAYBE_IN_SCOPE = 0.25
"""Between this and IN_SCOPE the likeliest titles are offered, not an answer."""

STANDS_OUT = 0.40
"""A first candidate with this share of the candidates' weight is answered without asking."""

SURELY_HEARD = 0.75
"""A match by sound alone is asked about ("您问的是…吗？") unless it is surer than this."""

WORTH_OFFERING = 0.05
"""Candidates with less than this share are not offered as a choice."""

CHOICES = 3


def decide(candidates: Sequence[Candidate], *, may_clarify: bool = True) -> Decision:
    """Decide on candidates as :meth:`intents.matching.matcher.Matcher.match` ranks them.

    ``may_clarify`` is False when the last reply already was a choice: asking twice in a row
    helps nobody, so what is still unclear then is answered if in scope, else goes to a person.
    """
    if not candidates or candidates[0].confidence < MAYBE_IN_SCOPE:
        return Decision("handoff", (), "nothing in the base is near enough")
    first = candidates[0]
    if first.confidence == 1.0:
        return Decision("answer", (first,), "an exact phrasing")
    likely = tuple(c for c in candidates[:CHOICES] if c is first or c.share >= WORTH_OFFERING)
    if "heard" in first.reasons and first.confidence < SURELY_HEARD and may_clarify:
        return Decision("clarify", likely, "only sounds like it")
    if first.confidence >= IN_SCOPE and (first.share >= STANDS_OUT or not may_clarify):
        return Decision("answer", likely, "in scope, and the first stands out")
    if may_clarify:
        return Decision("clarify", likely, "probably one of these")
    return Decision("handoff", (), "still unclear after asking once")
