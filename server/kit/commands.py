"""``flask keys …``: new keys, rotation, which keys are in use."""

from __future__ import annotations

import secrets
import sys
from collections import Counter
from collections.abc import Iterable

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import Column

from server.extensions import Model
from server.kit.clock import machine_now
from server.kit.crypto import Keys, random_key, vault
from server.kit.rotation import Progress, Target, blind_indexes, rotate, targets, usage
from server.transaction import transaction

keys = AppGroup("keys", help="Keys of personal data: new, rotate, check.")

NAMED_AT_MOST = 10


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(keys)


@keys.command("new")
def new_command() -> None:
    """Print a new key, to be put first in FIELD_KEYS or BLIND_INDEX_KEYS."""
    click.echo(random_key(f"k{machine_now():%Y%m%d}{secrets.token_hex(2)}"))


@keys.command("rotate")
@click.option("--batch", default=500, show_default=True, type=click.IntRange(min=1))
def rotate_command(batch: int) -> None:
    """Seal with the newest key what older ones sealed. May be stopped and started again."""
    ended = [_rotate(target, batch) for target in targets(Model.metadata)]
    if not all(ended):
        sys.exit("有些值没有换成新密钥，旧密钥还不能撤下。")
    click.echo("全部换成了最新的密钥。用 flask keys check 核对后，旧密钥可以撤下。")


def _rotate(target: Target, batch: int) -> bool:
    """Rotate one column and print how it goes; whether every row was brought up."""
    for progress in rotate(target, vault(), batch):
        click.echo(f"{progress.place}  已换 {progress.done}")
    _name_rows(progress, "读不出，缺少密钥或被改动", progress.unreadable)
    _name_rows(progress, "与另一行的索引相同，请先合并", progress.clashing)
    return not progress.unreadable and not progress.clashing


def _name_rows(progress: Progress, what: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        named = "、".join(" ".join(map(str, key)) for key in rows[:NAMED_AT_MOST])
        click.echo(f"{progress.place}  {len(rows)} 行{what}：{named}", err=True)


@keys.command("check")
def check_command() -> None:
    """Show which keys are still in use; one that is not may be dropped from the settings."""
    sealed = [target.column for target in targets(Model.metadata)]
    kept = vault()
    orphans = _report("FIELD_KEYS", sealed, kept.fields)
    orphans += _report("BLIND_INDEX_KEYS", blind_indexes(Model.metadata), kept.indexes)
    if orphans:
        sys.exit(f"有 {orphans} 个值的密钥不在设置里，读不出来。")


def _report(setting: str, columns: Iterable[Column[object]], known: Keys) -> int:
    """Print the use of each key of a setting; how many values belong to none of them."""
    total: Counter[str | None] = Counter()
    for column in columns:
        with transaction(writes=False) as session:
            total.update(usage(session, column, known))
    for name in known.by_id:
        count = total[name]
        note = "最新" if name == known.newest else "仍在使用" if count else "可以撤下"
        click.echo(f"{setting}  {name}  {count} 个值  {note}")
    return total[None]
