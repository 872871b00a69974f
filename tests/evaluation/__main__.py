"""``python -m tests.evaluation`` (make eval) prints one table for all development sets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from intents.matching.ranking import MODEL
from intents.words import noise, segment
from tests.evaluation import alarms, benefits, dialogues, matching

WRITTEN = ("utterances", "utterances_fresh", "utterances_fresh2")
"""The first was used to fit the confidence (not the ranking); the others were not fitted on."""


def main() -> int:
    """Print the table; always exit status 0 (the floors are in test_floors.py)."""
    segment.warm()
    rows = [row for name in WRITTEN for row in matching.asked(name)]
    table("Questions", {name: matching.hits(matching.asked(name)) for name in WRITTEN})
    table("By style", matching.by(rows, "style"))
    table("By topic, the weakest first", matching.by(rows, "topic"))
    table("With noise", {kind: matching.hits(_noisy(kind)) for kind in noise.KINDS})
    table("Taken for one another: meant, found", _pairs(rows))
    for name in WRITTEN:
        print(
            f"\n{name} against refuse.jsonl: AUROC {matching.separation(matching.asked(name)):.4f}"
        )
        table(
            "Threshold",
            {f"{c.pop('threshold'):.2f}": c for c in matching.curve(matching.asked(name))},
        )
    fresh = matching.refused("refuse_fresh")
    kept = {
        f"{t:.2f}": {"refused": matching.share(sure < t for _, sure in fresh)} for t in (0.25, 0.4)
    }
    table("refuse_fresh, by threshold", kept)
    unseen = {name: matching.foreign(name) for name in matching.NEVER_FITTED}
    table("Foreign sets that nothing was fitted on",
          {name: {"hit_at_1": found["hit_at_1"]} | _plain(found["oos"]) for name, found in unseen.items()})  # fmt: skip
    table("Left out of fitting (intents/data/model.json)", _left_out())
    for kind, (_, _, files) in alarms.SETS.items():
        table(kind.capitalize(), _alarm(kind, files))
    count, right = benefits.rule_cases()
    table("Eligibility", {"sentences heard exactly": {"share": benefits.facts_heard()},
        "sentences heard exactly, new": {"share": benefits.facts_heard("eligibility_new")},
                          f"{count} cases beside the rules": {"share": right}})  # fmt: skip
    table("Dialogues", dialogues.measured())
    return 0


def _noisy(kind: str) -> list[matching.Asked]:
    return [row for name in WRITTEN for row in matching.asked(name, kind)]


def _pairs(rows: Sequence[matching.Asked]) -> dict[str, dict[str, Any]]:
    return {f"{meant}, {found}": {"times": n} for meant, found, n in matching.confused(rows)}


def _left_out() -> dict[str, dict[str, Any]]:
    """What the training measured with topics and foreign sets left out."""
    measured = json.loads(MODEL.read_text(encoding="utf-8"))["measured"]
    found = {"written, topics left out": _plain(measured["written, topics left out"])}
    for name, parts in measured.items():
        if isinstance(parts, dict) and "unseen" in parts:
            for tag in ("unseen", "seen"):
                for kind in ("entry taken out", "look-alikes"):
                    found[f"{name}: {tag}, {kind}"] = {"hit_at_1": parts[tag]["hit_at_1"]} | _plain(
                        parts[tag][kind]
                    )
    return found


def _plain(refusal: Mapping[str, Any]) -> dict[str, Any]:
    return {"auroc": refusal["auroc"], "near@95": refusal["hit_at_1_at_95_rejected"]}


def _alarm(kind: str, files: Iterable[str]) -> dict[str, dict[str, Any]]:
    found = {name: alarms.seen(kind, name) for name in files}
    last = list(files)[-1]
    found |= {f"{last}, {noisy}": alarms.seen(kind, last, noisy) for noisy in alarms.NOISES}
    for name in (*WRITTEN, "refuse"):
        found[f"questions in {name}"] = {"false": alarms.on_questions(kind, name)}
    return found


def table(title: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Print rows of figures under their names; shares as per cent."""
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    wide = max(map(len, [*rows, title]), default=0)
    print(f"\n{title:<{wide}}  " + "  ".join(columns))
    for name, row in rows.items():
        print(f"{name:<{wide}}  " + "  ".join(f"{_shown(row.get(c)):>{len(c)}}" for c in columns))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{100 * value:.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
