"""``flask knowledge …`` as an operator runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from flask import Flask

from server import cli
from server.editorial import service
from server.editorial.live import live_knowledge
from server.transaction import transaction
from tests.small_knowledge import entry, write

NOTICE = """关于发放老年人取暖补助的通知

一、对象
本市户籍、年满70周岁的独居老年人，可以向街道申请取暖补助。

二、标准
每人每年补助300元，由街道在11月底前发放。
"""


@pytest.fixture
def run(empty_app: Flask) -> Callable[..., Result]:
    return lambda *arguments: empty_app.test_cli_runner().invoke(
        args=["knowledge", *map(str, arguments)]
    )


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of knowledge files that the commands take for the repository's."""
    folder = write(tmp_path / "content", [entry("lunch"), entry("bath")])
    monkeypatch.setattr(cli, "CONTENT", folder)
    return folder


def newest() -> int | None:
    with transaction(writes=False) as session:
        return service.latest_release(session)


def test_loading_into_an_empty_base_publishes_release_1(
    run: Callable[..., Result], content: Path
) -> None:
    result = run("load")
    assert (result.exit_code, newest()) == (0, 1)
    assert "当前发布版本：第 1 版，2 个条目。" in result.output


def test_loading_leaves_the_index_ready(
    run: Callable[..., Result], content: Path, empty_app: Flask
) -> None:
    run("load")
    holder = empty_app.extensions["live"]
    holder.refresh(may_build=False)
    assert live_knowledge(empty_app).release == 1


def test_loading_again_says_that_there_is_nothing_to_do(
    run: Callable[..., Result], content: Path
) -> None:
    run("load")
    assert run("load").output == "知识文件与数据库一致。\n"
    assert newest() == 1


def test_a_changed_file_is_shown_and_waits_for_apply(
    run: Callable[..., Result], content: Path
) -> None:
    run("load")
    write(content, [entry("lunch", short="十一点半开门。"), entry("bath")])
    result = run("load")
    assert "有改动：条目 lunch" in result.output
    assert "flask knowledge load --apply" in result.output
    assert newest() == 1


def test_apply_takes_the_change_over_and_publishes_it(
    run: Callable[..., Result], content: Path
) -> None:
    run("load")
    write(content, [entry("lunch", short="十一点半开门。"), entry("bath")])
    assert "当前发布版本：第 2 版" in run("load", "--apply").output
    assert newest() == 2


def test_diff_shows_what_is_new_and_what_is_gone(run: Callable[..., Result], content: Path) -> None:
    run("load")
    write(content, [entry("lunch"), entry("bus")])
    assert run("diff").output == "文件里已删去：条目 bath\n新增：条目 bus\n"


def test_check_counts_what_is_there(run: Callable[..., Result], content: Path) -> None:
    assert run("check", content).output == "2 个条目、1 份来源，没有问题。\n"


def test_check_refuses_a_broken_file_with_its_line(
    run: Callable[..., Result], content: Path
) -> None:
    write(content, [entry("lunch", short="每月发100元。")])
    result = run("check", content)
    assert result.exit_code == 1
    assert "content/topic.yaml:8: lunch: 文中的 100 元 不在“数字”里" in result.output
    assert "知识文件有 1 处问题，没有载入。" in result.output


def test_a_broken_file_is_not_loaded(run: Callable[..., Result], content: Path) -> None:
    (content / "topic.yaml").write_text("topic: [", encoding="utf-8")
    assert (run("load").exit_code, newest()) == (1, None)


def test_an_index_needs_a_release(run: Callable[..., Result]) -> None:
    result = run("index")
    assert result.exit_code == 1
    assert "还没有发布版本，请先运行 flask knowledge load" in result.output


def test_propose_prints_entries_with_their_passages(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    result = run("propose", notice)
    assert result.exit_code == 0
    assert yaml.safe_load(result.output)
    assert "每人每年补助300元，由街道在11月底前发放。" in result.output


def test_propose_writes_to_a_file(run: Callable[..., Result], tmp_path: Path) -> None:
    notice, output = tmp_path / "notice.txt", tmp_path / "proposed.yaml"
    notice.write_text(NOTICE, encoding="utf-8")
    assert "已写入" in run("propose", notice, "--output", output).output
    assert "取暖补助" in output.read_text(encoding="utf-8")


def test_propose_says_in_one_sentence_what_it_cannot_read(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"this is no PDF")
    result = run("propose", broken)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.output.strip().count("\n") == 0


def test_regression_questions_are_seeded_once(run: Callable[..., Result], tmp_path: Path) -> None:
    seeds = tmp_path / "questions.jsonl"
    seeds.write_text('{"q": "几点打饭", "target": "lunch"}\n{"q": "养狗补贴"}\n', encoding="utf-8")
    assert run("questions", seeds).output == "新增 2 个回归问题，文件里共 2 个。\n"
    assert run("questions", seeds).output == "新增 0 个回归问题，文件里共 2 个。\n"


def test_a_file_that_holds_no_questions_is_refused(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    seeds = tmp_path / "questions.jsonl"
    seeds.write_text('{"target": "lunch"}', encoding="utf-8")
    result = run("questions", seeds)
    assert (result.exit_code, "不是回归问题的文件" in result.output) == (1, True)
