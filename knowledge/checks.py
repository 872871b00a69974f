"""What holds over the whole base, beyond the schema of one file.

Each check yields problems with the file and line of the entry; an empty list is a good base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.amounts import Amount, amounts_in
from knowledge.loader import Base, Problem
from knowledge.schema import Entry, Mark

NEAR_COPY = 0.85
"""Two phrasings of one entry with an edit ratio from here on teach the matcher nothing."""

_NOISE = re.compile(r"[\W_]+")
_UNSPEAKABLE = re.compile(r"https?:|[〔〕\[\]{}<>/\\*#|_~`–—·]")


def check(base: Base) -> list[Problem]:
    """Every problem that any check finds, in the order of the files."""
    checks: tuple[Callable[[Base], Iterator[Problem]], ...] = (
        amounts_without_figures,
        unsourced_figures,
        phrasings_on_two_entries,
        near_copies,
        unspeakable_short_answers,
    )
    problems = [problem for run in checks for problem in run(base)]
    return sorted(problems, key=lambda p: (p.file, p.line, p.message))


def amounts_without_figures(base: Base) -> Iterator[Problem]:
    """An amount in the title, short or full answer has to stand in the entry's figures."""
    for entry in base.entries.values():
        known = {_figure_amount(f.fen, f.percent) for f in entry.figures}
        spoken = amounts_in(f"{entry.title}\n{entry.short}\n{entry.full}")
        for amount in sorted(spoken - known, key=str):
            yield _at(base, entry, f"文中的 {_spoken(amount)} 不在“数字”里")


def unsourced_figures(base: Base) -> Iterator[Problem]:
    """Figures rest on a source that was seen; an unverified memory is never told as a figure."""
    for entry in base.entries.values():
        if entry.figures and all(c.mark is Mark.UNVERIFIED for c in entry.citations):
            yield _at(base, entry, "“数字”没有可靠的依据：依据都没有核对过")


def phrasings_on_two_entries(base: Base) -> Iterator[Problem]:
    """One way of asking leads to one entry."""
    owners: dict[str, Entry] = {}
    for entry in base.entries.values():
        for text in {bare(t): t for t in (entry.question, *entry.phrasings.all())}.values():
            owner = owners.setdefault(bare(text), entry)
            if owner.id != entry.id:
                yield _at(base, entry, f"问法“{text}”也在 {owner.id} 里")


def near_copies(base: Base) -> Iterator[Problem]:
    """Within an entry, phrasings differ from one another and from the standard question."""
    for entry in base.entries.values():
        texts = (entry.question, *entry.phrasings.all())
        for first, second in combinations(texts, 2):
            if is_near_copy(first, second):
                yield _at(base, entry, f"问法太像：“{first}”与“{second}”")


def is_near_copy(first: str, second: str) -> bool:
    """Whether two ways of asking are all but the same."""
    return fuzz.ratio(bare(first), bare(second)) / 100 >= NEAR_COPY


def unspeakable_short_answers(base: Base) -> Iterator[Problem]:
    """The short answer is read aloud as it stands."""
    for entry in base.entries.values():
        if found := _UNSPEAKABLE.search(entry.short):
            yield _at(base, entry, f"短答案要能念出来，不要用“{found[0]}”")


def bare(text: str) -> str:
    """``text`` without punctuation and spaces, for comparing phrasings."""
    return _NOISE.sub("", text).lower()


def _at(base: Base, entry: Entry, message: str) -> Problem:
    return base.places[f"entries:{entry.id}"].problem(f"{entry.id}: {message}")


def _figure_amount(fen: int | None, percent: Decimal | None) -> Amount:
    return Amount("percent", percent) if percent is not None else Amount("fen", Decimal(fen or 0))


def _spoken(amount: Amount) -> str:
    return f"{amount.value}%" if amount.kind == "percent" else f"{amount.value / 100} 元"
