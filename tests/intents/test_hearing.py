"""Questions as a speech recogniser writes them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from intents.matching.decide import decide
from intents.matching.features import Pool, pool
from intents.matching.finding import Found
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Item
from intents.words import noise
from server.editorial.live import live_knowledge


@pytest.fixture
def matcher(app: Flask) -> Matcher:
    with app.app_context():
        return live_knowledge(app).matcher


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("高灵津贴怎么零啊", "age-allowance-auto"),
        ("助参补贴每天多少", "meal-subsidy-amount"),
        ("老年咔丢了怎么办", "elder-card-lost"),
        ("我想问下护里补贴多少钱", "care-subsidy-amount"),
    ],
)
def test_misheard_words_still_find_their_entry(matcher: Matcher, said: str, entry: str) -> None:
    assert matcher.match(said)[0].item_id == entry


def test_what_sounds_like_a_phrasing_from_end_to_end_is_surely_it(matcher: Matcher) -> None:
    first, *_ = matcher.match("高灵津贴怎么零啊")
    assert (first.item_id, first.confidence) == ("age-allowance-auto", 0.92)
    assert first.reasons == {"heard": "高龄津贴怎么领"}


def test_a_reading_by_sound_is_told_to_staff(matcher: Matcher) -> None:
    assert matcher.match("高灵津贴怎么零啊")[0].reasons["heard"] == "高龄津贴怎么领"


def test_a_personal_number_is_not_kept_in_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intents.matching.matcher.SURE_AS_WRITTEN", 1.0)
    monkeypatch.setattr("intents.matching.matcher._surer", lambda written, heard: heard)
    matcher = Matcher(Index.build([Item("a", "老年助餐在哪里订"), Item("b", "养老院怎么选")]))
    first, *_ = matcher.match("助参打我手机13812345678")
    assert first.reasons["heard"] == "助餐打我手机【电话号码】"


def test_a_place_of_others_is_never_heard_as_one_of_our_words(matcher: Matcher) -> None:
    assert decide(matcher.match("深圳的敬老卡在哪儿办")).kind == "handoff"


def test_what_the_index_knows_is_not_reread() -> None:
    matcher = Matcher(Index.build([Item("a", "助餐补贴多少"), Item("b", "住惨了怎么办")]))
    assert "heard" not in matcher.match("住惨了怎么办")[0].reasons


def test_a_doubtful_reading_is_asked_about(matcher: Matcher) -> None:
    found = matcher.match("高灵津贴怎么零啊")
    doubtful = [type(c)(c.item_id, c.phrasing, 0.6, c.share, c.reasons) for c in found]
    assert decide(doubtful).kind == "clarify"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are measured, without their spaces."""
    measured: list[str] = []

    def measure(index: Index, found: Found, *rest: Any) -> Pool:
        measured.append(found.asked.text)
        return pool(index, found, *rest)

    monkeypatch.setattr("intents.matching.matcher.pool", measure)
    return measured


def test_a_question_that_the_index_has_far_more_of_by_its_sound_is_read_so_only(
    matcher: Matcher, readings: list[str]
) -> None:
    found = matcher.match("消费权住养老院能花吗")
    assert (found[0].item_id, readings) == ("voucher-institution", ["消费券住养老院能花吗"])


def test_a_question_that_the_index_has_more_of_as_it_is_written_is_read_so_only(
    matcher: Matcher, readings: list[str]
) -> None:
    matcher.match("工龄少两年能补缴社保吗")
    assert readings == ["工龄少两年能补缴社保吗"]


def test_where_neither_has_far_more_both_are_read_if_there_is_doubt(
    matcher: Matcher, readings: list[str]
) -> None:
    matcher.match("经适房能不能卖")
    assert len(readings) == 2


def test_what_is_heard_only_in_items_that_are_left_out_is_read_as_it_is_written() -> None:
    matcher = Matcher(Index.build([Item("a", "高龄津贴怎么领"), Item("b", "高灵山怎么去")]))
    assert matcher.match("高灵津贴", without=["a"])[0].item_id == "b"


@pytest.mark.parametrize("kind", noise.KINDS)
def test_noise_is_the_same_for_the_same_seed(kind: str) -> None:
    text = "我妈的高龄津贴什么时候能发下来"
    assert noise.noisy(text, kind, 3) == noise.noisy(text, kind, 3) != text
