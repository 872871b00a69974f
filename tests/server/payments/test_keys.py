"""WeChat Pay changes its certificate while we run: worker and web processes, and the simulator."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.app import create_app
from server.jobs.models import Job
from server.jobs.outcome import Retry
from server.payments import keys
from server.payments.models import Incident, Notice
from server.transaction import transaction
from tests import databases
from tests.conftest import dispose
from tests.databases import Databases
from tests.doing_jobs import do_jobs
from tests.wechat.conftest import served
from wechat.pay.transport import Transport
from wechat.simulator.app import create_app as create_simulator
from wechat.simulator.context import Simulator
from wechat.simulator.pay.keys import keys_in
from wechat.simulator.pay.notices import Notice as Sent
from wechat.simulator.settings import Settings as SimulatorSettings

NOTICES = "/api/v1/payments/notices/wechat"
RESOURCE = {"out_trade_no": "P00000001", "trade_state": "SUCCESS"}


@dataclass
class Processes:
    """A web process and a worker on one host, and WeChat Pay."""

    web: Flask
    worker: Flask
    inside: Simulator
    folder: Path

    def notice(self, *, by_key: bool = False) -> tuple[bytes, dict[str, str]]:
        """One that WeChat Pay signs now; ``by_key`` with its public key."""
        office = self.inside.pay
        body = office.notifier.body(Sent("", "TRANSACTION.SUCCESS", RESOURCE), None)
        asked = "PUB_KEY_ID_1" if by_key else None
        return body, office.notary.sign(body, office.notary.serial_for(asked))

    def tell_web(self, *, by_key: bool = False) -> int:
        """Post a notice to the web process; the status of its answer."""
        body, headers = self.notice(by_key=by_key)
        sent = {**headers, "Content-Type": "application/json"}
        return self.web.test_client().post(NOTICES, data=body, headers=sent).status_code

    def rows(self, table: type[Any]) -> list[Any]:
        with self.web.app_context(), transaction(writes=False) as session:
            return list(session.scalars(select(table)))


@pytest.fixture(scope="module")
def pay_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "pay"
    keys_in(folder)
    return folder


@pytest.fixture
def started(
    made_databases: Databases, tmp_path: Path, pay_keys: Path
) -> Iterator[Callable[..., Processes]]:
    with ExitStack() as running:

        def start(*held: str) -> Processes:
            """With the certificate, the public key, both or neither in the folder."""
            url = running.enter_context(made_databases.fresh())
            simulated = create_simulator(SimulatorSettings(_env_file=None, pay_keys=pay_keys))
            address = running.enter_context(served(simulated))
            inside = simulated.extensions["simulator"]
            running.callback(inside.pay.notifier.close)
            folder = tmp_path / "platform"
            folder.mkdir()
            if "certificate" in held:
                certified = inside.pay.notary.keys.certified
                (folder / f"{certified.serial}.pem").write_bytes(certified.certificate)
            if "key" in held:
                (known,) = (pay_keys / "platform").glob("PUB_KEY_ID_*.pem")
                (folder / known.name).write_bytes(known.read_bytes())
            made = [_app(url, tmp_path, address, pay_keys, folder) for _ in range(2)]
            for each in made:
                running.callback(dispose, each)
            return Processes(*made, inside, folder)

        yield start


def _app(url: str, data: Path, simulator: str, pay_keys: Path, folder: Path) -> Flask:
    settings = databases.settings(
        url, data, wechat_pay_base=simulator, wechat_pay_spare_base=simulator,
        wechat_pay_private_key_file=pay_keys / "merchant_key.pem", wechat_pay_keys_dir=folder,
    )  # fmt: skip
    return create_app(settings)


def keep(process: Flask) -> None:
    with process.app_context():
        keys.keep()


def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a call to the outside")

    monkeypatch.setattr(Transport, "_send", refuse)


def test_a_notice_under_a_new_certificate_is_verified_by_what_the_worker_fetched_without_a_call(
    started: Callable[..., Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = started("certificate")
    assert both.tell_web() == 204
    serial = both.inside.pay.notary.rotate()
    keep(both.worker)
    no_network(monkeypatch)
    assert both.tell_web() == 204
    assert (both.folder / f"{serial}.pem").is_file()
    assert len(both.rows(Notice)) == 2
    assert not [i for i in both.rows(Incident) if i.kind == keys.INCIDENT]


def test_a_notice_under_a_certificate_that_nobody_has_is_refused_and_has_it_fetched_once(
    started: Callable[..., Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = started("certificate")
    both.inside.pay.notary.rotate()
    with monkeypatch.context() as patched:
        no_network(patched)
        assert [both.tell_web() for _ in range(5)] == [401] * 5
    assert [job.kind for job in both.rows(Job)] == [keys.JOB]
    do_jobs(both.worker)
    assert both.tell_web() == 204


def test_a_merchant_with_a_public_key_fetches_nothing(
    started: Callable[..., Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = started("key")
    no_network(monkeypatch)
    keep(both.worker)
    assert both.tell_web(by_key=True) == 204
    assert both.tell_web() == 401
    assert both.rows(Job) == []


def test_a_merchant_who_moves_to_a_public_key_is_told_by_both(
    started: Callable[..., Processes],
) -> None:
    both = started("certificate", "key")
    both.inside.pay.notary.rotate()
    keep(both.worker)
    assert [both.tell_web(by_key=by_key) for by_key in (True, False)] == [204, 204]


def test_a_first_start_with_an_empty_folder_fetches_what_it_needs(
    started: Callable[..., Processes],
) -> None:
    both = started()
    keep(both.worker)
    assert both.tell_web() == 204


def test_where_certificates_cannot_be_fetched_staff_see_it_until_they_can(
    started: Callable[..., Processes],
) -> None:
    both = started("certificate")
    with both.worker.app_context():
        pay = both.worker.extensions["channels"]["wechat"]
        right = pay.merchant.api_v3_key
        object.__setattr__(pay.merchant, "api_v3_key", b"x" * 32)
        with pytest.raises(Retry, match="FORGED_ANSWER"):
            keys.keep()
        (incident,) = both.rows(Incident)
        assert (incident.kind, incident.about, incident.closed_at) == (
            keys.INCIDENT,
            "wechat",
            None,
        )
        object.__setattr__(pay.merchant, "api_v3_key", right)
        keys.keep()
    (incident,) = both.rows(Incident)
    assert incident.closed_at is not None


def test_a_folder_that_cannot_be_written_to_is_an_incident(
    started: Callable[..., Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = started("certificate")
    both.inside.pay.notary.rotate()

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(Retry, match="KEYS_DIR"):
        keep(both.worker)
    assert [i.kind for i in both.rows(Incident)] == [keys.INCIDENT]


@pytest.mark.parametrize("serial", ["../merchant_key", "..", "a/b", "", "PUB_KEY_ID_", "F" * 4000])
def test_a_serial_that_is_none_names_no_file(
    started: Callable[..., Processes], serial: str
) -> None:
    both = started("certificate")
    body, headers = both.notice()
    sent = {**headers, "Wechatpay-Serial": serial, "Content-Type": "application/json"}
    assert both.web.test_client().post(NOTICES, data=body, headers=sent).status_code == 401


def test_readers_find_whole_files_only_while_certificates_are_kept(
    started: Callable[..., Processes],
) -> None:
    both = started("certificate")
    notary = both.inside.pay.notary
    serials = [notary.rotate() for _ in range(3)]
    pems = [each.certificate for each in notary.newer]
    held = [
        each.extensions["channels"]["wechat"].transport.keys for each in (both.web, both.worker)
    ]
    threads = [threading.Thread(target=each.keep, args=(pems,)) for each in held]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {path.stem for path in both.folder.iterdir()} > set(serials)
    assert not [path for path in both.folder.iterdir() if path.suffix != ".pem"]
