"""Places in questions: elsewhere, a street, a gate, a county of long ago; and where something is found."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.talk import reply_to

NOT_SAID_APART = "查到的是全市的说法，没有单说"


@pytest.mark.parametrize(
    "text",
    [
        "河北的高龄津贴多少钱",
        "河北省高龄津贴",
        "河南护理补贴怎么申请",
        "涿州老年餐桌",
        "燕郊有养老驿站吗",
        "三河市敬老卡怎么办",
    ],
)
def test_what_is_asked_of_a_place_elsewhere_is_never_told_of_beijing(
    client: FlaskClient, text: str
) -> None:
    reply = reply_to(client, text)
    assert reply["kind"] == "handoff"
    assert reply["text"].startswith("我只知道北京的养老政策")


def test_a_province_is_named_whole(client: FlaskClient) -> None:
    assert "内蒙古的请问" in reply_to(client, "内蒙古的能力评估怎么申请")["text"]


@pytest.mark.parametrize(
    ("text", "place", "entry"),
    [
        ("河北镇有养老驿站吗", "河北", "station-lookup"),
        ("广安门内有老年餐吗", "广安门内", "meal-point-lookup"),
        ("苏州街哪有老年饭桌", "苏州街", "meal-point-lookup"),
        ("崇文门有养老驿站吗", "崇文门", "station-lookup"),
        ("劲松有养老院吗", "劲松", "institution-lookup"),
        ("我家住双井附近有养老院吗", "双井", "institution-lookup"),
    ],
)
def test_a_street_of_beijing_is_no_place_elsewhere(
    client: FlaskClient, text: str, place: str, entry: str
) -> None:
    reply = reply_to(client, text)
    assert reply["entry_id"] == entry
    assert reply["text"].startswith(f"{NOT_SAID_APART}{place}：")


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("东城有养老驿站吗", "station-lookup"),
        ("延庆县有助餐点吗", "meal-point-lookup"),
        ("大兴有养老院吗", "institution-lookup"),
        ("驿站在哪", "station-lookup"),
        ("最近的养老院在哪", "institution-lookup"),
        # what is asked of a district is not whether there is one near
        ("石景山有长护险吗", "ltci-sjs-who"),
        ("顺义有适老化改造补贴吗", "retrofit-now"),
    ],
)
def test_whether_there_is_one_in_a_district_is_where_to_find_one(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert reply_to(client, text)["entry_id"] == entry


@pytest.mark.parametrize(
    ("text", "as_today"),
    [
        ("通县的高龄津贴多少", "通州的高龄津贴多少"),
        ("宣武的老年餐", "西城的老年餐"),
        ("密云县的高龄津贴多少", "密云的高龄津贴多少"),
    ],
)
def test_a_district_by_its_name_of_long_ago_is_the_one_of_today(
    client: FlaskClient, text: str, as_today: str
) -> None:
    found, expected = reply_to(client, text), reply_to(client, as_today)
    assert (found["kind"], found["entry_id"]) == (expected["kind"], expected["entry_id"])
    assert found["kind"] != "handoff"
