"""``flask audit check``: whether the audit is what it was when it was sealed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import click
from flask import Flask
from flask.cli import AppGroup

from server.kit.clock import machine_now
from server.oversight.checking import Fault, Finding, Walk, unsealed
from server.oversight.sealing import START, Link

audit = AppGroup("audit", help="The audit: check its chain.")

SHOWN_AT_MOST = 20
SEALED_WITHIN = timedelta(minutes=1)

WORDS = {
    Fault.MISSING: "少了记录",
    Fault.CHANGED: "内容被改动",
    Fault.UNLINKED: "与前一条接不上（插入、删除或调换过）",
    Fault.TRUNCATED: "链尾被截断，少于保存的链头",
    Fault.OTHER_HEAD: "与保存的链头不同（整条链被重做过）",
}


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(audit)


class LinkType(click.ParamType[Link]):
    """``NO:HASH``, as ``flask audit check`` prints it."""

    name = "NO:HASH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Link:
        match = re.fullmatch(r"(\d+):([0-9a-f]{64})", str(value))
        if match is None:
            self.fail("写成 编号:哈希（64 位十六进制）", param, ctx)
        return Link(int(match[1]), match[2])


@audit.command("check")
@click.option("--head", type=LinkType(), help="A head printed earlier and kept elsewhere.")
@click.option("--after", type=LinkType(), help="Begin after this record, checked earlier.")
def check_command(head: Link | None, after: Link | None) -> None:
    """Go through the whole chain; exits with 1 if anything is wrong, and prints the head."""
    walk = Walk(after or START, head)
    found = _show(walk.findings())
    click.echo(f"链头 {walk.head.no}:{walk.head.hash}")
    if waiting := unsealed(machine_now() - SEALED_WITHIN):
        click.echo(f"有 {waiting} 条记录一分钟后仍未封存，请看 flask worker 是否在运行。", err=True)
    if found:
        sys.exit(f"审计链有 {found} 处不对。")
    click.echo("审计链完好。")


def _show(findings: Iterator[Finding]) -> int:
    """Print the first findings; how many there are in all."""
    shown = list(islice(findings, SHOWN_AT_MOST))
    for finding in shown:
        click.echo(f"第 {finding.no} 条：{WORDS[finding.fault]}")
    return len(shown) + sum(1 for _ in findings)
