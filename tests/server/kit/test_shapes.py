"""A whole number in JSON is one: no true, no 3.0, no "3", and none that fits nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from server.errors import field_errors
from server.kit.shapes import LARGEST, Shape, _wants_whole
from server.transaction import transaction
from tests.server.people import makers

NO_WHOLE = [True, False, 1.0, 1e3, 1.5, float("nan"), float("inf"), "1", "", "一百"]


class Days(Shape):
    days: Annotated[int, Field(ge=1, le=1095)]
    more: Annotated[int, Field(ge=0)] | None = None
    either: int | str = 0
    sure: bool = False
    share: float = 0.0


class Page(Shape):
    written: ClassVar[bool] = True
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def wrong(shape: type[Shape], **given: Any) -> list[dict[str, str]]:
    with pytest.raises(ValidationError) as caught:
        shape.model_validate(given)
    return field_errors(caught.value)


@pytest.mark.parametrize("value", NO_WHOLE, ids=repr)
@pytest.mark.parametrize("field", ["days", "more"])
def test_what_is_no_whole_number_is_refused_by_its_field_in_chinese(field: str, value: Any) -> None:
    told = wrong(Days, **({"days": 1} | {field: value}))
    assert told == [{"field": field, "message": "这一项要写整数"}]


@pytest.mark.parametrize(
    ("value", "says"),
    [(0, "这一项不能小于 1"), (-3, "这一项不能小于 1"), (1096, "这一项不能大于 1095"),
     (10**30, "这个数太大了，请检查一下"), (-(10**30), "这个数太大了，请检查一下")],
)  # fmt: skip
def test_a_number_out_of_bounds_is_refused_in_chinese(value: int, says: str) -> None:
    assert wrong(Days, days=value) == [{"field": "days", "message": says}]


def test_other_kinds_are_as_they_were() -> None:
    found = Days.model_validate({"days": 365, "either": "1", "sure": True, "share": 1.0})
    assert (found.days, found.more, found.either, found.sure, found.share) == (365, None, "1", True, 1.0)  # fmt: skip


@pytest.mark.parametrize(("text", "fits"), [("20", True), ("0", False), ("x", False), ("9" * 40, False)])  # fmt: skip
def test_what_is_written_in_an_address_is_text(text: str, *, fits: bool) -> None:
    if fits:
        assert Page.model_validate({"limit": text}).limit == int(text)
    else:
        assert wrong(Page, limit=text)[0]["field"] == "limit"


def shapes(base: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for each in base.__subclasses__():
        yield each
        yield from shapes(each)


@given(st.sampled_from(NO_WHOLE[:7]) | st.integers(min_value=LARGEST + 1))
def test_every_whole_number_that_anybody_may_send_us_is_read_so(value: Any) -> None:
    read = [(s, f) for s in shapes() if s.__module__.startswith("server.") for f in s.model_fields]
    whole = [(s, f) for s, f in read if _wants_whole(s, f)]
    assert {"days", "version", "fee_fen", "places", "limit"} <= {field for _, field in whole}
    for shape, field in whole:
        with pytest.raises(ValidationError) as caught:
            shape.model_validate({field: value})
        assert field in [error["field"] for error in field_errors(caught.value)], (shape, field)


@pytest.mark.parametrize("days", [*NO_WHOLE[:5], "365", 0, -1, 10**30, 10**400], ids=repr)
def test_an_invitation_is_for_a_whole_number_of_days(empty_app: Flask, days: Any) -> None:
    with transaction() as session:
        elder = makers.elder(session)
        headers = makers.token(session, makers.herself(session, elder))
        path = f"/api/v1/people/{elder.id}/invitations"
    asked = {"relation": "child", "scopes": ["ask"], "days": days}
    answer = empty_app.test_client().post(path, json=asked, headers=headers)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["days"]


def test_numbers_that_are_no_json_are_refused_too(empty_app: Flask) -> None:
    with transaction() as session:
        elder = makers.elder(session)
        headers = makers.token(session, makers.herself(session, elder))
        path = f"/api/v1/people/{elder.id}/invitations"
    client = empty_app.test_client()
    for number, status in (("NaN", 422), ("1e400", 422), ("9" * 5000, 400), ("07", 400)):
        body = f'{{"relation": "child", "scopes": ["ask"], "days": {number}}}'
        answer = client.post(path, data=body, headers=headers, content_type="application/json")
        assert answer.status_code == status


@pytest.mark.parametrize("number", ["9" * 16, "9" * 30, "9" * 5000, "1e3", "-1", "1.0"], ids=len)
def test_a_number_in_an_address_that_fits_nowhere_is_an_address_that_is_not_there(
    empty_app: Flask, number: str
) -> None:
    known = [rule.rule for rule in empty_app.url_map.iter_rules() if "<int:" in rule.rule]
    assert known
    for rule in known:
        path = re.sub("<int:[a-z_]+>", number, rule)
        assert empty_app.test_client().post(path).status_code == 404
