"""``python -m intents bench --kb KB.jsonl --queries Q.jsonl [--oos O.jsonl]``: prints one JSON object.

Knowledge lines: {"id", "question", "alternates": […]}. Queries: {"q", "target"}. Out of scope: {"q"}.
Works on any Chinese question set.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from intents import segment
from intents.evaluate import bench, read_lines, to_items


def main(arguments: list[str]) -> int:
    """Exit status 0, or 2 with one sentence when a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m intents", description=__doc__)
    command = parser.add_subparsers(dest="command", required=True).add_parser("bench")
    command.add_argument("--kb", type=Path, required=True)
    command.add_argument("--queries", type=Path, required=True)
    command.add_argument("--oos", type=Path)
    options = parser.parse_args(arguments)
    segment.warm()
    try:
        items = to_items(read_lines(options.kb))
        queries = read_lines(options.queries)
        oos = read_lines(options.oos) if options.oos else []
        report = bench(items, queries, oos)
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot use these files: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
