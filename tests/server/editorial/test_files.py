"""The working copy as files and back: nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from knowledge.loader import Base, digest, load
from knowledge.schema import Entry
from server.console.knowledge import forms
from server.editorial import files, service
from server.editorial.publishing import put
from server.editorial.service import Difference
from server.transaction import transaction
from tests.small_knowledge import entry


def test_what_is_exported_and_read_again_is_the_working_copy(
    shared_app: Flask, base: Base, tmp_path: Path
) -> None:
    with shared_app.app_context(), transaction() as session:
        written = files.export(session, tmp_path / "content", base)
        assert written.items == len(base.entries) + len(base.documents)
        read = load(tmp_path / "content")
        assert read.digest == base.digest
        assert service.difference(session, read) == Difference()
    assert {place.file for place in read.places.values()} == {
        place.file for place in base.places.values()
    }


def test_every_entry_keeps_its_content_as_a_row_of_the_workbook(base: Base) -> None:
    for found in base.entries.values():
        content = found.model_dump(mode="json")
        cells = dict(zip(files.COLUMNS, files.as_row(content), strict=True))
        read = type(found).model_validate(files.content_of(cells))
        assert read == found


def test_synonyms_go_through_every_form_and_back(desk: Flask, tmp_path: Path) -> None:
    found = entry("bus", synonyms=["公交 巴士 大巴", "老年卡 养老卡"])
    with desk.app_context(), transaction() as session:
        _put(session, found)
        session.flush()
        files.export(session, tmp_path / "out", Base())
        assert load(tmp_path / "out").entries["bus"] == Entry.model_validate(found)
        [row] = [r for r in files.rows(session) if r[0] == "bus"]
        read = files.content_of(dict(zip(files.COLUMNS, row, strict=True)))
        assert Entry.model_validate(read) == Entry.model_validate(found)
        [kept] = [e for e in json.loads(files.as_json(session))["entries"] if e["id"] == "bus"]
        assert kept["synonyms"] == found["synonyms"]
    form = MultiDict({name: value for name, value in forms.shown(kept).items() if value})
    assert forms.content_of(form, "bus")["synonyms"] == found["synonyms"]


def test_what_staff_wrote_goes_into_a_file_of_its_own(desk: Flask, tmp_path: Path) -> None:
    with desk.app_context(), transaction() as session:
        _put(session, entry("bus"))
        session.flush()
        files.export(session, tmp_path / "out", Base())
        assert load(tmp_path / "out").entries.keys() == {"lunch", "bath", "bus"}


def test_json_has_the_stable_ids(desk: Flask) -> None:
    with desk.app_context(), transaction(writes=False) as session:
        found = json.loads(files.as_json(session))
    assert [each["id"] for each in found["entries"]] == ["bath", "lunch"]


def _put(session: Session, content: dict[str, Any]) -> None:
    made = Entry.model_validate(content)
    put(session, "entry", made.id, made.model_dump(mode="json"), digest(made))


Run = Callable[..., Result]


def test_the_commands_bring_files_and_database_into_step(desk: Flask, tmp_path: Path) -> None:
    run: Run = lambda *given: desk.test_cli_runner().invoke(  # noqa: E731
        args=["knowledge", *map(str, given)]
    )
    folder = tmp_path / "files" / "content"
    with desk.app_context(), transaction() as session:
        _put(session, entry("bus"))
    assert "已写入" in run("export", folder).output
    assert "一致" in run("diff", folder).output
    path = folder / "from_staff.yaml"
    path.write_text(path.read_text().replace("有人回答您", "有人细细回答您"))
    assert "lunch" in run("diff", folder).output
    result = run("import", folder)
    assert result.exit_code == 0, result.output
    assert "一致" in run("diff", folder).output
    with desk.app_context(), transaction(writes=False) as session:
        assert service.latest_release(session) == 2
