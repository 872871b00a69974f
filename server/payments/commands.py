"""``flask ledger`` and ``flask settlement``: the books, proven and told."""

from __future__ import annotations

import sys
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from server.kit.clock import business_today
from server.kit.money import in_yuan
from server.payments import balances, ledger_check, reconciling, self_check, settlement
from server.payments.comparing import NEXT_STEP, Kind
from server.payments.ledger import Account
from server.transaction import transaction

ledger = AppGroup("ledger", help="The double-entry ledger of payments.")


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(ledger)
    app.cli.add_command(settlement_command)
    app.cli.add_command(pay_check_command)


@ledger.command("check")
def check_command() -> None:
    """Prove that it adds up, and that every payment and refund has its entries; exit 1 if not."""
    with transaction(writes=False) as session:
        found = 0
        for fault in ledger_check.faults(session):
            click.echo(fault)
            found += 1
    if found:
        sys.exit(f"账目有 {found} 处不对。")
    click.echo("账目平衡，每笔付款和退款都有分录。")


DAY = click.DateTime(["%Y-%m-%d"])
ACCOUNT = click.option("--account", type=click.Choice([each.value for each in Account]))
HOLDER = click.option("--holder", help="A seller's id, a district, a channel.")


@ledger.command("balances")
@click.option("--day", type=DAY, help="As of the end of this day, in Beijing; default today.")
@click.option("--since", type=DAY, help="Day by day from this one on.")
@ACCOUNT
@HOLDER
def balances_command(
    day: datetime | None, since: datetime | None, account: str | None, holder: str | None
) -> None:
    """Print what each account stands at, in yuan; with --since, what moved on it each day."""
    last = day.date() if day else business_today()
    which: Any = {"account": Account(account) if account else None, "holder": holder}
    with transaction(writes=False) as session:
        names = balances.names(session)
        if since is not None:
            for line in balances.by_day(session, since.date(), last, **which):
                told = f"{in_yuan(line.moved_fen)}\t{in_yuan(line.fen)}"
                click.echo(f"{line.day}\t{line.account}\t{_holder(names, line.holder)}\t{told}")
            return
        found = balances.balances(session, last, **which)
    for each in found:
        click.echo(f"{each.account}\t{_holder(names, each.holder)}\t{in_yuan(each.fen)}")
    click.echo(f"合计\t\t{in_yuan(sum(each.fen for each in found))}")


def _holder(names: dict[str, str], holder: str) -> str:
    return f"{names[holder]}（{holder}）" if holder in names else holder or "—"


@click.command("settlement")
@click.argument("month")
@click.option("--seller", "sellers", type=click.UUID, multiple=True, help="Only this operator.")
@click.option("--district", help="Only this district, as payments name it: 朝阳区.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="A .xlsx or .csv file."
)
@with_appcontext
def settlement_command(
    month: str, sellers: tuple[uuid.UUID, ...], district: str | None, output: Path | None
) -> None:
    """Settlement of MONTH (YYYY-MM) by operator, point and district; CSV unless --output is xlsx."""
    if output is not None and output.suffix not in (".xlsx", ".csv"):
        sys.exit("--output 的文件名要以 .xlsx 或 .csv 结尾。")
    try:
        with transaction(writes=False) as session:
            chosen = set(sellers) or None
            found = settlement.sheet(session, month, seller_ids=chosen, district=district)
    except settlement.NoMonthError:
        sys.exit("月份要写成 2026-11 这样。")
    is_book = output is not None and output.suffix == ".xlsx"
    content = settlement.as_xlsx(found) if is_book else settlement.as_csv(found)
    if output is None:
        click.echo(content.decode("utf-8-sig"), nl=False)
    else:
        output.write_bytes(content)
        click.echo(
            f"已写入 {output}：{len(found.lines)} 行，应结合计 {in_yuan(found.total.net_fen)} 元。"
        )


@click.command("pay-check")
@with_appcontext
def pay_check_command() -> None:
    """Ask each channel whether it takes our settings; exit 1 if one does not."""
    wrong = 0
    for name, error in self_check.results():
        click.echo(f"{name}：{'可以用' if error is None else f'不能用（{error.code}）'}")
        wrong += error is not None
    if wrong:
        sys.exit("请核对商户号、证书序列号、密钥和本机时间，再试一次。")


@ledger.command("reconcile")
@click.argument("day", type=DAY)
def reconcile_command(day: datetime) -> None:
    """Compare payments, ledger and bills of DAY (YYYY-MM-DD, in Beijing); exit 1 if they differ."""
    runs = reconciling.reconcile(day.date())
    for run in runs:
        told = f"账单还没有，稍后再对（{run.code}）" if run.code else f"{run.lines} 行"
        click.echo(f"{run.channel} {run.seller}：{told}")
    with transaction(writes=False) as session:
        found = [
            each for each in reconciling.open_differences(session) if each[1].day == day.date()
        ]
        for each, _ in found:
            click.echo(f"{each.number}：{NEXT_STEP[Kind(each.kind)]}")
    if found:
        sys.exit(f"有 {len(found)} 处不一致。")
    if any(run.code for run in runs):
        sys.exit("还有账单没有拿到，现在不能说对上了。")
    click.echo("三方一致。")
