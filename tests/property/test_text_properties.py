"""What holds for every text, not only for those that somebody thought of."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from intents.signs.signals import danger_in, smalltalk_in, wants_person
from intents.words.normalise import normalise
from intents.words.privacy import mask
from intents.words.slots import OLDEST, SURELY_AN_AGE, YOUNGEST, age_in
from knowledge.amounts import amounts_in
from server.conversation.compose import speakable

ANYTHING = st.text()
CHINESE = st.text(
    alphabet="我妈八十五岁了高龄津贴怎么领啊呢一二三两百零〇0123456789，。？ 　請問０９Ａ",
    max_size=40,
)
FILLED = st.lists(
    st.sampled_from(
        [
            "请",
            "问",
            "请问",
            "一下",
            "想",
            "我想问",
            "那",
            "那个",
            "个",
            "你",
            "好",
            "您好",
            "谢",
            "谢谢",
            "啊",
            "呢",
            "嗯",
            "八",
            "十",
            "岁",
            "津贴",
            "。",
        ]
    )
).map("".join)
TEXTS = ANYTHING | CHINESE | FILLED
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")
GAPS = ["", " ", "-", "  ", "－", "—", ".", "\u3000", "·"]


@given(TEXTS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS)
def test_a_normalised_text_is_one_line_without_punctuation(text: str) -> None:
    assert not re.search(r"[\n，。？！、]|  |^ | $", normalise(text))


@given(st.text(st.characters(codec=None), max_size=50))
def test_no_text_at_all_is_too_strange_to_be_looked_at(text: str) -> None:
    for look in (
        normalise,
        age_in,
        mask,
        danger_in,
        wants_person,
        smalltalk_in,
        amounts_in,
        speakable,
    ):
        look(text)


@given(TEXTS)
def test_an_age_is_one_that_an_elder_can_have(text: str) -> None:
    age = age_in(text)
    assert age is None or YOUNGEST - 1 <= age <= OLDEST


@given(
    st.integers(YOUNGEST, SURELY_AN_AGE - 1),
    st.sampled_from(["我妈{}岁了", "今年{}，能领多少", "{}周岁高龄津贴", "老人{}"]),
)
def test_an_age_that_is_said_is_found(age: int, sentence: str) -> None:
    assert age_in(sentence.format(age)) == age
    assert age_in(sentence.format(str(age).translate(FULL_WIDTH))) == age


@given(st.integers(YOUNGEST, OLDEST))
def test_an_age_does_not_depend_on_politeness(age: int) -> None:
    assert age_in(f"您好，请问我妈{age}岁，津贴多少呢？谢谢") == age


@st.composite
def id_cards(draw: st.DrawFn) -> str:
    """A valid ID number (GB 11643): area, birthday, sequence, check digit."""
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    body = f"{draw(st.integers(110000, 659999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    weighed = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[weighed % 11]


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """A number as people write it: full width, spoken, in groups."""
    spelled = draw(
        st.sampled_from([number, number.translate(FULL_WIDTH), number.translate(SPOKEN)])
    )
    return "".join(digit + draw(st.sampled_from(GAPS)) for digit in spelled[:-1]) + spelled[-1]


def digits_of(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(
        {ord(c): str(i) for i, c in enumerate("零一二三四五六七八九")}
    )
    return re.sub(r"[^0-9Xx]", "", plain)


@given(
    st.data(),
    id_cards(),
    st.sampled_from(["", "我的身份证号是", "身份证：", "妈妈的"]),
    st.sampled_from(["", "能领吗", "。谢谢"]),
)
def test_an_id_number_is_never_left(
    data: st.DataObject, number: str, before: str, after: str
) -> None:
    said = before + data.draw(written(number)) + after
    shown = mask(said)
    assert "【身份证号】" in shown
    assert digits_of(shown) == ""


@given(st.data(), st.integers(13_000_000_000, 19_999_999_999))
def test_a_mobile_number_is_never_left(data: st.DataObject, number: int) -> None:
    assert mask("打" + data.draw(written(str(number))) + "找我") == "打【电话号码】找我"


@given(TEXTS)
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(TEXTS)
def test_text_with_fewer_than_seven_digits_is_never_changed(text: str) -> None:
    if len(re.findall(r"[0-9０-９零〇一二三四五六七八九幺]", text)) < 7:
        assert mask(text) == text


@given(
    st.integers(0, 10**12),
    st.booleans(),
    st.sampled_from(["每月{}元", "补贴 {} 元左右", "（{}元）"]),
)
def test_an_amount_that_is_written_is_found(fen: int, grouped: bool, sentence: str) -> None:
    yuan = Decimal(fen) / 100
    text = sentence.format(f"{yuan:,}" if grouped else f"{yuan}")
    assert amounts_in(text) == {("fen", Decimal(fen))}


@given(st.lists(st.integers(1, 99_999), min_size=2, max_size=5, unique=True))
def test_a_list_with_one_unit_is_as_many_amounts(yuan: list[int]) -> None:
    assert amounts_in("、".join(map(str, yuan)) + "元") == {
        ("fen", Decimal(value * 100)) for value in yuan
    }


@given(st.decimals(0, 100, places=1))
def test_a_percentage_that_is_written_is_found(value: Decimal) -> None:
    assert amounts_in(f"报销{value}%") == {("percent", value)}


@given(TEXTS)
@settings(max_examples=50)
def test_what_is_spoken_never_has_book_brackets(text: str) -> None:
    assert not set(speakable(text)) & set("〔〕（）–—")
