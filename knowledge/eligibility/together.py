"""Whether benefits go together, by their rules, and which entry tells of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.eligibility.rules import RULES, Code, Rule, RuleBook
from knowledge.files import read_yaml
from knowledge.schema import Slug, Strict


class Told(Strict):
    """Benefits of which an entry tells whether they go together."""

    of: tuple[Code, ...]
    entry: Slug


class Together(Strict):
    """Where it is told of what goes together: ``knowledge/rules/together.yaml``.

    ``written``: of these a document says that they do. ``money`` comes from elsewhere. ``tiers`` tells of what
    one benefit pays, and ``others`` of all pairs that none tells of by itself.
    """

    written: Told
    pairs: tuple[Told, ...]
    money: Mapping[Code, Slug]
    tiers: Mapping[Code, Slug]
    others: Slug
    overview: Slug

    @property
    def entries(self) -> frozenset[str]:
        """All the entries."""
        told = (self.written, *self.pairs)
        own = {self.others, self.overview, *(one.entry for one in told)}
        return frozenset(own | {*self.money.values(), *self.tiers.values()})

    def of_pair(self, codes: Collection[str]) -> str | None:
        """The entry that tells of these two by themselves."""
        return next((one.entry for one in self.pairs if {*one.of} == {*codes}), None)


def load() -> Together:
    """Read the table. Raises as ``rules.load`` does."""
    return Together.model_validate(read_yaml(RULES / "together.yaml"))


@dataclass(frozen=True)
class Bar:
    """Two of which one is not paid to who receives the other, or only in doubt, and why."""

    between: frozenset[str]
    because: str


def barred(book: RuleBook, codes: Collection[str], day: date) -> list[Bar]:
    """What keeps some of ``codes`` from being paid together on ``day``, each two once."""
    bars = (bar for rule in book.rules if rule.code in codes for bar in _bars_of(rule, codes, day))
    return [*{bar.between: bar for bar in bars}.values()]


def _bars_of(rule: Rule, codes: Collection[str], day: date) -> Iterator[Bar]:
    version = rule.version(day)
    for one in version.excludes if version else ():
        for code in one.when.receives or ():
            if code in codes:
                yield Bar(frozenset({rule.code, code}), one.because)


def paying(book: RuleBook, fen: int, day: date) -> list[str]:
    """The benefits of which a tier is so much a month on ``day``."""
    return [rule.code for rule in book.rules if _pays(rule, fen, day)]


def _pays(rule: Rule, fen: int, day: date) -> bool:
    version = rule.version(day)
    amounts = [tier.amount for tier in version.tiers] if version else []
    return any(a and (a.kind, a.per, a.fen) == ("fixed", "month", fen) for a in amounts)
