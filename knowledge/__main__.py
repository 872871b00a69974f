"""``python -m knowledge check [FOLDER]`` reads and checks the content and prints what is wrong.

``python -m knowledge items`` prints the entries as lines for ``python -m intents``;
``python -m knowledge phrasings`` every fourth phrasing, ``{"id", "q"}`` a line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from knowledge.assessment import standard
from knowledge.checks import check
from knowledge.loader import CONTENT, Base, ContentError, load


def main(arguments: list[str]) -> int:
    """Exit status 0 when the content holds, 1 when a problem was printed, 2 for a wrong call."""
    if not arguments or arguments[0] not in ("check", "items", "phrasings") or len(arguments) > 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if len(arguments) == 2 else CONTENT
    try:
        base = load(folder)
        problems = check(base)
    except ContentError as error:
        problems = error.problems
    if problems:
        print("\n".join(map(str, problems)))
        return 1
    if arguments[0] == "items":
        _print_items(base)
    elif arguments[0] == "phrasings":
        _print_phrasings(base)
    else:
        print(f"{len(base.entries)} entries, {len(base.documents)} documents, no problem")
    return 0


def _print_phrasings(base: Base) -> None:
    for entry in base.entries.values():
        for text in entry.phrasings.all()[::4]:
            print(json.dumps({"id": entry.id, "q": text}, ensure_ascii=False))
    for number, item in enumerate(standard().items.values(), 1):
        picks = [f"第{number}题选第{place}个" for place in range(1, len(item.options) + 1)]
        for text in (*picks, f"第{number}题说不好", *(option.text for option in item.options)):
            print(json.dumps({"id": "self-check", "q": text}, ensure_ascii=False))


def _print_items(base: Base) -> None:
    for entry in base.entries.values():
        row = {
            "id": entry.id,
            "topic": base.places[f"entries:{entry.id}"].topic,
            "title": entry.title,
            "question": entry.question,
            "alternates": entry.phrasings.all(),
            "body": f"{entry.short}\n{entry.full}",
            "at_least": entry.ages.at_least if entry.ages else None,
            "at_most": entry.ages.at_most if entry.ages else None,
        }
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
