"""``flask staff …`` and ``flask clients …``: they call services and print for people."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from server.identity import clients as services
from server.identity import posts, staff
from server.identity.staff import Handover
from server.kit.clock import to_beijing
from server.oversight.actor import SYSTEM, Post, Role
from server.transaction import transaction

staff_group = AppGroup("staff", help="Members of staff: create, list, grant, reset, close.")
clients_group = AppGroup("clients", help="API clients of other bodies: create, list, end.")


def init_app(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli.add_command(staff_group)
    app.cli.add_command(clients_group)


def _post_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--provider", "provider_id", type=click.UUID, help="编号"),
        click.option("--street", help="街道名或 9 位代码"),
        click.option("--district", help="区名或 6 位代码"),
        click.option("--role", required=True, type=click.Choice([r.value for r in Role])),
    ):
        command = option(command)
    return command


@contextmanager
def _unit(*, writes: bool = True) -> Iterator[Session]:
    """A transaction whose refusals are printed as one sentence."""
    try:
        with transaction(writes=writes) as session:
            yield session
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def _post(
    role: str, district: str | None, street: str | None, provider_id: uuid.UUID | None
) -> Post:
    return posts.post(Role(role), district, street, provider_id)


@staff_group.command("create")
@click.argument("login")
@click.argument("name")
@_post_options
def create_staff(login: str, name: str, **where: Any) -> None:
    """Make a member of staff; prints what they are handed, this once."""
    with _unit() as session:
        handed = staff.create(session, SYSTEM, login, name, _post(**where))
    _print(handed)


@staff_group.command("list")
def list_staff() -> None:
    """All members of staff with their posts."""
    with _unit(writes=False) as session:
        found = staff.everybody(session)
    for each, held in found:
        where = "；".join(posts.described(post) for post in held) or "没有岗位"
        state = "" if each.status == "active" else "（已停用）"
        click.echo(f"{each.login}\t{each.name}{state}\t{where}")


@staff_group.command("grant")
@click.argument("login")
@_post_options
def grant(login: str, **where: Any) -> None:
    """Give another post."""
    with _unit() as session:
        staff.grant(session, SYSTEM, login, _post(**where))
    click.echo("已授予，立即生效。")


@staff_group.command("revoke")
@click.argument("login")
@_post_options
def revoke(login: str, **where: Any) -> None:
    """Take a post away."""
    with _unit() as session:
        staff.revoke(session, SYSTEM, login, _post(**where))
    click.echo("已收回，立即生效。")


@staff_group.command("reset")
@click.argument("login")
def reset(login: str) -> None:
    """New password, authenticator and recovery codes; unlocks; signs out everywhere."""
    with _unit() as session:
        handed = staff.reset(session, SYSTEM, login)
    _print(handed)


@staff_group.command("close")
@click.argument("login")
def close(login: str) -> None:
    """Close an account and sign it out everywhere."""
    with _unit() as session:
        staff.close(session, SYSTEM, login)
    click.echo("已停用，所有设备已退出。")


@clients_group.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="比如 directory:read")
def create_client(name: str, scopes: tuple[str, ...]) -> None:
    """Make an API client; prints its key, this once."""
    with _unit() as session:
        key = services.create(session, SYSTEM, name, scopes)
    click.echo(f"密钥（只显示这一次，放在请求头 X-Api-Key）：\n{key}")


@clients_group.command("list")
def list_clients() -> None:
    """All API clients."""
    with _unit(writes=False) as session:
        found = services.everybody(session)
    for each in found:
        until = f"，{to_beijing(each.ended_at)} 停用" if each.ended_at else ""
        click.echo(
            f"{each.name}\t{' '.join(each.scopes)}\t{to_beijing(each.created_at)} 建立{until}"
        )


@clients_group.command("end")
@click.argument("name")
def end_client(name: str) -> None:
    """End an API client; its key works no more."""
    with _unit() as session:
        services.end(session, SYSTEM, name)
    click.echo("已停用，密钥立即失效。")


def _print(handed: Handover) -> None:
    click.echo("以下内容只显示这一次，请当面交给本人：")
    click.echo(f"登录名：{handed.login}")
    click.echo(f"一次性初始密码（第一次登录时要换）：{handed.password}")
    click.echo(f"验证器地址（在验证器应用里添加）：{handed.enrolment}")
    click.echo("恢复码（手机丢了时代替动态码，每个只能用一次）：")
    for code in handed.recovery_codes:
        click.echo(f"  {code}")
