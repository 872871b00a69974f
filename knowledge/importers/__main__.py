"""``python -m knowledge.importers FILE``: prints the proposals of a document as YAML."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.importers.propose import propose, to_yaml
from knowledge.importers.raw import DocumentError


def main(arguments: list[str]) -> int:
    """Exit status 0 with YAML on standard output, 1 for an unreadable file, 2 for a wrong call."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(to_yaml(propose(Path(arguments[0]))), end="")
    except DocumentError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
