"""``flask ledger``: proves that the books are right."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from flask import Flask
from flask.cli import AppGroup

from server.payments import ledger_check, reconciling
from server.payments.comparing import NEXT_STEP, Kind
from server.transaction import transaction

ledger = AppGroup("ledger", help="The double-entry ledger of payments.")


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(ledger)


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


@ledger.command("reconcile")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
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
