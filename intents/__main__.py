"""``python -m intents bench`` measures the matcher with the shipped model on any question set.

bench --kb KB.jsonl --queries Q.jsonl [--oos O.jsonl]   prints one JSON object

Knowledge lines: {"id", "question", "alternates": […]}. Queries: {"q", "target"}. Out of scope: {"q"}.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from intents.matching.evaluate import bench, lines, read_lines, to_items
from intents.words import segment


def main(arguments: list[str]) -> int:
    """Exit status 0, or 2 with one sentence when a file cannot be used."""
    options = _parse(arguments)
    segment.warm()
    try:
        _bench(options)
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
    measure = commands.add_parser("bench")
    measure.add_argument("--kb", type=Path, required=True)
    measure.add_argument("--queries", type=Path, required=True)
    measure.add_argument("--oos", type=Path)
    return parser.parse_args(arguments)


def _bench(options: argparse.Namespace) -> None:
    queries = read_lines(options.queries)
    oos = read_lines(options.oos) if options.oos else []
    report = bench(to_items(lines(options.kb)), queries, oos)
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
