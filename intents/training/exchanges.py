"""Which exchanged words tell a question from its look-alike (``matching.exchanges``), by logistic regression.

The plain features stand beside the words, so that these only learn what likeness does not say. What is
worked out for a set's own questions always comes from the other sets: a model that is given odds which
were fitted on the very questions it learns from would trust them too much.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array, vstack

from intents.matching.channel import Floats
from intents.matching.exchanges import LETTER, UNIT, scaled
from intents.matching.features import NAMES
from intents.matching.ranking import sure_rows
from intents.training.samples import Sample, Samples, beside

Pair = tuple[str, str]
"""A word of the question and one of the phrasing; either may be empty. A character stands behind LETTER."""

SEEN, IN_SETS = 2, 2
"""An exchange is learned that was seen in so many pairs and so many sets: others are of one matter."""

SHRINK, SHRINK_PLAIN = 2.0, 0.5
EACH_SET = 1000.0
"""What the pairs of a set weigh together, beside SHRINK."""

STEPS = 80
LEAST = 0.075
"""Smaller odds are not kept."""

COLUMN = NAMES.index("exchanged words")


def exchanged(asked: frozenset[str], said: frozenset[str]) -> Iterator[Pair]:
    """What only one side has, words and characters, and which words stand in the place of which."""
    mine, theirs = sorted(asked - said), sorted(said - asked)
    yield from ((word, "") for word in mine)
    yield from (("", word) for word in theirs)
    others = [word for word in theirs if word[0] != LETTER]
    yield from ((word, other) for word in mine if word[0] != LETTER for other in others)


@dataclass(frozen=True)
class Told:
    """Which known exchanges each of some questions' candidates has: one after another."""

    counts: csr_array
    """Candidates × known exchanges: how many of each there are."""

    @classmethod
    def of(cls, known: Mapping[Pair, int], pairs: Iterable[Iterable[Pair]]) -> Told:
        """Look up what is exchanged in each row."""
        found = [[known[each] for each in some if each in known] for some in pairs]
        ends = np.cumsum([0, *map(len, found)])
        exchanges = np.fromiter(chain.from_iterable(found), np.int64, ends[-1])
        size = len(found), len(known)
        return cls(csr_array((np.ones(ends[-1]), exchanges, ends), size))

    def sums(self, odds: Floats) -> Floats:
        """The odds of each row together."""
        sums: Floats = self.counts @ odds
        return sums


@dataclass(frozen=True)
class Pairs:
    """Questions of one set, each beside a phrasing that it means or does not mean."""

    told: Told
    plain: Floats
    right: Floats
    weight: Floats

    @classmethod
    def of(cls, known: Mapping[Pair, int], samples: Samples) -> Pairs:
        """The chosen ones, with their plain features."""
        parts = [*_chosen(samples)]
        return cls(
            Told.of(
                known, (exchanged(s.asked, s.said[n]) for _, _, part in parts for s, n in part)
            ),
            np.array([_plain(s, n) for _, _, part in parts for s, n in part]),
            np.concatenate([np.full(len(part), right) for right, _, part in parts]),
            np.concatenate([np.full(len(part), EACH_SET * w / len(part)) for _, w, part in parts]),
        )


def _chosen(samples: Samples) -> Iterator[tuple[float, float, list[tuple[Sample, int]]]]:
    """Questions to be answered beside their own entry, and beside the other that is most like them; the
    others beside what they are most like. Each part: whether it is meant, its weight, the candidates."""
    yield 1.0, 0.5, [(s, s.right) for s in samples.inside if s.right is not None]
    parts = [part for part in (samples.inside, samples.near, samples.outside) if part]
    for part in parts:
        yield 0.0, 0.5 / len(parts), [(s, n) for s in part for n in _likest(s)]


def _likest(sample: Sample) -> list[int]:
    """The wrong candidate that is most like the question, if there is any."""
    order = np.argsort(-_likeness(sample), kind="stable").tolist()
    return [n for n in order if n != sample.right][:1]


def _likeness(sample: Sample) -> Floats:
    """How like each candidate is by all features, without weights: nothing is fitted to find pairs. What
    the odds of the last training say of it is left out, to the last bit."""
    rows = sample.found.rows.copy()
    rows[:, COLUMN] = 0.0
    likeness: Floats = rows.sum(axis=1)
    return likeness


