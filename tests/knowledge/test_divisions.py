"""Districts and streets of Beijing, by code and by name."""

from __future__ import annotations

import pytest

from knowledge import divisions
from knowledge.schema import DISTRICTS


def test_the_list_is_the_published_one() -> None:
    counts = [len(divisions.streets_of(code)) for code in DISTRICTS]
    # Policy notes §6: 东城 17 西城 15 朝阳 43 丰台 26 石景山 9 海淀 29 门头沟 13 房山 28 通州 22 顺义 25
    # 昌平 22 大兴 26 怀柔 17 平谷 18 密云 21 延庆 18, of which 6 are no streets or towns.
    assert counts == [17, 15, 43, 26, 9, 29, 13, 28, 22, 25, 22, 26, 17, 18, 21, 18]
    every = [street for code in DISTRICTS for street in divisions.streets_of(code)]
    assert sum(not street.is_zone for street in every) == 343
    assert sum(street.name.endswith("街道") for street in every) == 165


@pytest.mark.parametrize("text", ["110107", "石景山", "石景山区", "北京市石景山区", "北京石景山"])
def test_a_district_is_known_by_code_and_by_every_way_of_saying_it(text: str) -> None:
    assert divisions.district_code(text) == "110107"


@pytest.mark.parametrize("text", ["", "区", "北京", "110100", "天津市和平区", "昌平县"])
def test_what_is_no_district_of_beijing_is_none(text: str) -> None:
    assert divisions.district_code(text) is None


def test_a_name_that_repeats_gives_both_streets_and_one_when_the_district_is_said() -> None:
    assert len(divisions.streets_named("八里庄")) == 2
    [only] = divisions.streets_named("八里庄街道", "110108")
    assert only.full_name == "海淀区八里庄街道"
    assert divisions.streets_named("海淀区八里庄街道") == (only,)


def test_a_street_is_found_by_its_code_and_knows_its_district() -> None:
    street = divisions.street("110102007")
    assert street is not None
    assert (street.name, street.district) == ("月坛街道", "110102")
    assert divisions.street("110102999") is None


@pytest.mark.parametrize(
    "name", ["街道", "镇", "", "不存在街道", "平谷镇外"], ids=lambda name: name or "empty"
)
def test_a_name_that_no_street_has_finds_nothing(name: str) -> None:
    assert divisions.streets_named(name) == ()


def test_every_street_is_found_by_its_own_name() -> None:
    for code in DISTRICTS:
        for street in divisions.streets_of(code):
            assert street in divisions.streets_named(street.name, code), street
