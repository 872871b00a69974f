"""Facts heard in whole sentences, and the rules against the cases that stand beside them."""

from __future__ import annotations

from intents.matching.evaluate import read_lines
from intents.told.facts import facts_in
from knowledge.eligibility import check, facts, rules
from knowledge.eligibility.names import names
from tests.evaluation.matching import DATA, share

NAMES = names()


def facts_heard(name: str = "eligibility") -> float:
    """How many sentences of a file are taken in exactly."""
    return share(
        facts_in(row["q"], NAMES.codes) == row["facts"]
        for row in read_lines(DATA / f"{name}.jsonl")
    )


def rule_cases() -> tuple[int, float]:
    """How many cases stand beside the rules, and the share that comes out as expected."""
    right = []
    for rule in rules.load().rules:
        for case in rule.cases:
            known, _ = facts.read(case.facts, case.as_of, NAMES)
            result = check.judge_rule(rule, known)
            expected = case.expect.model_dump(exclude_unset=True)
            found = {"amount_fen_per_month": result.fen_per_month} | vars(result)
            right.append(
                all(_plain(found[key]) == _plain(value) for key, value in expected.items())
            )
    return len(right), share(right)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
