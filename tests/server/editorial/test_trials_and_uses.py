"""Questions put to a draft beside the live release; how often entries are told; imports."""

from __future__ import annotations

import io
import uuid

import pytest
from flask import Flask
from openpyxl import Workbook

from server.editorial import files, importing, looking, tasks, trials
from server.editorial.importing import File
from server.errors import Problem
from server.oversight.actor import Role
from server.transaction import transaction
from tests.damaged import damaged
from tests.doing_jobs import do_jobs
from tests.server import talk
from tests.server.editorial.conftest import Colleague
from tests.server.people import makers
from tests.small_knowledge import PHRASINGS, entry

BUS = PHRASINGS["bus"][0]
POLICY = "关于样例的通知\n\n一、对象\n年满70周岁的老年人可以领取养老补贴。\n\n二、标准\n老年人每月补贴300元。\n"


def hear(site: Flask) -> None:
    with site.app_context():
        tasks.listen()
        tasks.listen()


def test_a_trial_shows_what_a_draft_answers_otherwise(desk: Flask, editor: Colleague) -> None:
    draft = editor.draft("bus")
    with desk.app_context(), transaction() as session:
        author = makers.staff(session, Role.EDITOR)
        found = trials.find(session, trials.ask(session, author, _id(draft), [BUS, "几点打饭"]).id)
        trial_id = found.id
    do_jobs(desk)
    with desk.app_context(), transaction(writes=False) as session:
        bus, lunch = trials.find(session, trial_id).results
        assert (bus["live"]["kind"], bus["draft"]["entry_id"]) == ("handoff", "bus")
        assert lunch["live"]["entry_id"] == lunch["draft"]["entry_id"] == "lunch"


def test_yesterdays_questions_are_those_of_yesterday(desk: Flask) -> None:
    talk.ask(desk.test_client(), BUS)
    with desk.app_context(), transaction(writes=False) as session:
        assert trials.yesterdays(session) == []


def test_an_entry_counts_how_often_it_was_told_and_helped(desk: Flask) -> None:
    client = desk.test_client()
    for useful in (True, True, False):
        said = talk.ask(client, "几点打饭")
        path = f"/api/v1/chat/messages/{said['message_id']}/feedback"
        word = {"conversation_id": said["conversation_id"], "useful": useful}
        assert client.post(path, json=word).status_code == 201
    word["useful"] = True
    client.post(path, json=word)
    hear(desk)
    with desk.app_context(), transaction(writes=False) as session:
        use = looking.uses(session)["lunch"]
        assert (use.shown, use.useful, use.useless) == (3, 3, 0)
        assert (use.trend("shown"), use.trend("useful"), use.trend("led")) == (3, 3, 0)


def test_what_is_due_for_review_is_ordered_by_use(desk: Flask, editor: Colleague) -> None:
    talk.ask(desk.test_client(), "助浴怎么约")
    hear(desk)
    with desk.app_context(), transaction() as session:
        for name in ("lunch", "bath"):
            row = looking.entry(session, name)
            assert row is not None
            row.content = row.content | {"last_checked": "2020-01-01"}
        session.flush()
        assert [due.row.id for due in looking.due(session)] == ["bath", "lunch"]


def workbook(*rows: list[str]) -> File:
    book = Workbook()
    assert book.active is not None
    for row in (list(files.COLUMNS.values()), *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return File("样例.xlsx", content.getvalue())


def test_a_workbook_reports_what_became_of_each_row(desk: Flask) -> None:
    bus = files.as_row(entry("bus") | {"full": ""})
    file = workbook(
        files.as_row(entry("lunch")), bus, files.as_row({"id": "不行", "question": "样例"})
    )
    found = importing.read(file)
    with desk.app_context(), transaction() as session:
        made = importing.keep(session, makers.staff(session, Role.EDITOR), file, found)
        lines = made.report["lines"]
        assert [line["outcome"] for line in lines] == ["same", "drafted", "refused"]
        assert any("full" in message for message in lines[1]["messages"])
        draft = looking.draft_of(session, "bus")
        assert draft is not None
        assert draft.content["question"] == entry("bus")["question"]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_broken_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Problem, match="xlsx"):
        importing.read(File("样例.xlsx", content))


def test_a_damaged_workbook_is_read_or_refused_in_words_and_never_fails() -> None:
    whole = workbook(files.as_row(entry("lunch")))
    refused = []
    for content in damaged(whole.content, 25):
        try:
            importing.read(File("样例.xlsx", content))
        except Problem as problem:
            refused.append(problem.status)
    assert len(refused) > 30
    assert set(refused) == {422}


def test_columns_far_beyond_the_template_are_not_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(list(files.COLUMNS.values()))
    book.active.append(files.as_row(entry("lunch")))
    book.active.cell(row=2, column=16_384, value="样例")
    content = io.BytesIO()
    book.save(content)
    found = importing.read(File("样例.xlsx", content.getvalue()))
    assert isinstance(found, list)
    assert [cells["id"] for _, cells in found] == ["lunch"]


@pytest.mark.parametrize("name", ["通知.txt", "通知.html"])
def test_a_policy_becomes_proposals_with_its_words(desk: Flask, name: str) -> None:
    text = POLICY
    if name.endswith("html"):
        lines = "".join(f"<p>{line}</p>" for line in POLICY.split("\n") if line)
        text = f"<html><body><nav>首页</nav>{lines}<script>1</script></body></html>"
    file = File(name, text.encode())
    with desk.app_context(), transaction() as session:
        author = makers.staff(session, Role.EDITOR)
        made = importing.keep(session, author, file, importing.read(file))
        _, proposals = importing.find(session, made.id)
        quotes = "\n".join(each.content["quote"] for each in proposals)
        assert "老年人每月补贴300元。" in quotes
        assert "首页" not in quotes
        draft = importing.accept(session, author, proposals[-1].id)
        assert draft.status == "draft"
        assert proposals[-1].content["quote"] == draft.content["full"]


def _id(draft: dict[str, object]) -> uuid.UUID:
    return uuid.UUID(str(draft["id"]))


@pytest.mark.parametrize(
    ("said", "fen", "unit"),
    [
        ("老年人每人每月发放补贴200元。", 20000, "元/人·月"),
        ("老年人每月补贴300元。", 30000, "元/月"),
        ("老年人补贴标准为150元/人·月。", 15000, "元/人·月"),
        ("老年人就餐每人每天最高补贴5元。", 500, "元/人·天"),
        ("老年人一次性补贴3000元。", 300000, "元"),
        ("老年人每月或每年补贴80元。", 8000, "元"),
    ],
)
def test_an_amount_of_a_policy_is_drafted_in_yuan_with_the_unit_of_entries(
    desk: Flask, said: str, fen: int, unit: str
) -> None:
    file = File("通知.txt", POLICY.replace("老年人每月补贴300元。", said).encode())
    with desk.app_context(), transaction() as session:
        author = makers.staff(session, Role.EDITOR)
        made = importing.keep(session, author, file, importing.read(file))
        _, proposals = importing.find(session, made.id)
        draft = importing.accept(session, author, proposals[-1].id)
        [figure] = draft.content["figures"]
    assert (figure["fen"], figure["unit"]) == (fen, unit)