def _plain(sample: Sample, which: int) -> Floats:
    row: Floats = sure_rows(sample.found, _likeness(sample))[which]
    row[COLUMN] = 0.0
    return row


class Learned:
    """The odds that some sets teach, each group of sets once."""

    def __init__(self, sets: Mapping[str, Samples]) -> None:
        self._sets = sets
        self.known = _known(sets.values())
        self._pairs = {name: Pairs.of(self.known, samples) for name, samples in sets.items()}
        self._told = {name: _of_all(self.known, samples) for name, samples in sets.items()}
        self._odds: dict[frozenset[str], Floats] = {}

    def odds(self, *without: str) -> Floats:
        """What all sets but some teach, by the number of each exchange."""
        left = frozenset(self._sets) - frozenset(without)
        if left not in self._odds:
            pairs = [self._pairs[name] for name in sorted(left)]
            self._odds[left] = fitted(pairs, len(self.known))
        return self._odds[left]

    def told(self, name: str, *without: str) -> Samples:
        """The questions of a set with what others say of their exchanges: all but those left out with it and
        ``without`` which it is asked for."""
        return self._telling(self._sets[name], self.odds(*beside(name), *without), self._told[name])

    def seen(self, name: str) -> Samples:
        """The questions of a set with what all sets, its own too, say of their exchanges."""
        return self._telling(self._sets[name], self.odds(), self._told[name])

    def _telling(self, samples: Samples, odds: Floats, told: Told) -> Samples:
        """Questions with what ``odds`` say of their exchanges."""
        found = scaled(told.sums(odds))
        ends = np.cumsum([len(sample.said) for sample in samples.everything])
        each = iter(np.split(found, ends[:-1]))

        def filled(part: Sequence[Sample]) -> list[Sample]:
            return [_with(sample, next(each)) for sample in part]

        return replace(
            samples,
            inside=filled(samples.inside),
            near=filled(samples.near),
            outside=filled(samples.outside),
        )


def _of_all(known: Mapping[Pair, int], samples: Samples) -> Told:
    return Told.of(known, (exchanged(s.asked, said) for s in samples.everything for said in s.said))


def _with(sample: Sample, values: Floats) -> Sample:
    rows = sample.found.rows.copy()
    rows[:, COLUMN] = values
    return replace(sample, found=replace(sample.found, rows=rows))


def fitted(sets: Sequence[Pairs], size: int) -> Floats:
    """Logistic regression, shrunk, by L-BFGS (Nocedal, 1980); the plain features beside the words. What
    is too small to matter, or was not seen, is 0."""
    told = vstack([part.told.counts for part in sets], format="csr")
    seen_in = told.T.tocsr()
    plain = np.concatenate([part.plain for part in sets])
    plain = (plain - plain.mean(axis=0)) / (plain.std(axis=0) + 1e-6)
    plain = np.column_stack([plain, np.ones(len(plain))])
    right = np.concatenate([part.right for part in sets])
    weight = np.concatenate([part.weight for part in sets])
    shrink = np.concatenate([np.full(size, SHRINK), np.full(plain.shape[1], SHRINK_PLAIN)])

    def cost(odds: Floats) -> tuple[float, Floats]:
        total = plain @ odds[size:] + told @ odds[:size]
        gap = weight * (1 / (1 + np.exp(-total)) - right)
        loss = weight @ (np.logaddexp(0, total) - right * total) + shrink @ odds**2 / 2
        slope = np.concatenate([seen_in @ gap, plain.T @ gap])
        return float(loss), slope + shrink * odds

    found = minimize(
        cost, np.zeros(len(shrink)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    ).x[:size]
    return np.where(np.abs(found) < LEAST, 0.0, np.round(found / UNIT) * UNIT)


def _known(sets: Iterable[Samples]) -> dict[Pair, int]:
    """A number for each exchange that was seen often enough."""
    seen: Counter[Pair] = Counter()
    within: defaultdict[Pair, set[int]] = defaultdict(set)
    for number, samples in enumerate(sets):
        for _, _, part in _chosen(samples):
            for sample, candidate in part:
                for exchange in exchanged(sample.asked, sample.said[candidate]):
                    seen[exchange] += 1
                    within[exchange].add(number)
    enough = (p for p, n in seen.items() if n >= SEEN and len(within[p]) >= IN_SETS)
    return {pair: n for n, pair in enumerate(sorted(enough))}
