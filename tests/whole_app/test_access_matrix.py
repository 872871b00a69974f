"""Every address × every caller, by real requests: who gets in, who is told what, who sees nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.whole_app import matrix, world
from tests.whole_app.matrix import Matrix
from tests.whole_app.plan import ABOUT_HER, CONSOLE, OFFICE, PLAN, RIGHTS, TOLD_BY_CODE, UNRELATED
from tests.whole_app.world import CALLERS

pytestmark = pytest.mark.xdist_group("access matrix")  # it is walked once, in one process

TABLE = Path(__file__).parents[2] / "docs" / "access.md"
NAMES_HER = [
    name
    for name, call in {**ABOUT_HER, **OFFICE, **CONSOLE}.items()
    if "elder_id" in (call.path or {})
]
SOMEBODY_ELSES_TURN = {"code, once", "has the hand-off"}
REFUSALS = {"401", "403", "404"}
FULL = {"name", "phone", "id card"}
SEE_IN_FULL = {"elder", "daughter", "clerk", "clerk, assisting", "district reviewer"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with matrix.application(tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest.fixture(scope="module")
def walked(site: Flask) -> Matrix:
    return matrix.walk(site)


def test_every_address_is_in_the_plan_and_nothing_else_is(site: Flask) -> None:
    assert {rule.endpoint for rule, _ in matrix.routes(site)} == set(PLAN)


def test_an_endpoint_has_one_method_so_that_one_row_says_it_all(site: Flask) -> None:
    endpoints = [rule.endpoint for rule, _ in matrix.routes(site)]
    assert len(endpoints) == len(set(endpoints))


@pytest.mark.parametrize("endpoint", PLAN)
def test_those_with_the_right_get_in_and_nobody_else(walked: Matrix, endpoint: str) -> None:
    needs = PLAN[endpoint].needs
    outcomes = {caller: answer.outcome for caller, answer in walked[endpoint].items()}
    if needs == "proof":  # the proof decides, not who sends it
        return
    let_in = {caller for caller in CALLERS if outcomes[caller] == "ok"}
    assert let_in == RIGHTS[needs], outcomes
    refused = {outcomes[caller] for caller in CALLERS if caller not in RIGHTS[needs]}
    assert refused <= REFUSALS | ({"409"} if needs in SOMEBODY_ELSES_TURN else set()), outcomes


def test_who_has_nothing_to_do_with_her_never_sees_anything_of_her(walked: Matrix) -> None:
    shown = {
        (endpoint, caller): answer.shown
        for endpoint, answers in walked.items()
        for caller, answer in answers.items()
        if caller in UNRELATED and answer.shown and endpoint not in TOLD_BY_CODE
    }
    assert shown == {}
    told = [walked[name][caller].shown for name in TOLD_BY_CODE for caller in UNRELATED]
    assert frozenset().union(*told) == {"id", "masked name"}


def test_full_names_and_numbers_are_shown_to_those_who_may_and_only_there(walked: Matrix) -> None:
    shown = {
        (endpoint, caller)
        for endpoint, answers in walked.items()
        for caller, answer in answers.items()
        if answer.shown & FULL
    }
    assert {caller for _, caller in shown} == SEE_IN_FULL
    assert {endpoint for endpoint, _ in shown} == {
        "people.get_person_in_full", "rights.get_export", "account.export",
        "console_handoffs.number", "console_tickets.number", "console_people.show",
        "console_people.open_record", "console_people.ask",
    }  # fmt: skip


@pytest.mark.parametrize("caller", UNRELATED)
def test_her_id_is_answered_like_one_that_does_not_exist(site: Flask, caller: str) -> None:
    made = world.make(site)
    nobody = replace(made, ids=made.ids | {"elder": str(uuid.uuid4())})
    for method, endpoint in named_routes(site):
        hers, none = (
            matrix.ask(each, caller, method, endpoint, PLAN[endpoint]) for each in (made, nobody)
        )
        assert hers.outcome in REFUSALS, endpoint
        assert plain(hers.text) == plain(none.text), endpoint


@pytest.mark.parametrize("caller", UNRELATED)
def test_access_is_decided_before_what_was_sent_is_read(
    site: Flask, walked: Matrix, caller: str
) -> None:
    made, junk = world.make(site), {"nonsense": ["not", "in", "order"]}
    for method, endpoint in named_routes(site):
        call = PLAN[endpoint]
        broken = replace(
            call,
            json=None if call.json is None else junk,
            query={},
            form=None if call.form is None else {},
        )
        answer = matrix.ask(made, caller, method, endpoint, broken)
        assert answer.outcome == walked[endpoint][caller].outcome, endpoint


def test_no_form_is_taken_without_the_token_of_its_page(site: Flask, walked: Matrix) -> None:
    made = world.make(site)
    posts = [(method, rule.endpoint) for rule, method in matrix.routes(site) if method == "POST"]
    forms = [each for each in posts if PLAN[each[1]].form is not None]
    assert len(forms) > 50
    taken = {
        endpoint: answer.outcome
        for method, endpoint in forms
        for caller in CALLERS
        if walked[endpoint][caller].outcome == "ok"
        for answer in [matrix.ask(made, caller, method, endpoint, PLAN[endpoint], token="")]
        if answer.outcome != "400"
    }
    assert taken == {}


def test_what_cannot_be_taken_back_is_not_done_for_who_has_not_ticked_that_they_are_sure(
    site: Flask, walked: Matrix
) -> None:
    made = world.make(site)
    forms = {name: call for name, call in PLAN.items() if "sure" in (call.form or {})}
    assert {"console_money.refund", "console_money.cash"} <= set(forms)
    for name, call in forms.items():
        unsure = replace(call, form={n: v for n, v in (call.form or {}).items() if n != "sure"})
        for caller in CALLERS:
            if walked[name][caller].outcome == "ok":
                answer = matrix.ask(made, caller, "POST", name, unsure)
                assert answer.outcome == "422", name
                assert "请先在“我确定”前打勾" in answer.text, name


def test_the_table_in_the_docs_is_what_happens(site: Flask, walked: Matrix) -> None:
    assert TABLE.read_text(encoding="utf-8") == matrix.table(site, walked), (
        "python -m tests.whole_app.matrix > docs/access.md"
    )


def named_routes(site: Flask) -> list[tuple[str, str]]:
    found = [(method, rule.endpoint) for rule, method in matrix.routes(site)]
    return [(method, endpoint) for method, endpoint in found if endpoint in NAMES_HER]


def plain(text: str) -> str:
    """Without what differs from one answer to the next."""
    return re.sub(r'"request_id":"[^"]*"|name="csrf_token" value="[^"]*"', "", text)
