"""``python -m intents bench`` measures the matcher, ``python -m intents train`` finds its weights.

bench --kb KB.jsonl --queries Q.jsonl [--oos O.jsonl]   prints one JSON object
train --kb KB.jsonl --questions Q.jsonl --refuse R.jsonl --outside OUTSIDE.txt
                                                        writes intents/data/model.json

Knowledge lines: {"id", "question", "alternates": […]} and, for training, "topic", "title", "body".
Queries: {"q", "target"}. Out of scope: {"q"}. Works on any Chinese question set.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from intents import segment, train
from intents.evaluate import bench, read_lines, to_items


def main(arguments: list[str]) -> int:
    """Exit status 0, or 2 with one sentence when a file cannot be used."""
    options = _parse(arguments)
    segment.warm()
    try:
        if options.command == "bench":
            _bench(options)
        else:
            _train(options)
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot use these files: {error!r}", file=sys.stderr)
        return 2
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m intents",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    measure, fit = commands.add_parser("bench"), commands.add_parser("train")
    for command in (measure, fit):
        command.add_argument("--kb", type=Path, required=True)
    measure.add_argument("--queries", type=Path, required=True)
    measure.add_argument("--oos", type=Path)
    fit.add_argument("--questions", type=Path, required=True)
    fit.add_argument("--refuse", type=Path, required=True)
    fit.add_argument("--outside", type=Path, required=True)
    return parser.parse_args(arguments)


def _bench(options: argparse.Namespace) -> None:
    queries = read_lines(options.queries)
    oos = read_lines(options.oos) if options.oos else []
    report = bench(to_items(read_lines(options.kb)), queries, oos)
    print(json.dumps(report, ensure_ascii=False))


def _train(options: argparse.Namespace) -> None:
    rows = read_lines(options.kb)
    topics = {str(row["id"]): row["topic"] for row in rows}
    questions = [(row["q"], str(row["id"])) for row in read_lines(options.questions)]
    outside = [row["q"] for row in read_lines(options.refuse)]
    outside += filter(None, options.outside.read_text(encoding="utf-8").split("\n"))
    train.write(train.train(to_items(rows), topics, questions, outside))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
