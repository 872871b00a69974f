"""Indexes that nobody needs are removed; who has one open, or comes too late, notices nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from intents.matching.index import Index
from server.config import ROOT
from server.editorial import cleaning, live, publishing, service, tasks
from server.editorial.live import Live
from server.kit.clock import business_now
from server.oversight.actor import Role
from server.transaction import transaction
from tests.conftest import publish
from tests.doing_jobs import do_jobs
from tests.server.editorial.conftest import Colleague
from tests.server.people import makers
from tests.small_knowledge import PHRASINGS, entry, small_base

LUNCH = PHRASINGS["lunch"][0]


def folder_of(site: Flask) -> Path:
    holder: Live = site.extensions["live"]
    return holder.folder


@pytest.fixture
def release(desk: Flask, tmp_path: Path) -> Callable[[str], Path]:
    """Publishes another short answer; where its index lies."""

    def make(short: str) -> Path:
        entries = [entry("lunch", short=short), entry("bath")]
        with desk.app_context():
            number = publish(small_base(tmp_path / "content", entries))
            with transaction(writes=False) as session:
                content = service.published(session, number)
            return live.build(folder_of(desk), content)

    return make


def a_day_passes(site: Flask) -> None:
    """Everything there is two days old."""
    then = time.time() - 2 * cleaning.SETTLED_S
    for path in folder_of(site).iterdir():
        os.utime(path, (then, then))


def cleaned(site: Flask) -> set[str]:
    """What the clock job leaves."""
    with site.app_context():
        tasks.clean_indexes()
    return {path.name for path in folder_of(site).iterdir()}


def test_only_what_one_click_leads_to_is_kept(
    desk: Flask, release: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "IN_ONE_CLICK", 2)
    *_, before, newest = [release(f"食堂{hour}点开门。") for hour in ("九", "十", "十一")]
    for left_over in ("0123456789abcdef01234567-old", ".building-x", ".removed-x"):
        (folder_of(desk) / left_over).mkdir()
    (folder_of(desk) / "known-old.json").write_text("{}")
    a_day_passes(desk)
    [known] = [p.name for p in folder_of(desk).glob("known-*") if p.name != "known-old.json"]
    assert cleaned(desk) == {before.name, newest.name, known}


def test_what_was_built_today_is_left_alone(desk: Flask, release: Callable[[str], Path]) -> None:
    release("食堂九点开门。")
    a_day_passes(desk)
    stray = folder_of(desk) / "0123456789abcdef01234567-young"
    stray.mkdir()
    assert stray.name in cleaned(desk)


def test_the_index_of_a_scheduled_release_stays(desk: Flask, editor: Colleague) -> None:
    draft = editor.step(editor.draft("bus"), "submit")
    with desk.app_context(), transaction() as session:
        at = business_now() + timedelta(days=1)
        asked = publishing.ask(
            session,
            makers.staff(session, Role.PUBLISHER),
            uuid.UUID(draft["id"]),
            draft["version"],
            at,
        ).id
    do_jobs(desk)
    made = {path.name for path in folder_of(desk).iterdir() if path.is_dir()}
    assert made
    a_day_passes(desk)
    assert made <= cleaned(desk)
    with desk.app_context(), transaction() as session:
        publishing.call_off(session, makers.staff(session, Role.PUBLISHER), asked)
    assert not made & cleaned(desk)


CHILD = """
import sys
from pathlib import Path
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.words.segment import keep_cache_in
keep_cache_in(Path(sys.argv[3]))
matcher = Matcher(Index.open(Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.readline()
print(matcher.match(sys.argv[2])[0].item_id, flush=True)
"""


def test_a_process_that_has_one_open_goes_on_answering_from_it(
    desk: Flask, release: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "IN_ONE_CLICK", 1)
    old = release("食堂九点开门。")
    release("食堂十点开门。")
    cache = desk.extensions["settings"].data_dir / "cache"
    command = [sys.executable, "-c", CHILD, str(old), LUNCH, str(cache)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        a_day_passes(desk)
        assert old.name not in cleaned(desk)
        told, _ = process.communicate("go on\n", timeout=60)
    assert told == "lunch\n"


def test_the_way_back_to_a_release_whose_index_is_gone_builds_it_again(
    desk: Flask, release: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "IN_ONE_CLICK", 1)
    old = release("食堂九点开门。")
    release("食堂十点开门。")
    a_day_passes(desk)
    assert old.name not in cleaned(desk)
    with desk.app_context(), transaction() as session:
        publishing.roll_back(session, makers.staff(session, Role.PUBLISHER), 2)
    with desk.app_context():
        holder = Live(desk, folder_of(desk))
        started: list[bool] = []
        monkeypatch.setattr(holder, "_start_builder", lambda: started.append(True))
        holder.refresh(may_build=False)
        assert started == [True]
        assert holder.current is None
        holder.refresh(may_build=True)
        assert holder.current is not None
    assert old.exists()


def test_one_that_is_removed_between_the_look_and_the_opening_is_built_again(
    desk: Flask, release: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    release("食堂九点开门。")
    with desk.app_context(), transaction(writes=False) as session:
        content = service.published(session, 2)
    opens = Index.open

    def removed_first(path: Path) -> Index:
        monkeypatch.setattr(Index, "open", opens)
        assert cleaning._remove(path)
        return opens(path)

    monkeypatch.setattr(Index, "open", removed_first)
    matcher = live.opened(folder_of(desk), content)
    assert matcher.match(LUNCH)[0].item_id == "lunch"


def test_two_that_clean_at_once_do_not_get_in_each_other_s_way(desk: Flask) -> None:
    for number in range(40):
        (folder_of(desk) / f"{number:024d}-old").mkdir(parents=True)
    a_day_passes(desk)
    with ThreadPoolExecutor(4) as pool:
        removed = list(pool.map(lambda _: cleaning.clean(folder_of(desk), ()), range(4)))
    left = [path for path in folder_of(desk).iterdir() if path.name.endswith("-old")]
    assert left == []
    assert sum(removed) >= 40
