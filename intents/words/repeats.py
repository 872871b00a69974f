"""A message as it is read: what is said over and over says nothing more, and takes time to look at.

What is shown and kept is the message as it was sent.
"""

from __future__ import annotations

import re
import unicodedata

MOST_DIGITS = 32
"""A number of any use is shorter, written or spoken: an identity card beside a telephone without a gap has 29."""

_FIGURE = r"[\d零〇一二两三四五六七八九十百千万]"

TIMES = 8
"""So often a word or a sign is read at most; a spoken number may hold as many 零."""

_DIGITS = re.compile(rf"({_FIGURE}{{{MOST_DIGITS}}}){_FIGURE}+")
_REPEATED = re.compile(rf"((?!\d).{{1,12}}?)\1{{{TIMES},}}", re.DOTALL)
"""No digits alone: "1000000000" is not "100000000"."""


def as_read(text: str) -> str:
    """``text`` with very long numbers cut and very many repetitions left out; most texts as they are."""
    spelt_out = unicodedata.normalize("NFKC", text)
    if _DIGITS.search(spelt_out):  # "①②③" are figures as well
        text = spelt_out
    return _REPEATED.sub(lambda found: found[1] * TIMES, _DIGITS.sub(r"\1", text))


def length_spelt_out(text: str) -> int:
    """How many characters of ``text`` there are to look at: one sign may stand for many ("ﷺ" for 18)."""
    return len(unicodedata.normalize("NFKC", text))
