"""What goes together by the rules, and that what tells of it is there."""

from __future__ import annotations

from datetime import date

from knowledge.eligibility import rules, together
from knowledge.eligibility.names import names
from knowledge.loader import Base

DAY = date(2026, 11, 21)
BOOK = rules.load()
TABLE = together.load()


def test_every_entry_that_tells_of_pairs_is_in_the_base(base: Base) -> None:
    assert TABLE.entries <= {*base.entries}


def test_every_code_is_that_of_a_benefit_or_has_a_name() -> None:
    known = {rule.code for rule in BOOK.rules} | {*names().codes.values()}
    told = {code for one in (TABLE.written, *TABLE.pairs) for code in one.of}
    assert told | TABLE.money.keys() | TABLE.tiers.keys() <= known


def test_no_rule_bars_those_of_which_a_document_says_that_they_go_together() -> None:
    assert together.barred(BOOK, TABLE.written.of, DAY) == []


def test_what_excludes_one_another_is_barred_once() -> None:
    [bar] = together.barred(BOOK, ("consumption_voucher", "age_allowance", "care_subsidy"), DAY)
    assert bar.between == {"consumption_voucher", "care_subsidy"}
    assert "二选一" in bar.because


def test_all_money_that_shuts_out_an_allowance_has_an_entry_that_tells_of_it() -> None:
    bars = together.barred(BOOK, [*TABLE.written.of, *names().codes.values()], DAY)
    others = {code for bar in bars for code in bar.between if not code.startswith("unclear")}
    ours = {rule.code for rule in BOOK.rules} | {"care_stopped"}
    assert others - ours == TABLE.money.keys()


def test_an_amount_is_paid_by_those_of_which_a_tier_is_so_much_a_month() -> None:
    assert together.paying(BOOK, 30000, DAY) == ["difficulty_subsidy"]
    assert set(together.paying(BOOK, 10000, DAY)) == {"age_allowance", "difficulty_subsidy"}
    assert together.paying(BOOK, 18000, DAY) == []
    assert together.paying(BOOK, 80000, DAY) == ["age_allowance"]
    assert together.paying(BOOK, 30000, date(2019, 9, 30)) == []
