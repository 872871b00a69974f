"""``python -m intents.training`` (make train) writes ``intents/data/model.json``. Deterministic.

--kb KB.jsonl          this project's items, with "topic", "title", "body"
--questions, --refuse  what people wrote, to be answered ({"id", "q"}) and not ({"q"}); never indexed
--outside OUTSIDE.txt  more to be refused, one a line
--foreign FOLDER       question sets that have nothing to do with elder care
--keep                 leave what model.json says of bases asked in many ways as it is

Ranking and confidence have one set of weights for bases asked in many ways (this project's) and one
for bases with a single phrasing an item. The file also keeps what was
measured with whole topics, and whole foreign sets, left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from intents.matching.channel import Floats
from intents.matching.evaluate import read_lines, refusal, to_items
from intents.matching.exchanges import EXCHANGES, UNIT
from intents.matching.features import NAMES
from intents.matching.ranking import MODEL, SURE
from intents.matching.trees import Tree
from intents.training import sure
from intents.training.exchanges import Learned
from intents.training.rank import fit_rank, hit_at_1
from intents.training.samples import (
    FOREIGN,
    THREES,
    Sample,
    Samples,
    foreign,
    own_glued,
    own_made,
    own_one_way,
    own_written,
)
from intents.training.sure import CROSSED, Firsts, confidences, fit_sure, measured, of_set
from intents.words import segment

LEFT_OUT = ", left out"
TOPICS = "written, topics left out"
ONE_WAY = ("own one way", *FOREIGN)
KINDS = {
    "many ways": {"made": 0.2, "written": 0.35, "glued": 0.15},
    "one way": dict.fromkeys(ONE_WAY, 1 / len(ONE_WAY)),
}
"""What the questions of each set weigh together in the confidence of each kind of base."""


EXPLAINED = "# Made by make train: the question's word, the phrasing's word, odds in steps of 0.05"


def main(arguments: list[str]) -> int:
    """Find the weights and write them; says what was measured on standard error."""
    options = _parse(arguments)
    segment.warm()
    many = _kept() if options.keep else _many_ways(_own_sets(options))
    sets = _sets(options)
    learned = Learned(sets)
    rank, trees = _one_way(learned)
    model = {
        "rank": {"many ways": many["rank"], "one way": _named(rank)},
        "sure": {"features": SURE, "many ways": many["sure"], "one way": trees},
        "measured": many["measured"]
        | {
            name + LEFT_OUT: {
                "unseen": _measured(learned.told(name), *others),
                "seen": _measured(learned.seen(name), rank, trees),
            }
            for three in THREES
            for others in [_one_way(learned, *three)]
            for name in three
        },
    }
    _write_exchanges(learned)
    _write(model)
    print(json.dumps(model["measured"], ensure_ascii=False), file=sys.stderr)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m intents.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name in ("--kb", "--questions", "--refuse", "--outside", "--foreign"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args(arguments)


def _own_sets(options: argparse.Namespace) -> dict[str, Samples]:
    """This project's questions, asked of its base as it is."""
    rows = read_lines(options.kb)
    items, topics = to_items(rows), {str(row["id"]): row["topic"] for row in rows}
    questions = [(row["q"], str(row["id"])) for row in read_lines(options.questions)]
    outside = [row["q"] for row in read_lines(options.refuse)]
    outside += filter(None, options.outside.read_text(encoding="utf-8").split("\n"))
    return {
        "made": own_made(items, topics),
        "written": own_written(items, topics, questions, outside),
        "glued": own_glued(items, topics, outside),
    }


def _sets(options: argparse.Namespace) -> dict[str, Samples]:
    """Questions of bases that are asked one way."""
    own = own_one_way(to_items(read_lines(options.kb)))
    return {"own one way": own} | {name: foreign(options.foreign, name) for name in FOREIGN}


def _kept() -> dict[str, Any]:
    """What model.json says of bases asked in many ways."""
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    measured = {k: found for k, found in model["measured"].items() if not k.endswith(LEFT_OUT)}
    return {part: model[part]["many ways"] for part in ("rank", "sure")} | {"measured": measured}


