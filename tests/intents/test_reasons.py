"""What was measured of a candidate, as it is kept and read."""

from __future__ import annotations

from intents.matching.features import NAMES
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Item

MATCHER = Matcher(Index.build([Item("a", "老年助餐在哪里订"), Item("b", "养老院怎么选")]))


def test_all_figures_are_kept_by_name_and_lie_between_0_and_1() -> None:
    first, *_ = MATCHER.match("助餐在哪儿订啊老师傅")
    kept = {**first.reasons}
    assert [*kept] == [*NAMES]
    assert all(isinstance(value, float) and 0 <= value <= 1 for value in kept.values())


def test_how_it_was_heard_is_kept_beside_the_figures() -> None:
    first, *_ = MATCHER.match("老年助参在哪里订呀老师傅")
    assert [*first.reasons] == [*NAMES, "heard"]
    assert len(first.reasons) == len(NAMES) + 1
