"""Works out what a person may have on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, current_app
from pydantic import ValidationError

from knowledge.eligibility import check as checker
from knowledge.eligibility import facts as known_facts
from knowledge.eligibility import names as received_names
from knowledge.eligibility import rules, together
from knowledge.eligibility.check import Report
from knowledge.eligibility.names import Names
from knowledge.eligibility.rules import RuleBook
from knowledge.eligibility.together import Bar, Together
from knowledge.schema import Document
from server.benefits.schemas import CheckOut
from server.errors import TITLES, Problem, field_errors

Documents = Callable[[], Mapping[str, Document]]


@dataclass(frozen=True)
class Benefits:
    """The rules of this process, and where the documents they cite are looked up."""

    book: RuleBook
    names: Names
    documents: Documents
    edition: str
    together: Together


def init_app(app: Flask, documents: Documents) -> None:
    """Read the rules once. ``documents`` is filled in by the application (see app.py)."""
    app.extensions["benefits"] = Benefits(
        rules.load(), received_names.names(), documents, rules.edition(), together.load()
    )


def names() -> dict[str, str]:
    """What people call the things they receive, each with its code."""
    benefits: Benefits = current_app.extensions["benefits"]
    return benefits.names.codes


def rivals_of(code: str, day: date) -> frozenset[str]:
    """The benefits of which only one is paid on ``day``, that with ``code`` among them; empty if it excludes none."""
    benefits: Benefits = current_app.extensions["benefits"]
    versions = ((rule.code, rule.version(day)) for rule in benefits.book.rules)
    groups = [{one, *found.not_with} for one, found in versions if found and found.not_with]
    rivals = {code} if any(code in group for group in groups) else set()
    while more := {one for group in groups if group & rivals for one in group} - rivals:
        rivals |= more
    return frozenset(rivals)


def barred(codes: Collection[str], day: date) -> list[Bar]:
    """What keeps some of ``codes`` from being paid together on ``day``."""
    benefits: Benefits = current_app.extensions["benefits"]
    return together.barred(benefits.book, codes, day)


def paying(fen: int, day: date) -> list[str]:
    """The benefits that pay somebody just so much a month on ``day``."""
    benefits: Benefits = current_app.extensions["benefits"]
    return together.paying(benefits.book, fen, day)


def told_together() -> Together:
    """Which entry tells whether benefits go together."""
    benefits: Benefits = current_app.extensions["benefits"]
    return benefits.together


def edition() -> str:
    """Which version of the rules judges here; kept with what was told from them."""
    benefits: Benefits = current_app.extensions["benefits"]
    return benefits.edition


def documents() -> Mapping[str, Document]:
    """The sources that rules may cite. Looks at the database: not inside a transaction."""
    benefits: Benefits = current_app.extensions["benefits"]
    return benefits.documents()


def insist(raw: Mapping[str, Any], day: date) -> None:
    """Raises Problem 422 naming each fact of the wrong kind, or that cannot be so on ``day``."""
    benefits: Benefits = current_app.extensions["benefits"]
    try:
        known_facts.read(raw, day, benefits.names)
    except ValidationError as error:
        errors = [{**e, "field": f"facts.{e['field']}"} for e in field_errors(error)]
        raise Problem(422, *TITLES[422], errors=errors) from None


def what_fits(raw: Mapping[str, Any], day: date) -> dict[str, Any]:
    """``raw`` without the facts that cannot be so on ``day``."""
    benefits: Benefits = current_app.extensions["benefits"]
    return known_facts.what_fits(raw, day, benefits.names)


def check(
    raw: Mapping[str, Any],
    day: date,
    sources: Mapping[str, Document],
    skipped: Sequence[str] = (),
    first: str | None = None,
) -> CheckOut:
    """Judge every benefit; ``skipped`` facts are not asked for again, ``first``'s are asked first.

    A fact that cannot be so is taken as not known; :func:`insist` refuses it.
    """
    benefits: Benefits = current_app.extensions["benefits"]
    facts, ignored = known_facts.read(what_fits(raw, day), day, benefits.names)
    report: Report = checker.check(benefits.book, facts, ignored, skipped, first)
    return CheckOut.of(report, day, sources)
