"""Keys of personal data: a new one, rotation that may be killed, which keys are in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text, update

from server.extensions import Model
from server.identity.models import Account, Staff, WeChatUser
from server.kit import rotation
from server.kit.columns import INDEX_OF, Encrypted
from server.kit.crypto import Keys, UnreadableError, Vault, random_key, vault
from server.kit.rotation import blind_indexes, rotate, targets
from server.transaction import transaction

OLD, NEW = random_key("old"), random_key("new")
OLD_INDEX, NEW_INDEX = random_key("oldindex"), random_key("newindex")
BEFORE = Vault(Keys.parse(OLD), Keys.parse(OLD_INDEX))
BETWEEN = Vault(Keys.parse(f"{NEW},{OLD}"), Keys.parse(f"{NEW_INDEX},{OLD_INDEX}"))
AFTER = Vault(Keys.parse(NEW), Keys.parse(NEW_INDEX))
NOW = datetime(2026, 11, 21, tzinfo=UTC)
PHONE = "identity_accounts.phone"


def number(count: int) -> str:
    return f"138{count:08d}"


def account(count: int) -> Account:
    phone = number(count)
    return Account(phone=phone, phone_index=vault().index(phone, PHONE), created_at=NOW)


@pytest.fixture
def people(empty_app: Flask) -> Flask:
    """Ten accounts, one without a phone, a WeChat user and a member of staff, under old keys."""
    empty_app.extensions["vault"] = BEFORE
    with transaction() as session:
        first = account(0)
        session.add_all([first, *(account(count) for count in range(1, 10))])
        session.add(Account(created_at=NOW))
        session.flush()
        openid = vault().index("openid-1", "identity_wechat_users.openid")
        session.add(WeChatUser(account_id=first.id, appid="wx", openid="openid-1", openid_index=openid, created_at=NOW))  # fmt: skip
        session.add(Staff(login="li", name="样例", password_hash="x", totp_secret="JBSW", created_at=NOW))  # fmt: skip
    empty_app.extensions["vault"] = BETWEEN
    return empty_app


@pytest.fixture
def run(empty_app: Flask) -> Callable[..., Result]:
    return lambda *arguments: empty_app.test_cli_runner().invoke(args=["keys", *arguments])


def phones() -> set[str | None]:
    with transaction(writes=False) as session:
        return set(session.scalars(select(Account.phone)))


def stored(column: str, table: str = "identity_accounts") -> list[str]:
    with transaction(writes=False) as session:
        chosen = text(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY id")
        return list(session.scalars(chosen))


def found_by_phone(count: int) -> bool:
    with transaction(writes=False) as session:
        indexes = vault().searches(number(count), PHONE)
        return bool(session.scalar(select(func.count()).where(Account.phone_index.in_(indexes))))


def test_every_encrypted_column_names_its_own_place() -> None:
    named = {f"{t.column.table.name}.{t.column.name}": t.place for t in targets(Model.metadata)}
    assert {PHONE, "identity_wechat_users.openid", "identity_staff.totp_secret"} <= set(named)
    assert named == {place: place for place in named}


def test_every_blind_index_names_an_encrypted_column_of_its_table() -> None:
    for column in blind_indexes(Model.metadata):
        source = column.table.columns[column.info[INDEX_OF].column]
        assert isinstance(source.type, Encrypted), column


def test_after_a_rotation_the_old_keys_are_not_needed(
    people: Flask, run: Callable[..., Result]
) -> None:
    before = phones()
    assert run("rotate", "--batch", "3").exit_code == 0
    people.extensions["vault"] = AFTER
    assert phones() == before
    assert all(found_by_phone(count) for count in range(10))
    with transaction(writes=False) as session:
        assert session.scalars(select(WeChatUser.openid)).one() == "openid-1"
        assert session.scalars(select(Staff.totp_secret)).one() == "JBSW"
        index = session.scalars(select(WeChatUser.openid_index)).one()
    assert index == vault().index("openid-1", "identity_wechat_users.openid")


def test_a_second_rotation_changes_nothing(people: Flask, run: Callable[..., Result]) -> None:
    run("rotate")
    before = stored("phone"), stored("phone_index")
    assert f"{PHONE}  已换 0" in run("rotate").output
    assert (stored("phone"), stored("phone_index")) == before


def test_a_rotation_that_was_killed_goes_on_where_it_stopped(
    people: Flask, run: Callable[..., Result]
) -> None:
    [target] = [target for target in targets(Model.metadata) if target.place == PHONE]
    steps = rotate(target, BETWEEN, batch=4)
    assert next(steps).done == 4
    steps.close()
    done = [value for value in stored("phone") if value.startswith("new:")]
    assert len(done) == 4
    assert f"{PHONE}  已换 6" in run("rotate").output
    assert set(done) <= set(stored("phone"))
    assert all(value.startswith("new:") for value in stored("phone"))


def test_only_the_index_key_may_change(people: Flask, run: Callable[..., Result]) -> None:
    people.extensions["vault"] = Vault(BEFORE.fields, BETWEEN.indexes)
    assert run("rotate").exit_code == 0
    assert all(value.startswith("newindex:") for value in stored("phone_index"))
    assert all(value.startswith("old:") for value in stored("phone"))


def test_what_is_written_meanwhile_is_not_overwritten(
    people: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    [target] = [target for target in targets(Model.metadata) if target.place == PHONE]
    really = rotation._change_all

    def write_in_between(*arguments: object) -> None:
        with transaction() as session:
            session.execute(update(Account).values(phone="13900000000", phone_index=None))
        monkeypatch.setattr(rotation, "_change_all", really)
        really(*arguments)

    monkeypatch.setattr(rotation, "_change_all", write_in_between)
    assert [progress.done for progress in rotate(target, BETWEEN, batch=100)] == [0, 0]
    assert phones() == {"13900000000"}
    assert stored("phone_index") == []


def test_a_value_that_nobody_can_read_is_named_and_stops_nothing(
    people: Flask, run: Callable[..., Result]
) -> None:
    with transaction() as session:
        chosen = session.scalars(select(Account.id).where(Account.phone.is_not(None))).first()
        session.execute(text("UPDATE identity_accounts SET phone = 'lost:AAAA' WHERE id = :id").bindparams(
            id=chosen.hex if session.get_bind().dialect.name == "sqlite" else chosen))  # fmt: skip
    result = run("rotate")
    assert result.exit_code == 1
    assert str(chosen) in result.output
    assert sum(value.startswith("new:") for value in stored("phone")) == 9
    assert run("check").exit_code == 1


def test_two_rows_of_one_person_are_named_and_stop_nothing(
    people: Flask, run: Callable[..., Result]
) -> None:
    with transaction() as session:
        session.add(account(3))  # by a process that did not look under the old key
    result = run("rotate")
    assert result.exit_code == 1
    assert f"{PHONE}  1 行与另一行的索引相同" in result.output
    assert sum(value.startswith("newindex:") for value in stored("phone_index")) == 10


def test_the_check_says_which_key_may_be_dropped(people: Flask, run: Callable[..., Result]) -> None:
    lines = run("check").output.splitlines()
    assert lines == [
        "FIELD_KEYS  new  0 个值  最新",
        "FIELD_KEYS  old  12 个值  仍在使用",
        "BLIND_INDEX_KEYS  newindex  0 个值  最新",
        "BLIND_INDEX_KEYS  oldindex  11 个值  仍在使用",
    ]
    run("rotate")
    assert "FIELD_KEYS  old  0 个值  可以撤下" in run("check").output


def test_a_key_that_was_dropped_too_early_is_noticed(
    people: Flask, run: Callable[..., Result]
) -> None:
    people.extensions["vault"] = AFTER
    result = run("check")
    assert result.exit_code == 1
    assert "有 23 个值的密钥不在设置里" in result.output
    with pytest.raises(UnreadableError):
        phones()


def test_a_new_key_can_be_set_at_once(run: Callable[..., Result]) -> None:
    first, second = (run("new").output.strip() for _ in range(2))
    assert first != second
    assert len(Keys.parse(f"{first},{second}").by_id) == 2
