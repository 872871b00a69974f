"""Relatives are named in one place: who is only asked after, and which of several she is."""

from __future__ import annotations

import pytest

from intents.told import kin
from intents.told.named import as_whose, named_in


@pytest.mark.parametrize(
    ("text", "who", "by_whose"),
    [
        ("大姨呢", "大姨", True),
        ("那舅舅呢？", "舅舅", True),
        ("要是我大哥呢", None, False),
        ("换大哥呢", "大哥", True),
        ("姑父呢", "姑父", False),
        ("伯母呢", "伯母", False),
        ("三弟呢呀", "三弟", False),
        ("街坊呢", "街坊", False),
        ("阿姨呢", None, False),
        ("大姨85呢", None, False),
    ],
)
def test_who_is_only_asked_after_is_a_relative_or_a_neighbour(
    text: str, who: str | None, by_whose: bool
) -> None:
    assert kin.asked_after(text) == (kin.AskedAfter(who, by_whose) if who else None)


@pytest.mark.parametrize(
    ("text", "name"),
    [("大姨呢", "大姨"), ("那二姐呢", "二姐"), ("嫂子呢", "嫂子"), ("伯伯呢", "伯伯")],
)
def test_who_has_a_name_by_whose_she_is_is_named_so(text: str, name: str) -> None:
    assert named_in(as_whose(text)) == [name]


def test_an_uncles_wife_is_not_taken_for_the_uncle() -> None:
    assert as_whose("伯母呢") == "伯母呢"
    assert as_whose("阿姨呢") == "阿姨呢"


def test_one_of_several_is_known_by_her_rank() -> None:
    assert kin.one_of("二姨") == kin.OneOf("姨", "二")
    assert kin.one_of("姐姐") == kin.OneOf("姐", "")
    assert kin.one_of("妈妈") == kin.OneOf("", "")
    assert kin.ranked("姨", "我二姨") == "二姨"
