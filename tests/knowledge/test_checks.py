"""What holds over the whole base; the real content has no problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge import checks
from knowledge.checks import check
from knowledge.loader import CONTENT, Base, Problem
from tests.small_knowledge import PHRASINGS, entry, small_base

FIGURE = {"label": "补贴", "fen": 10000, "unit": "元/月", "condition": "都"}


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[str]]:
    """What one check says of these entries."""

    def run(one: Callable[[Base], Iterator[Problem]], *entries: dict[str, Any]) -> list[str]:
        return [problem.message for problem in one(small_base(tmp_path, entries))]

    return run


@pytest.mark.parametrize("field", ["title", "short", "full"])
def test_an_amount_without_a_figure_is_found(found: Callable[..., list[str]], field: str) -> None:
    wrong = entry("lunch", **{field: "每月发放100元补贴"})
    assert found(checks.amounts_without_figures, wrong) == ["lunch: 文中的 100 元 不在“数字”里"]


def test_a_percentage_without_a_figure_is_found(found: Callable[..., list[str]]) -> None:
    wrong = entry("lunch", full="报销百分之四十。")
    assert found(checks.amounts_without_figures, wrong) == ["lunch: 文中的 40% 不在“数字”里"]


def test_an_amount_with_its_figure_is_right(found: Callable[..., list[str]]) -> None:
    right = entry("lunch", short="每月发放100元补贴。", figures=[FIGURE])
    assert found(checks.amounts_without_figures, right) == []


def test_an_amount_off_by_one_fen_is_found(found: Callable[..., list[str]]) -> None:
    wrong = entry("lunch", short="每月发放100.01元补贴。", figures=[FIGURE])
    assert found(checks.amounts_without_figures, wrong) == ["lunch: 文中的 100.01 元 不在“数字”里"]


def test_figures_that_rest_on_memory_are_found(found: Callable[..., list[str]]) -> None:
    wrong = entry(
        "lunch",
        figures=[FIGURE],
        citations=[{"document": "notice", "mark": "记忆·未核"}],
        needs_confirmation={"unknown": "金额", "ask": "街道"},
    )
    assert found(checks.unsourced_figures, wrong) == [
        "lunch: “数字”没有可靠的依据：依据都没有核对过"
    ]


def test_figures_with_one_source_that_was_seen_are_right(found: Callable[..., list[str]]) -> None:
    cited = [{"document": "notice", "mark": mark} for mark in ("记忆·未核", "网页")]
    assert found(checks.unsourced_figures, entry("lunch", figures=[FIGURE], citations=cited)) == []


def test_a_phrasing_on_two_entries_is_found_whatever_its_punctuation(
    found: Callable[..., list[str]],
) -> None:
    other = entry("bath", phrasings={"elder": [*PHRASINGS["bath"], "几点，打饭？"]})
    assert found(checks.phrasings_on_two_entries, entry("lunch"), other) == [
        "bath: 问法“几点，打饭？”也在 lunch 里"
    ]


def test_a_question_that_is_a_phrasing_elsewhere_is_found(found: Callable[..., list[str]]) -> None:
    other = entry("bath", question=PHRASINGS["lunch"][0])
    assert len(found(checks.phrasings_on_two_entries, entry("lunch"), other)) == 1


def test_a_near_copy_is_found(found: Callable[..., list[str]]) -> None:
    wrong = entry("lunch", phrasings={"elder": [*PHRASINGS["lunch"], "食堂几点开门呀"]})
    assert found(checks.near_copies, wrong) == ["lunch: 问法太像：“食堂几点开门”与“食堂几点开门呀”"]


@pytest.mark.parametrize("sign", ["〔2019〕", "https://x.cn", "/", "—", "[1]", "*"])
def test_a_sign_that_cannot_be_read_aloud_is_found(
    found: Callable[..., list[str]], sign: str
) -> None:
    [message] = found(
        checks.unspeakable_short_answers, entry("lunch", short=f"看通知{sign}就知道。")
    )
    assert message.startswith("lunch: 短答案要能念出来")


def test_entries_without_a_fault_pass_every_check(tmp_path: Path) -> None:
    assert check(small_base(tmp_path, [entry(name) for name in PHRASINGS])) == []


def test_all_checks_are_run_and_put_in_the_order_of_the_file(tmp_path: Path) -> None:
    base = small_base(
        tmp_path, [entry("lunch", short="看/通知。"), entry("bath", short="每月发放100元。")]
    )
    lines = [problem.line for problem in check(base)]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_the_real_content_has_no_problem(base: Base) -> None:
    assert check(base) == []


def test_there_are_at_least_150_entries_with_six_phrasings_each(base: Base) -> None:
    assert len(base.entries) >= 150
    assert min(len(e.phrasings.all()) for e in base.entries.values()) >= 6


def test_every_file_is_a_topic_of_its_own_with_entries(base: Base) -> None:
    topics = Counter(
        (place.file, place.topic)
        for key, place in base.places.items()
        if key.startswith("entries:")
    )
    files = {path.relative_to(CONTENT.parent).as_posix() for path in CONTENT.glob("*.yaml")}
    assert {file for file, _ in topics} == files - {"content/documents.yaml"}
    assert len({topic for _, topic in topics}) == len(topics)


def test_every_document_is_cited(base: Base) -> None:
    cited = {citation.document for entry in base.entries.values() for citation in entry.citations}
    assert set(base.documents) - cited == set()


def test_every_entry_leads_somewhere(base: Base) -> None:
    ends = [entry.id for entry in base.entries.values() if not entry.actions and not entry.related]
    assert ends == []


def test_an_entry_is_in_force_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    dated = small_base(
        tmp_path, [entry("lunch", valid_from="2026-01-01", valid_until="2026-12-31")]
    ).entries["lunch"]
    days = ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")
    assert [dated.in_force(dated.valid_from.fromisoformat(day)) for day in days] == [
        False,
        True,
        True,
        False,
    ]
