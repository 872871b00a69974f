"""``flask ledger``: proves that the books are right."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from server.payments import ledger_check
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
