"""Spellings are brought together, ages are found, personal numbers are hidden."""

from __future__ import annotations

import pytest

from intents.matching.model import Item
from intents.words import normalise as normalising
from intents.words.normalise import normalise
from intents.words.privacy import mask
from intents.words.slots import age_in

SAME = {
    "請問高齡津貼怎麼領？": "高龄津贴怎么领",
    "您好，我想问一下高龄津贴怎么领啊": "高龄津贴怎么领",
    "ＡＰＰ怎麼下載": "app怎么下载",
    "我妈八十五岁了": "我妈85岁了",
    "我妈八五岁": "我妈85岁",
    "一百零二岁": "102岁",
    "满１００周岁": "满100周岁",
    "两百": "200",
    "老百姓": "老百姓",
    "一了百了": "一了百了",
    "百货大楼": "百货大楼",
    "五百一个人对吗": "500一个人对吗",
    "一百五十一个人": "150一个人",
    "活到一百一个人咋领": "活到110个人咋领",
    "一百一岁": "110岁",
    "高龄津贴呢？": "高龄津贴",
    "谢谢": "",
    "！？。…": "",
    " \u3000\n": "",
}
NO_CHANGE = ("高龄津贴怎么领", "85岁一个月多少", "app", "一", "")
AGES = {
    "我妈八十三了": 83, "高龄津贴八十五岁一个月多少": 85, "今年86，每月多少": 86, "８０周岁": 80, "八五岁": 85,
    "一百岁": 100, "一百零二岁的老人": 102, "80多岁": 80, "我爸90，我妈85": 90,
    "快八十了": 79, "不满80岁": 79, "还不到九十": 89, "虚岁八十": 79, "80虚岁": 79, "差一岁80": 79,
    "我妈100一个人住": 100, "我爸90，一个人，能领吗": 90, "快40岁": 39, "去年九十九今年一百": 100, "去年七十九，今年八十岁了": 80, "去年八十九，明年九十一": 89,
}  # fmt: skip
NO_AGES = (
    "七老八十", "每月80元", "八十块钱", "85路公交", "第80号", "87号文", "80%", "八十年代", "90后", "96198", "12345", "160号文件",
    "2026年11月21日", "2019-10-01", "80.5", "39岁", "每月能领几百", "有好几百吗", "一百来块", "老人130岁", "我妈今年多大能领", "",
    "一百一个人对吗", "一百一个人，贵不贵",
)  # fmt: skip


@pytest.mark.parametrize(("spelling", "meant"), SAME.items())
def test_spellings_are_brought_together(spelling: str, meant: str) -> None:
    assert normalise(spelling) == meant


@pytest.mark.parametrize("text", NO_CHANGE)
def test_a_plain_question_stays_as_it_is(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("filler", ["其实", "到底", "就是", "那个", "一下"])
def test_fillers_within_fillers_do_not_take_longer_and_longer(
    filler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[str] = []
    once = normalising._once
    monkeypatch.setattr(normalising, "_once", lambda text: passes.append(text) or once(text))
    normalise(filler[0] * 250 + filler[1] * 250)
    assert len(passes) <= 10


def test_a_filler_within_a_filler_is_taken_out_with_it() -> None:
    assert normalise("高龄津贴其其实实怎么领") == "高龄津贴怎么领"


@pytest.mark.parametrize(("text", "age"), AGES.items())
def test_an_age_is_found_in_full_years(text: str, age: int) -> None:
    assert age_in(text) == age


@pytest.mark.parametrize("text", NO_AGES)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert age_in(text) is None


@pytest.mark.parametrize("text", ["打120要钱吗", "打110管用吗", "119是什么"])
def test_emergency_numbers_are_no_ages(text: str) -> None:
    assert age_in(text) is None


@pytest.mark.parametrize(
    ("age", "fits"), [(None, True), (79, False), (80, True), (89, True), (90, False)]
)
def test_an_item_fits_the_ages_it_is_right_for(age: int | None, fits: bool) -> None:
    assert Item("a", "问", at_least=80, at_most=89).fits_age(age) is fits


HIDDEN = {
    "我的身份证是11010119400101123X。": "我的身份证是【身份证号】。",
    "１１０１０１１９４００１０１１２３Ｘ": "【身份证号】",
    "110101 19400101 1237": "【身份证号】",
    "110101-1940-0101-1237": "【身份证号】",
    "一一零一零一一九四零零一零一一二三七": "【身份证号】",
    "旧身份证110101400101123": "旧身份证【身份证号】",
    "卡号6222021234567890123": "卡号【银行卡号】",
    "6222 0212 3456 7890": "【银行卡号】",
    "打13812345678找我": "打【电话号码】找我",
    "138 1234 5678": "【电话号码】",
    "138-1234-5678": "【电话号码】",
    "8613812345678": "【电话号码】",
    "幺三八一二三四五六七八": "【电话号码】",
    "010-87654321": "【电话号码】",
    "家里87654321": "家里【电话号码】",
    "编号123456789012": "编号【号码】",
}
KEPT = (
    "打12345", "96198和96156", "打120", "每月100元", "一共100000元", "1234567元", "2026年11月21日", "1943-05-12出生",
    "京民养老发〔2019〕160号", "八十五岁一个月多少", "一二三四五", "第一百二十三条", "GB/T 42195-2022", "", "X",
)  # fmt: skip


@pytest.mark.parametrize(("said", "shown"), HIDDEN.items())
def test_personal_numbers_are_hidden(said: str, shown: str) -> None:
    assert mask(said) == shown


@pytest.mark.parametrize("said", KEPT)
def test_service_numbers_amounts_and_dates_stay(said: str) -> None:
    assert mask(said) == said


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("110101194001011237 110101194203042345", "194203042345"),
        ("13812345678 13912345678 13712345678", "3712345678"),
        ("110101194001011237 6222021234567890123", "1234567890123"),
    ],
)
def test_several_numbers_in_a_row_are_all_hidden(said: str, secret: str) -> None:
    assert secret not in mask(said)


@pytest.mark.parametrize(
    "said", ["ID110101194001011237", "tel13812345678", "sfz110101194001011237", "vx13812345678"]
)
def test_a_letter_before_a_number_does_not_show_it(said: str) -> None:
    assert "【" in mask(said)


@pytest.mark.parametrize(
    "said", ["138,1234,5678", "138，1234，5678", "138、1234、5678", "138/1234/5678"]
)
def test_groups_with_commas_are_hidden(said: str) -> None:
    assert "【" in mask(said)


@pytest.mark.parametrize(
    "said", ["2026-11-21去办", "2026.11.21", "每月2500-3100元", "2019-2026年", "20261121"]
)
def test_dates_and_ranges_of_eight_digits_stay(said: str) -> None:
    assert mask(said) == said
