"""``python -m intents.training`` (make train) writes ``intents/data/model.json``. Deterministic.

--kb KB.jsonl          this project's items, with "topic", "title", "body"
--questions, --refuse  what people wrote, to be answered ({"id", "q"}) and not ({"q"}); never indexed
--outside OUTSIDE.txt  more to be refused, one a line
--foreign FOLDER       question sets that have nothing to do with elder care

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
from intents.matching.features import NAMES
from intents.matching.ranking import MODEL, SURE
from intents.training.rank import fit_rank, hit_at_1
from intents.training.samples import (
    FOREIGN,
    Sample,
    Samples,
    foreign,
    own_glued,
    own_made,
    own_one_way,
    own_written,
)
from intents.training.sure import CROSSED, LARGER, Firsts, confidences, fit_sure, measured, of_set
from intents.words import segment

KINDS = {
    "many ways": {"made": 0.2, "written": 0.35, "glued": 0.15},
    "one way": {"own one way": 0.1} | dict.fromkeys(FOREIGN, 0.1),
}
"""What the questions of each set weigh together in the confidence of each kind of base."""


def main(arguments: list[str]) -> int:
    """Find the weights and write them; says what was measured on standard error."""
    options = _parse(arguments)
    segment.warm()
    sets = _sets(options)
    many = fit_rank([sets["made"].inside])
    one = fit_rank([sets[name].inside for name in ("own one way", *FOREIGN)])
    trees = {
        "many ways": fit_sure(_firsts(sets, KINDS["many ways"], many)),
        "one way": fit_sure(_firsts(sets, KINDS["one way"], one), LARGER),
    }
    model = {
        "rank": {"many ways": _named(many), "one way": _named(one)},
        "sure": {"features": SURE, **trees},
        "measured": {
            "first is right, phrasing left out": hit_at_1(sets["made"].inside, many),
            "first is right, written": hit_at_1(sets["written"].inside, many),
            "written, topics left out": _topics_left_out(sets, many),
            **{f"{name}, left out": _set_left_out(sets, name) for name in FOREIGN},
        },
    }
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
    return parser.parse_args(arguments)


def _sets(options: argparse.Namespace) -> dict[str, Samples]:
    rows = read_lines(options.kb)
    items, topics = to_items(rows), {str(row["id"]): row["topic"] for row in rows}
    questions = [(row["q"], str(row["id"])) for row in read_lines(options.questions)]
    outside = [row["q"] for row in read_lines(options.refuse)]
    outside += filter(None, options.outside.read_text(encoding="utf-8").split("\n"))
    sets = {
        "made": own_made(items, topics),
        "written": own_written(items, topics, questions, outside),
        "glued": own_glued(items, topics, outside),
        "own one way": own_one_way(items),
    }
    for name in FOREIGN:
        sets[name] = foreign(options.foreign, name)
    return sets


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
    sure, right, refused = np.zeros(len(groups)), np.zeros(len(groups), bool), np.zeros(len(others))
    for group in range(CROSSED):
        kept = replace(
            written,
            inside=[s for s, g in zip(written.inside, groups, strict=True) if g != group],
            outside=[s for s, g in zip(written.outside, others, strict=True) if g != group],
        )
        trees = fit_sure([*rest, *of_set(kept, many, weights["written"])])
        for samples, where, found in (
            (written.inside, groups == group, sure),
            (written.outside, others == group, refused),
        ):
            for n in np.flatnonzero(where):
                first = Firsts.of([samples[n]], many, 1.0)
                if len(first.rows):
                    found[n] = confidences(trees, first.rows)[0]
                    if samples is written.inside:
                        right[n] = bool(first.right[0])
    return refusal(list(sure), list(right), list(refused))


def _set_left_out(sets: dict[str, Samples], name: str) -> dict[str, Any]:
    """A foreign set measured by models of its kind that were not fitted on it, and that were."""
    report: dict[str, Any] = {}
    asked = sets[name]
    for tag, known in (("unseen", [n for n in FOREIGN if n != name]), ("seen", FOREIGN)):
        one = fit_rank([sets[n].inside for n in ("own one way", *known)])
        weights = {n: w for n, w in KINDS["one way"].items() if n not in FOREIGN or n in known}
        trees = fit_sure(_firsts(sets, weights, one), LARGER)
        inside = _first(asked.inside, one)
        report[tag] = {
            "hit_at_1": hit_at_1(asked.inside, one),
            "entry taken out": measured(trees, inside, _first(asked.near, one)),
            "look-alikes": measured(trees, inside, _first(asked.outside, one)),
        }
    return report


def _first(samples: Sequence[Sample], rank: Floats) -> Firsts:
    return Firsts.of(samples, rank, 1.0)


def _named(weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}


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