def _many_ways(sets: dict[str, Samples]) -> dict[str, Any]:
    """Ranking and confidence of bases asked in many ways, and what was measured."""
    rank = fit_rank([sets["made"].inside])
    return {
        "rank": _named(rank),
        "sure": fit_sure(_firsts(sets, KINDS["many ways"], rank), sure.MANY_WAYS),
        "measured": {
            "first is right, phrasing left out": hit_at_1(sets["made"].inside, rank),
            "first is right, written": hit_at_1(sets["written"].inside, rank),
            TOPICS: _topics_left_out(sets, rank),
        },
    }


def _firsts(sets: dict[str, Samples], weights: dict[str, float], rank: Floats) -> list[Firsts]:
    """The first candidates of some sets' questions, each set with its weight."""
    return [part for name, weight in weights.items() for part in of_set(sets[name], rank, weight)]


def _topics_left_out(sets: dict[str, Samples], many: Floats) -> dict[str, Any]:
    """Refusal measured on written questions whose topics the confidence was not fitted on."""
    written = sets["written"]
    names = sorted(set(written.topics))
    groups = np.array([names.index(topic) % CROSSED for topic in written.topics])
    others = np.arange(len(written.outside)) % CROSSED
    weights = KINDS["many ways"]
    rest = _firsts(sets, {name: w for name, w in weights.items() if name != "written"}, many)
    found_sure, right, refused = (
        np.zeros(len(groups)),
        np.zeros(len(groups), bool),
        np.zeros(len(others)),
    )
    for group in range(CROSSED):
        kept = replace(
            written,
            inside=[s for s, g in zip(written.inside, groups, strict=True) if g != group],
            outside=[s for s, g in zip(written.outside, others, strict=True) if g != group],
        )
        trees = fit_sure([*rest, *of_set(kept, many, weights["written"])], sure.MANY_WAYS)
        for samples, where, found in (
            (written.inside, groups == group, found_sure),
            (written.outside, others == group, refused),
        ):
            for n in np.flatnonzero(where):
                first = Firsts.of([samples[n]], many, 1.0)
                if len(first.rows):
                    found[n] = confidences(trees, first.rows)[0]
                    if samples is written.inside:
                        right[n] = bool(first.right[0])
    return refusal(list(found_sure), list(right), list(refused))


def _one_way(learned: Learned, *without: str) -> tuple[Floats, list[Tree]]:
    """Ranking and confidence of bases asked one way, fitted without some sets: what exchanged words say
    of a set is always learned from the others."""
    sets = {name: learned.told(name, *without) for name in ONE_WAY if name not in without}
    rank = fit_rank([samples.inside for samples in sets.values()])
    weights = {name: KINDS["one way"][name] for name in sets}
    return rank, fit_sure(_firsts(sets, weights, rank), sure.ONE_WAY)


def _measured(asked: Samples, rank: Floats, trees: list[Tree]) -> dict[str, Any]:
    """A set as a model of its kind finds and refuses it."""
    inside = _first(asked.inside, rank)
    return {
        "hit_at_1": hit_at_1(asked.inside, rank),
        "entry taken out": measured(trees, inside, _first(asked.near, rank)),
        "look-alikes": measured(trees, inside, _first(asked.outside, rank)),
    }


def _first(samples: Sequence[Sample], rank: Floats) -> Firsts:
    return Firsts.of(samples, rank, 1.0)


def _named(weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}


def _write_exchanges(learned: Learned, path: Path = EXCHANGES) -> None:
    """Store what exchanged words say, those that speak most against an entry first."""
    steps = np.rint(learned.odds() / UNIT).astype(int).tolist()
    kept = sorted((n, pair) for pair, n in zip(learned.known, steps, strict=True) if n)
    lines = [f"{asked}\t{said}\t{n}" for n, (asked, said) in kept]
    path.write_text("\n".join([EXPLAINED, *lines]) + "\n", encoding="utf-8")


def _write(model: dict[str, Any], path: Path = MODEL) -> None:
    """Store the weights as a small file that a person can review: one line a tree."""
    text = json.dumps(model, ensure_ascii=False, indent=1)
    for kind in KINDS:
        trees = model["sure"][kind]
        listed = ",\n".join(f"   {json.dumps(tree, separators=(',', ':'))}" for tree in trees)
        spread = json.dumps({kind: trees}, ensure_ascii=False, indent=1)[2:-2]
        text = text.replace(spread.replace("\n", "\n "), f' "{kind}": [\n{listed}\n  ]')
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
