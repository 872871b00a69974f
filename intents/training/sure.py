"""The confidence: how likely the first candidate is what was asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np

from intents.matching.channel import Floats
from intents.matching.evaluate import refusal
from intents.matching.ranking import SURE, sure_rows
from intents.matching.trees import SPLITS, Tree, Trees
from intents.training.samples import Sample, Samples

TREES, DEPTH = 160, 4
SETTINGS = {
    "objective": "binary",
    "max_depth": DEPTH,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
MANY_WAYS = {"learning_rate": 0.06, "num_leaves": 8}
ONE_WAY = {"learning_rate": 0.15, "num_leaves": 14}
"""Larger steps and more leaves tell more of a base asked one way; where this project's own entries are
asked in many ways they moved what dialogues hang on, and gained little."""

CROSSED = 5
LESS_IS_SURER = ("rarest word missing", "share of words that nothing has")
EITHER_WAY = (
    "words of", "rarest word of", "content of", "least common word of", "matter of",
    "rarest matter of", "characters of", "sounds of",
    "longest common part", "edit likeness", "weaker direction", "one within", "shortness", "asked one way",
)  # fmt: skip
"""A look-alike shares more with an entry than many an honest question does: what both share may
count either way, together with what is missing."""


def _direction(name: str) -> int:
    """Whether more of a feature may only make surer (1), only less sure (-1), or either (0)."""
    if name.startswith(LESS_IS_SURER):
        return -1
    return 0 if name.startswith(EITHER_WAY) else 1


@dataclass(frozen=True)
class Firsts:
    """The first candidates of some questions: features, whether they are right, akin, weight."""

    rows: Floats
    right: Floats
    akin: Floats
    weight: Floats

    @classmethod
    def of(cls, samples: Sequence[Sample], rank: Floats, weight: float) -> Firsts:
        """All together weigh ``weight``."""
        rows, right, akin = [], [], []
        for sample in samples:
            if sample.found.owners:
                scores = sample.found.rows @ rank
                first = int(np.argmax(scores))
                rows.append(sure_rows(sample.found, scores)[first])
                right.append(first == sample.right)
                akin.append(first in sample.akin)
        return cls(
            np.array(rows),
            np.array(right, dtype=float),
            np.array(akin, dtype=float),
            np.full(len(rows), weight / max(len(rows), 1)),
        )


def of_set(samples: Samples, rank: Floats, weight: float) -> list[Firsts]:
    """A set's questions: half of the weight to those inside, half to the others."""
    others = [part for part in (samples.near, samples.outside) if part]
    return [
        Firsts.of(samples.inside, rank, weight / 2),
        *(Firsts.of(part, rank, weight / 2 / len(others)) for part in others),
    ]


def fit_sure(parts: Sequence[Firsts], settings: Mapping[str, float]) -> list[Tree]:
    """Boosted trees (Ke et al., 2017) for the chance that the first is akin."""
    rows = np.concatenate([part.rows for part in parts])
    akin = np.concatenate([part.akin for part in parts])
    weight = np.concatenate([part.weight for part in parts])
    data = lightgbm.Dataset(rows, akin, weight=weight / weight.mean())
    directions = [_direction(name) for name in SURE]
    booster = lightgbm.train(
        {**SETTINGS, "monotone_constraints": directions, **settings}, data, TREES
    )
    roots = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    return [tree for root in roots for tree in _readable(_tree(root), root)]


def _readable(tree: Tree, root: dict[str, Any]) -> list[Tree]:
    """A tree, or if it has too many splits to be read at once two that add up to it: what is left of the
    root, and what is right of it."""
    if len(tree["feature"]) <= SPLITS:
        return [tree]
    nothing = {"leaf_value": 0.0}
    return [_tree(root | {side: nothing}) for side in ("right_child", "left_child")]


def _tree(root: dict[str, Any]) -> Tree:
    tree: Tree = {"feature": [], "threshold": [], "left": [], "right": [], "leaves": []}
    _add(root, tree)
    return tree


def _add(node: dict[str, Any], tree: Tree) -> int:
    """Put a node and all below it into ``tree``; its number, negative for a leaf."""
    if "leaf_value" in node:
        tree["leaves"].append(round(node["leaf_value"], 5))
        return -len(tree["leaves"])
    number = len(tree["feature"])
    tree["feature"].append(node["split_feature"])
    tree["threshold"].append(round(node["threshold"], 5))
    tree["left"].append(0)
    tree["right"].append(0)
    tree["left"][number] = _add(node["left_child"], tree)
    tree["right"][number] = _add(node["right_child"], tree)
    return number


def confidences(trees: list[Tree], rows: Floats) -> Floats:
    """As the matcher works them out."""
    return 1 / (1 + np.exp(-Trees.of(trees).scores(rows)))


def measured(trees: list[Tree], inside: Firsts, outside: Firsts) -> dict[str, Any]:
    """How well the confidence tells the one from the other."""
    return refusal(
        list(confidences(trees, inside.rows)),
        list(inside.right > 0),
        list(confidences(trees, outside.rows)),
    )
