"""A fact that was taken for one person's and is said to be another's: it is in the sum of the one whose it is,
and in nobody else's."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intents.told.moved import moved_in, only_whose, told_of_its_owner
from intents.words.normalise import unify
from server.conversation.state import State
from server.conversation.told.learning import learn
from tests.server.conversation.test_told_and_not_told import replies

FACTS = ("低保", "低收入", "肢体一级", "视力二级", "重度", "中度")
FORMS = (
    "{fact}是{who}，不是{other}",
    "{fact}的是{who}不是{other}",
    "{fact}的不是{other}，是{who}",
    "不是{other}{fact}，是{who}",
    "{who}{fact}，不是{other}",
    "其实{fact}的是{who}",
    "弄反了，是{who}{fact}",
    "说反了，{fact}的是{who}",
    "我搞混了，{fact}说的是{who}",
    "{other}不是{fact}，{who}才是",
    "不对，{who}才是{fact}",
)
PAIRS = (("我妈", "我爸", "妈妈", "爸爸"), ("我", "我老伴", "您本人", "老伴"))


def known_of(*messages: str) -> dict[str, dict[str, object]]:
    """What is known of each after the messages of one conversation."""
    state = State()
    for text in messages:
        learn(state, text)
    return {state.who or "": state.facts, **state.aside}


@pytest.mark.parametrize("form", FORMS)
def test_a_fact_moves_to_whom_it_is_true_of(app: Flask, form: str) -> None:
    lost = []
    with app.app_context():
        for fact, (who, other, hers, his) in itertools.product(FACTS, PAIRS):
            moves = form.format(fact=fact, who=who, other=other)
            known = known_of(f"{other}88，京籍，{fact}。{who}86，京籍", moves)
            told = known_of(f"{who}86，京籍，{fact}。{other}88，京籍")
            if (known.get(hers), known.get(his)) != (told[hers], told[his]):
                lost.append((moves, known))
    assert not lost


@pytest.mark.parametrize(
    ("messages", "sums"),
    [
        (("我爸88，北京户口，低保", "低保是我妈，不是我爸", "那我爸能领多少"), [40000, None, 10000]),
        (("我爸88京籍，有残疾证肢体二级", "残疾证是我妈的", "我爸呢"), [50000, None, 10000]),
        (("我妈八十京籍低保", "其实低保的是我婆婆", "那我妈多少"), [40000, None, 10000]),
        (("我爸90京籍重度，我妈87京籍", "说反了，重度的是我妈，我爸没评", "一共"), [120000, 70000, 120000]),
        (("我爸90京籍重度，我妈87京籍中度", "说反了，是我妈重度", "我爸呢"), [120000, 70000, 50000]),
        (("老伴88京籍低保，我86京籍", "是我不是他", "一共"), [50000, 40000, 50000]),
        (("老伴88京籍低保重度，我86京籍", "是我不是他"), [110000, None]),
        (("我爸90京籍低保，我妈85京籍，低保是我妈不是我爸，一共多少",), [90000]),
        (("我妈85京籍低保", "不是我妈，是我婆婆", "一共多少"), [40000, 40000, 40000]),
    ],
)  # fmt: skip
def test_the_sum_is_of_whom_it_is_true_of(
    client: FlaskClient, messages: tuple[str, ...], sums: list[int | None]
) -> None:
    assert [reply["total_fen_per_month"] for reply in replies(client, *messages)] == sums


@pytest.mark.parametrize(
    "text",
    ["低保是什么", "低保是我妈申请的", "我妈低保，不是低收入", "不是低保，是低收入", "我爸90低保，我妈不是"],
)  # fmt: skip
def test_what_moves_no_fact_is_left_as_it_is(text: str) -> None:
    assert moved_in(unify(text)) is None
    assert told_of_its_owner(unify(text)) == unify(text)


def test_whose_and_not_what() -> None:
    assert only_whose("是我不是他") == ("我", "他")
    assert only_whose("不是我爸,是我妈") == ("我妈", "我爸")
    assert only_whose("是我爸") is None
