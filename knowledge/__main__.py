"""``python -m knowledge check [FOLDER]``: reads and checks the content, prints what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.checks import check
from knowledge.loader import CONTENT, ContentError, load


def main(arguments: list[str]) -> int:
    """Exit status 0 when the content holds, 1 when a problem was printed, 2 for a wrong call."""
    if not arguments or arguments[0] != "check" or len(arguments) > 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if len(arguments) == 2 else CONTENT
    try:
        base = load(folder)
        problems = check(base)
    except ContentError as error:
        problems = error.problems
    else:
        print(f"{len(base.entries)} entries, {len(base.documents)} documents")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
