"""What holds for any matcher over any questions, whatever it computes inside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from intents.__main__ import main
from intents.matching.evaluate import auroc, bench, read_lines, refusal, to_items
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Item
from knowledge.loader import Base
from server.editorial.live import live_knowledge

ITEMS = (
    Item("lunch", "食堂几点开门？", ("中午几点吃饭", "饭点是什么时候"), title="食堂时间"),
    Item("bath", "怎么预约上门助浴？", ("找人给老人洗澡", "助浴多少钱"), title="助浴"),
    Item("bus", "老年卡坐公交免费吗？", ("坐车要钱吗", "公交优待"), title="乘车"),
    Item(
        "allowance-80",
        "八十多岁津贴多少？",
        ("高龄津贴有多少",),
        title="津贴",
        at_least=80,
        at_most=89,
    ),
    Item(
        "allowance-90",
        "九十多岁津贴多少？",
        ("高龄津贴能领多少",),
        title="津贴",
        at_least=90,
        at_most=99,
    ),
)
QUESTIONS = (
    "食堂几点开门",
    "洗澡",
    "老人坐车",
    "津贴",
    "我妈85津贴多少",
    "中午开饭吗，多少钱",
    "今天天气",
    "abc",
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Index.build(ITEMS))


def ids(matcher: Matcher, text: str, **options: object) -> list[str]:
    return [candidate.item_id for candidate in matcher.match(text, **options)]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_exact_phrasing_wins(matcher: Matcher, item: Item) -> None:
    assert {ids(matcher, text)[0] for text in item.phrasings()} == {item.id}


def test_an_exact_phrasing_is_certain(matcher: Matcher) -> None:
    assert matcher.match("食堂几点开门？")[0].confidence == 1.0


@pytest.mark.parametrize(
    "text", ["食堂幾點開門", "食堂几点开门啊", "您好，请问食堂几点开门？谢谢", "食堂　几点　开门"]
)
def test_spelling_and_politeness_do_not_matter(matcher: Matcher, text: str) -> None:
    assert ids(matcher, text)[0] == "lunch"


@pytest.mark.parametrize(
    ("age", "right", "wrong"),
    [(85, "allowance-80", "allowance-90"), (95, "allowance-90", "allowance-80")],
)
def test_an_age_leaves_out_what_is_wrong_for_it(
    matcher: Matcher, age: int, right: str, wrong: str
) -> None:
    found = ids(matcher, f"{age}岁高龄津贴有多少")
    assert found[0] == right
    assert wrong not in found


def test_an_exact_phrasing_does_not_win_against_the_age(matcher: Matcher) -> None:
    assert "allowance-90" not in ids(matcher, "我妈85了，九十多岁津贴多少？")[:1]


def test_excluded_items_are_never_found(matcher: Matcher) -> None:
    assert "lunch" not in ids(matcher, "食堂几点开门？", without={"lunch"})


def test_at_most_as_many_as_asked_for_are_found(matcher: Matcher) -> None:
    assert len(matcher.match("津贴", most=1)) <= 1


@pytest.mark.parametrize("text", ["", "？！", "饕餮魑魅魍魉", "zzzz qqqq", "谢谢"])
def test_words_that_nobody_knows_find_nothing_sure(matcher: Matcher, text: str) -> None:
    assert all(candidate.confidence < 0.4 for candidate in matcher.match(text))


@pytest.mark.parametrize("text", QUESTIONS)
def test_candidates_are_ranked_each_once_with_a_probability(matcher: Matcher, text: str) -> None:
    found = matcher.match(text)
    assert len({candidate.item_id for candidate in found}) == len(found)
    assert all(0.0 <= candidate.confidence <= 1.0 for candidate in found)


def test_ties_are_broken_the_same_way_whatever_the_order_of_items() -> None:
    twins = [Item(name, "同一个问题怎么问", ("一模一样的说法",)) for name in ("c", "a", "b")]
    orders = [
        ids(Matcher(Index.build(order)), "同一个问题怎么问") for order in (twins, twins[::-1])
    ]
    assert orders[0] == orders[1]


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_same_question_is_ranked_the_same_again(matcher: Matcher, text: str) -> None:
    assert (
        matcher.match(text) == matcher.match(text) == Matcher(Index.build(ITEMS[::-1])).match(text)
    )


def test_a_saved_index_ranks_like_the_one_that_was_built(matcher: Matcher, tmp_path: Path) -> None:
    matcher.index.save(tmp_path / "index")
    opened = Matcher(Index.open(tmp_path / "index"))
    assert [opened.match(text) for text in QUESTIONS] == [matcher.match(text) for text in QUESTIONS]


def test_saving_twice_keeps_the_first_artefact(matcher: Matcher, tmp_path: Path) -> None:
    for _ in range(2):
        matcher.index.save(tmp_path / "index")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_an_index_that_is_not_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Index.open(tmp_path / "nothing")


def test_an_index_of_another_program_is_refused(matcher: Matcher, tmp_path: Path) -> None:
    matcher.index.save(tmp_path / "index")
    meta = tmp_path / "index" / "meta.json"
    meta.write_text(
        json.dumps(json.loads(meta.read_text(encoding="utf-8")) | {"format": 0}), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="format 0"):
        Index.open(tmp_path / "index")


def test_an_empty_base_finds_nothing() -> None:
    assert Matcher(Index.build([])).match("高龄津贴") == []


def test_every_phrasing_of_the_real_base_finds_its_entry(shared_app: Flask, base: Base) -> None:
    with shared_app.app_context():
        matcher = live_knowledge(shared_app).matcher
    lost = [
        (entry.id, text)
        for entry in [*base.entries.values()][::30]
        for text in (entry.question, *entry.phrasings.all())
        if entry.id not in ids(matcher, text, most=1)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("inside", "outside", "area"),
    [([0.9, 0.8], [0.2, 0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.3], [0.5], 0.5),
     ([0.9, 0.6, 0.4], [0.5, 0.1], 5 / 6), ([], [0.5], 0.0)],
)  # fmt: skip
def test_auroc_is_the_chance_that_an_inside_question_is_surer(
    inside: list[float], outside: list[float], area: float
) -> None:
    assert auroc(inside, outside) == pytest.approx(area)


def test_refusal_counts_what_is_right_above_the_threshold() -> None:
    outside = [number / 100 for number in range(100)]
    found = refusal([0.99, 0.97, 0.97, 0.5], [True, True, False, True], outside)
    assert (found["questions"], found["threshold"]) == (100, 0.94)
    assert found["hit_at_1_at_95_rejected"] == 0.5


def test_a_threshold_really_refuses_95_of_100() -> None:
    outside = [number / 100 for number in range(100)]
    cut = refusal([0.5], [True], outside)["threshold"]
    assert sum(value > cut for value in outside) == 5


def test_a_bench_reports_all_its_measures() -> None:
    queries = [{"q": text, "target": item.id} for item in ITEMS[:3] for text in item.phrasings()]
    report = bench(
        ITEMS, [*queries, {"q": "食堂几点开门", "target": "bath"}], [{"q": "今天天气怎么样"}]
    )
    assert (report["queries"], report["hit_at_1"]) == (10, 0.9)
    assert report["hit_at_1"] <= report["mrr_at_10"] <= 1.0
    assert set(report["latency_ms"]) == {"p50", "p95", "p99"}
    assert set(report["oos"]) == {"questions", "auroc", "threshold", "hit_at_1_at_95_rejected"}


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., str]:
    """Writes a JSONL file."""

    def write(name: str, *rows: object) -> str:
        path = tmp_path / name
        path.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
        return str(path)

    return write


def test_the_bench_program_prints_one_json_object(
    lines: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    kb = lines(
        "kb.jsonl",
        *({"id": i.id, "question": i.question, "alternates": i.alternates} for i in ITEMS),
    )
    queries = lines("q.jsonl", {"q": "食堂几点开门", "target": "lunch"})
    assert main(["bench", "--kb", kb, "--queries", queries]) == 0
    assert json.loads(capsys.readouterr().out)["hit_at_1"] == 1.0


@pytest.mark.parametrize("broken", ["not there", "not json", "no question"])
def test_the_bench_program_names_what_it_cannot_use(
    lines: Callable[..., str], tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    kb = lines("kb.jsonl", {"id": 1, **({} if broken == "no question" else {"question": "问"})})
    queries = tmp_path / "q.jsonl"
    if broken != "not there":
        queries.write_text("{", encoding="utf-8")
    assert main(["bench", "--kb", kb, "--queries", str(queries)]) == 2
    assert capsys.readouterr().err.startswith("cannot use these files: ")


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"q": "问"}\n\n{"q": \n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"q\.jsonl:3: not JSON"):
        read_lines(tmp_path / "q.jsonl")


def test_ids_that_are_numbers_become_text() -> None:
    assert to_items([{"id": 7, "question": "问", "alternates": None}]) == [Item("7", "问")]
