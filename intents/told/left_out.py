"""What a sentence says is not to be reckoned: "不用算低保", "残疾那块先不管". It tells nothing of it."""

from __future__ import annotations

import re

from intents.words.normalise import unify

_NOT_RECKONED = (
    "(?:不用|不要|不必|不想|甭|别|先不|就不|暂时不|先别)(?:再|去|把|给)*(?:算|考虑|管|提|扯|加|计)"
)

BEFORE = (
    rf"(?:{_NOT_RECKONED}(?:上|进|入|到|我|他|她|妈|爸|的|那|个|份|什么)*"
    "|(?:撇开|抛开|刨去|不含|不包括|不算上)(?:那|个|份)*)"
)
"""How it is said before what is left out."""

AFTER = (
    "(?:户|家庭|待遇|证|的|那|这|个|一?[块项份样]|部分|钱|补贴|补助|津贴|事儿?|就|也|都|我们?|你|您|咱)*"
    rf"(?:{_NOT_RECKONED}(?!别的|其他|[我俺咱他她它残低户失]|.?[补津]贴)|不(?:算|计|加|包括)(?:在|进|到)?(?:内|里|去|进去)|除外|不论|撇开|抛开|刨去)"
)
"""How it is said behind it."""

_WORDS = {
    "income_class": "低保|低收入|困难补贴",
    "disability": "残疾",
    "assessment_level": "失能|评估",
    "family_planning_special": "失独|计生|计划生育",
}
_PATTERNS = {
    name: re.compile(rf"{BEFORE}(?:{words})|(?:{words}){AFTER}") for name, words in _WORDS.items()
}


def left_out_in(text: str) -> set[str]:
    """The facts, by name, that ``text`` says are not to be reckoned."""
    clauses = [*filter(None, re.split(r"[\s\W]+", unify(text)))]
    return {name for name, words in _PATTERNS.items() if any(map(words.search, clauses))}
