"""Business commands: ``flask knowledge …``. They call services and print for people."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from knowledge.checks import check
from knowledge.importers.propose import propose, to_yaml
from knowledge.importers.raw import DocumentError
from knowledge.loader import CONTENT, Base, ContentError, Problem, load
from server.editorial import files, live, regression, service
from server.editorial import tasks as editorial_tasks
from server.editorial.service import Change, Difference
from server.identity import commands as identity_commands
from server.jobs import commands as jobs_commands
from server.kit import commands as keys_commands
from server.oversight import commands as audit_commands
from server.oversight.actor import SYSTEM
from server.payments import commands as ledger_commands
from server.transaction import transaction

knowledge = AppGroup(
    "knowledge", help="The knowledge base: check, load, show differences, propose."
)

LABELS = {
    Change.NEW: "新增",
    Change.CHANGED: "有改动",
    Change.REMOVED: "文件里已删去",
    Change.KEPT_FOR_STAFF: "工作人员改过，保留不动",
}


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(knowledge)
    for commands in (
        identity_commands,
        jobs_commands,
        audit_commands,
        keys_commands,
        ledger_commands,
    ):
        commands.init_app(app)


@knowledge.command("check")
@click.argument("folder", type=click.Path(path_type=Path, exists=True), default=CONTENT)
def check_command(folder: Path) -> None:
    """Check the knowledge files; every problem is printed with file and line."""
    base = _read(folder)
    click.echo(f"{len(base.entries)} 个条目、{len(base.documents)} 份来源，没有问题。")


@knowledge.command("load")
@click.option(
    "--apply",
    "apply_changes",
    is_flag=True,
    help="Take over changed files and publish.",
)
def load_command(apply_changes: bool) -> None:
    """Load the files into an empty base; later, show what differs and take it over on --apply.

    What staff edited is never overwritten.
    """
    base = _read(CONTENT)
    with transaction() as session:
        empty = service.latest_release(session) is None
        take = empty or apply_changes
        found = service.take_over(session, base) if take else service.difference(session, base)
        release = service.publish(session, "从文件载入") if take else None
    if release is None:
        _print(found)
        if found.applicable:
            click.echo("以上改动还没有载入。要载入并发布，请运行 flask knowledge load --apply")
    else:
        _print(Difference() if empty else found)
        click.echo(f"当前发布版本：第 {release.number} 版，{len(base.entries)} 个条目。")
    _build_index()


FOLDER = click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=lambda: CONTENT
)


@knowledge.command("import")
@FOLDER
def import_command(folder: Path) -> None:
    """Take over the files' changes and publish; what staff edited meanwhile is never overwritten."""
    base = _read(folder)
    with transaction() as session:
        found = service.take_over(session, base)
        release = service.publish(session, "从文件导入")
    _print(found)
    click.echo(f"当前发布版本：第 {release.number} 版，{len(base.entries)} 个条目。")
    _build_index()


@knowledge.command("export")
@FOLDER
def export_command(folder: Path) -> None:
    """Write the working copy into the files: each item where it stands, new ones beside them."""
    like = load(folder) if folder.exists() else Base()
    with transaction() as session:
        written = files.export(session, folder, like)
    click.echo(f"已写入 {folder}：{written.files} 个文件，{written.items} 项。")


@knowledge.command("diff")
@FOLDER
def diff_command(folder: Path) -> None:
    """Show how the files differ from the working copy."""
    base = _read(folder)
    with transaction(writes=False) as session:
        found = service.difference(session, base)
    _print(found)


@knowledge.command("index")
def index_command() -> None:
    """Build the index of the newest release; those that nobody needs any more are removed."""
    _build_index()
    editorial_tasks.clean_indexes()


@knowledge.command("questions")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def questions_command(file: Path) -> None:
    """Add regression questions from a JSONL file ({"q", "target"}; no target: to be refused).

    Questions that are there already stay as staff have them.
    """
    try:
        expected = list(regression.read_file(file))
    except (ValueError, KeyError, TypeError) as error:
        sys.exit(f"{file} 不是回归问题的文件：{error}")
    with transaction() as session:
        added = regression.seed(session, SYSTEM, expected)
    click.echo(f"新增 {added} 个回归问题，文件里共 {len(expected)} 个。")


@knowledge.command("propose")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--output", type=click.Path(path_type=Path), help="Write here instead of printing.")
def propose_command(file: Path, output: Path | None) -> None:
    """Read a policy document (txt, docx, PDF) and write proposed entries with their passages."""
    try:
        text = to_yaml(propose(file))
    except DocumentError as error:
        sys.exit(str(error))
    if output is None:
        click.echo(text)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"已写入 {output}，请逐条核对、用自己的话改写后再收进知识库。")


def _read(folder: Path) -> Base:
    try:
        base = load(folder)
    except ContentError as error:
        _refuse(error.problems)
    if problems := check(base):
        _refuse(problems)
    return base


def _refuse(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(f"知识文件有 {len(problems)} 处问题，没有载入。")


def _print(found: Difference) -> None:
    for (kind, item_id), change in found.changes.items():
        click.echo(f"{LABELS[change]}：{'条目' if kind == 'entry' else '来源'} {item_id}")
    if not found.changes:
        click.echo("知识文件与数据库一致。")


def _build_index() -> None:
    with transaction(writes=False) as session:
        number = service.latest_release(session)
        if number is None:
            sys.exit("还没有发布版本，请先运行 flask knowledge load")
        published = service.published(session, number)
    live.build(current_app.extensions["live"].folder, published)
