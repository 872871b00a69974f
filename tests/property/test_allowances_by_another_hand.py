"""The three allowances of 京民养老发〔2019〕160号 worked out a second time, plainly and from the document, for people
made up at random: ``check`` says the same of each, of the sum, and of the first month paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from knowledge.eligibility import check as checker
from knowledge.eligibility import facts, rules
from knowledge.eligibility.names import names

BOOK, NAMES = rules.load(), names()
CODES = ("age_allowance", "difficulty_subsidy", "care_subsidy")
TODAY = date(2026, 11, 21)
BEGAN = date(2019, 10, 1)

OPEN = "open"
"""Instead of a sum: it cannot be told whether it is paid."""

DISABLED = ("重度残疾人护理补贴", "困残生活补贴", "护残", "残疾人两项补贴")
NEITHER = (*DISABLED, "工伤保险生活护理费", "特困供养")
"""What shuts out the difficulty and the care subsidy both (第二条、不重复享受)."""

NO_CARE = (
    "见义勇为致残人员护理补贴",
    "因公致残返城知青护理费",
    "困境家庭服务对象入住社会福利机构补贴",
)
HIGHER_ONE = ("离休护理费", "因公致残护理费")
UNKNOWN = ("某某补贴", "街道慰问补贴")
HARMLESS = ("退休金", "就餐补贴", "高龄津贴")
VOUCHER = "养老服务消费补贴"


@dataclass(frozen=True)
class Person:
    """Somebody of whom all is known."""

    born: date
    applied: date | None
    beijing: bool
    income: str
    special: bool
    level: str
    disability: tuple[tuple[str, int], ...]
    receiving: tuple[str, ...]
    stopped: dict[str, Any]

    @property
    def raw(self) -> dict[str, Any]:
        """The same as the check takes it."""
        return {
            "birth_date": self.born.isoformat(),
            "apply_date": self.applied.isoformat() if self.applied else None,
            "hukou": "beijing" if self.beijing else "other",
            "income_class": self.income,
            "family_planning_special": self.special,
            "assessment_level": self.level,
            "disability": [{"type": kind, "level": grade} for kind, grade in self.disability],
            "receiving": [*self.receiving],
            **self.stopped,
        }


def years_old(born: date, day: date) -> int:
    return sum(1 for n in range(1, 131) if on_birthday(born, n) <= day)


def on_birthday(born: date, n: int) -> date:
    if (born.month, born.day) == (2, 29) and (born.year + n) % 4:
        return date(born.year + n, 3, 1)
    return date(born.year + n, born.month, born.day)


def by_age(person: Person) -> int:
    age = years_old(person.born, TODAY)
    return 800 if age >= 100 else 500 if age >= 90 else 100 if age >= 80 else 0


def by_need(person: Person) -> int:
    if years_old(person.born, TODAY) < 60:
        return 0
    by_income = {"dibao": 300, "low_income": 200, "none": 0}[person.income]
    return by_income or (100 if person.special else 0)


def by_care(person: Person) -> int | None:
    """None for who is wholly disabled and has no disability that pays: the sum is not established; else it is
    at least that of the disability."""
    if years_old(person.born, TODAY) < 60:
        return 0
    kinds, sums = {kind for kind, _ in person.disability}, {0}
    for kind, grade in person.disability:
        if kind in ("视力", "肢体"):
            sums.add({1: 600, 2: 400}.get(grade, 0))
        elif kind in ("智力", "精神"):
            several = 600 if len(kinds) > 1 else 400
            sums.add({1: 600, 2: several, 3: 400}.get(grade, 0))
        else:
            sums.add(200 if grade <= 2 else 0)
    if person.level == "severe":
        sums.add(600)
    return None if person.level == "total" and max(sums) == 0 else max(sums)


def due(person: Person, code: str) -> int | str | None:
    """Yuan a month, 0 for nothing, OPEN, or None for a sum that is not established."""
    amount = {CODES[0]: by_age, CODES[1]: by_need, CODES[2]: by_care}[code](person)
    if amount == 0 or not person.beijing or person.stopped:
        return 0
    held = {*person.receiving}
    if code != "age_allowance" and held & {*NEITHER}:
        return 0
    if code == "care_subsidy" and held & {*NO_CARE}:
        return 0
    if held & {*HIGHER_ONE, *UNKNOWN} or (code == "care_subsidy" and VOUCHER in held):
        return OPEN
    return amount


def first_month(person: Person, code: str) -> str:
    applied = person.applied or TODAY
    if code != "age_allowance":
        return f"{max(applied, BEGAN, on_birthday(person.born, 60)):%Y-%m}"
    right = max(on_birthday(person.born, 80), BEGAN)
    if right <= applied and months_late(right, applied) <= 6:
        applied = right
    tier = max(n for n in (80, 90, 100) if on_birthday(person.born, n) <= TODAY)
    return f"{max(applied, BEGAN, on_birthday(person.born, tier)):%Y-%m}"


def months_late(right: date, applied: date) -> float:
    whole = (applied.year - right.year) * 12 + applied.month - right.month
    return whole + (0.5 if applied.day > right.day else 0)


KINDS = st.sampled_from(["视力", "听力", "言语", "肢体", "智力", "精神"])
PEOPLE = st.builds(
    Person,
    born=st.dates(date(1920, 1, 1), date(1968, 12, 31)),
    applied=st.none() | st.dates(date(2016, 1, 1), TODAY),
    beijing=st.sampled_from([True, True, True, False]),
    income=st.sampled_from(["dibao", "low_income", "none"]),
    special=st.booleans(),
    level=st.sampled_from(["intact", "mild", "moderate", "severe", "total"]),
    disability=st.lists(st.tuples(KINDS, st.integers(1, 4)), max_size=3).map(tuple),
    receiving=st.lists(
        st.sampled_from([*NEITHER, *NO_CARE, *HIGHER_ONE, *UNKNOWN, *HARMLESS, VOUCHER]), max_size=2
    ).map(tuple),
    stopped=st.sampled_from(
        [{}, {}, {}, {}, {"status": "deceased"}, {"moved_out": True}, {"status": "normal"}]
    ).map(lambda told: {} if told == {"status": "normal"} else told),
)  # fmt: skip
TWICE = Person(
    date(1950, 1, 1), None, True, "none", False, "mild", (("智力", 2), ("智力", 4)), (), {}
)
EARLY = Person(
    date(1946, 5, 5), date(2025, 1, 6), True, "none", False, "intact", (), (), {}
)  # fmt: skip
UNNAMED = Person(date(1940, 5, 5), None, True, "dibao", True, "severe", (), ("某某补贴",), {})


@given(PEOPLE)
@example(TWICE)
@example(EARLY)
@example(UNNAMED)
@settings(max_examples=300, deadline=None)
def test_each_allowance_and_their_sum_are_what_another_hand_works_out(person: Person) -> None:
    known, _ = facts.read(person.raw, TODAY, NAMES)
    report = checker.check(BOOK, known)
    found = {result.code: result for result in report.results}
    total = 0
    for code in CODES:
        result, amount = found[code], due(person, code)
        if amount == OPEN:
            assert result.verdict == "need_info", (code, person)
            assert {*person.receiving}.isdisjoint(UNKNOWN) or "receiving" in result.missing
        elif amount == 0:
            assert (result.verdict, result.pay_from) == ("not_eligible", None), (code, person)
        else:
            yuan = None if amount is None else int(amount) * 100
            assert (result.verdict, result.fen_per_month) == ("eligible", yuan), (code, person)
            assert result.pay_from == first_month(person, code), (code, person)
            total += yuan or 0
    assert report.total_fen_per_month == total


@given(PEOPLE)
@settings(max_examples=150, deadline=None)
def test_what_is_not_known_never_makes_a_sum_greater(person: Person) -> None:
    """Who tells less of her income, her disabilities or her level is promised no more than who tells all.

    Of who is wholly disabled no sum is established, though her disability by itself gives one.
    """
    assume(person.level != "total")
    whole, _ = facts.read(person.raw, TODAY, NAMES)
    most = checker.check(BOOK, whole).total_fen_per_month
    for left_out in ("income_class", "disability", "assessment_level", "hukou", "birth_date"):
        raw = {name: value for name, value in person.raw.items() if name != left_out}
        known, _ = facts.read(raw, TODAY, NAMES)
        assert checker.check(BOOK, known).total_fen_per_month <= most, (left_out, person)


@given(PEOPLE)
@settings(max_examples=150, deadline=None)
def test_nothing_is_upcoming_that_would_not_be_paid(person: Person) -> None:
    known, _ = facts.read(person.raw, TODAY, NAMES)
    for coming in checker.check(BOOK, known).upcoming:
        if coming.code not in CODES:
            continue
        then, _ = facts.read(person.raw | {"apply_date": None}, coming.from_day, NAMES)
        result = next(r for r in checker.check(BOOK, then).results if r.code == coming.code)
        assert (result.verdict, result.tier) == ("eligible", coming.tier), person
