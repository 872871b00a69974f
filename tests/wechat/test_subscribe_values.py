"""Values of subscribe messages: shortened where that is harmless, refused where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.errors import RefusedValue
from wechat.subscribe import _CONTROL, fit, limits, width

KEYS = [f"{kind}1" for kind in limits()]
REASONS = ("empty", "not allowed for this kind of value")


@given(st.sampled_from(KEYS), st.text(max_size=60))
def test_a_value_is_refused_or_fits(key: str, text: str) -> None:
    fitted = fitted_or_reason(key, text)
    if fitted in REASONS:
        return
    limit = limits()[key[:-1]]
    assert limit.fits(fitted)
    assert width(fitted) <= (limit.latin_length or limit.length)
    assert not set(fitted) & set("\n\r\t\0")
    assert fit({key: fitted.encode().decode()}) == {key: fitted}


@given(st.text(max_size=80))
def test_a_thing_is_refused_only_when_it_is_blank(text: str) -> None:
    fitted = fitted_or_reason("thing1", text)
    assert (fitted == "empty") == (not _CONTROL.sub(" ", text).strip())


@given(st.text(alphabet="高龄津贴 abc，。1", min_size=1, max_size=80).filter(str.strip))
def test_a_shortened_thing_is_the_beginning_of_what_was_said(text: str) -> None:
    said, fitted = " ".join(text.split()), fit({"thing1": text})["thing1"]
    assert said == fitted or (said.startswith(fitted.removesuffix("…")) and len(fitted) >= 19)


def fitted_or_reason(key: str, text: str) -> str:
    try:
        return fit({key: text})[key]
    except RefusedValue as refused:
        return refused.reason


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("thing1", "  两行\n文字  ", "两行 文字"),
        ("thing12", "一" * 20, "一" * 20),
        ("thing1", "一" * 21, "一" * 19 + "…"),
        ("thing1", "😀" * 11, "😀" * 9 + "…"),
        ("name2", "一" * 11, "一" * 10),
        ("name2", "Abcdefghij Klmnopqrs", "Abcdefghij Klmnopqrs"),
        ("phrase3", "已通过", "已通过"),
        ("number1", "12.50", "12.50"),
        ("character_string1", "YN-2026-0001", "YN-2026-0001"),
        ("time1", "15:01", "15:01"),
        ("time1", "2019年10月1日 15:01", "2019年10月1日 15:01"),
        (
            "time1",
            "2019年10月1日 15:01~2019年10月1日 16:30",
            "2019年10月1日 15:01~2019年10月1日 16:30",
        ),
        ("date1", "2019-10-01", "2019-10-01"),
        ("amount1", "¥12.50元", "¥12.50元"),
        ("phone_number1", "+86-0766-66888866", "+86-0766-66888866"),
        ("car_number1", "粤A8Z888挂", "粤A8Z888挂"),
        ("symbol1", "-+", "-+"),
        ("letter1", "abc", "abc"),
    ],
)
def test_a_good_value_goes_out(key: str, text: str, expected: str) -> None:
    assert fit({key: text}) == {key: expected}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("thing1", " \n "),
        ("phrase1", "六个汉字太长"),
        ("phrase1", "OK"),
        ("number1", "12元"),
        ("number1", "1" * 33),
        ("character_string1", "编号1"),
        ("time1", "25:00"),
        ("time1", "下午三点"),
        ("time1", "2026年11月21日"),
        ("date1", "明天"),
        ("amount1", "12345678901元"),
        ("phone_number1", "1" * 18),
        ("letter1", "abc1"),
        ("symbol1", "abc"),
        ("enum1", "x"),
        ("thing", "没有序号"),
    ],
)
def test_a_bad_value_is_refused_by_name_only(key: str, text: str) -> None:
    with pytest.raises(RefusedValue) as caught:
        fit({key: text})
    assert caught.value.field == key
    assert text not in str(caught.value)


def test_a_message_without_values_is_refused() -> None:
    with pytest.raises(RefusedValue, match=r"^data: "):
        fit({})
