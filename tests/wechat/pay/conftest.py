"""WeChat Pay simulated on loopback, and clients that speak to it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.wechat.conftest import Callbacks, Running, TestClock
from wechat.pay.client import Order, PayClient
from wechat.pay.keys import PlatformKeys
from wechat.pay.merchant import Merchant
from wechat.pay.transport import Hosts, Transport
from wechat.simulator.pay.keys import keys_in


@pytest.fixture(scope="session")
def pay_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key pairs take a moment to make: once a worker."""
    folder = tmp_path_factory.mktemp("pay") / "keys"
    keys_in(folder)
    return folder


@pytest.fixture
def paying(start_simulator: Callable[..., Running], pay_keys: Path) -> Iterator[Running]:
    running = start_simulator(pay_keys=pay_keys)
    yield running
    running.inside.pay.notifier.close()


@pytest.fixture
def merchant(paying: Running, pay_keys: Path) -> Merchant:
    keys = keys_in(pay_keys)
    return Merchant(
        appid=paying.settings.appid,
        mchid=paying.settings.pay_mchid,
        serial=keys.merchant_serial,
        private_key=keys.merchant,
        api_v3_key=paying.settings.pay_api_v3_key.encode(),
    )


@pytest.fixture
def keys_dir(pay_keys: Path, tmp_path: Path) -> Path:
    """The server's folder of the platform's keys, of the test's own."""
    return Path(shutil.copytree(pay_keys / "platform", tmp_path / "platform"))


@pytest.fixture
def client(paying: Running, merchant: Merchant, keys_dir: Path, clock: TestClock) -> PayClient:
    keys = PlatformKeys.from_folder(keys_dir)
    now = lambda: datetime.fromtimestamp(clock.now(), UTC)  # noqa: E731
    return PayClient(merchant, Transport(Hosts((paying.url,)), keys, now, timeout=(1.0, 2.0)))


@pytest.fixture
def partner(client: PayClient) -> PayClient:
    return PayClient(replace(client.merchant, sub_mchid="1900000777"), client.transport)


@pytest.fixture
def order(clock: TestClock, callbacks: Callbacks) -> Callable[..., Order]:
    def make(**changes: Any) -> Order:
        given = {
            "trade_no": "P" + secrets.token_hex(12),
            "description": "样例午餐",
            "total_fen": 1500,
            "expires_at": datetime.fromtimestamp(clock.now(), UTC) + timedelta(minutes=30),
            "notify_url": callbacks.address + "/notices",
        }
        return Order(**given | changes)  # type: ignore[arg-type]

    return make
