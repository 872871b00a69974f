"""A WeChat or an SMS gateway that is slow holds some of the threads, never all of them."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from server.identity.client import client_address
from server.kit.places import Places
from server.kit.sms import Sent
from tests.server.identity.pretend import PretendWeChat

TURNED_AWAY_S = 1.5


class Slow:
    """Answers nobody until it is let go, and counts who waits."""

    def __init__(self) -> None:
        self.let_go, self.waiting = threading.Event(), threading.Semaphore(0)

    def __call__(self) -> None:
        self.waiting.release()
        assert self.let_go.wait(20)

    def send(self, to: str, text: str, reference: str) -> Sent:
        self()
        return Sent(reference)


@pytest.fixture
def places(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(site.extensions, "places", Places(4))


def post(app: Flask, path: str, body: dict[str, str]) -> tuple[int, float]:
    begun = time.monotonic()
    answer = app.test_client().post(f"/api/v1{path}", json=body)
    return answer.status_code, time.monotonic() - begun


WECHAT = ("/sessions", [{"code": f"openid-{n}/slow"} for n in range(3)])
SMS = ("/sms-codes", [{"phone": f"1380000000{n}"} for n in range(3)])


@pytest.mark.parametrize(("path", "bodies"), [WECHAT, SMS])
def test_whoever_comes_when_half_of_the_threads_wait_is_told_so_at_once(
    identity_app: Flask, site: Flask, places: None, monkeypatch: pytest.MonkeyPatch,
    path: str, bodies: list[dict[str, str]],
) -> None:  # fmt: skip
    slow = Slow()
    monkeypatch.setitem(site.extensions, "wechat", PretendWeChat(before=slow))
    monkeypatch.setitem(site.extensions, "sms", slow)
    with ThreadPoolExecutor(3) as pool:
        held = [pool.submit(post, identity_app, path, body) for body in bodies[:2]]
        for _ in held:
            assert slow.waiting.acquire(timeout=20)
        status, took = pool.submit(post, identity_app, path, bodies[2]).result()
        assert (status, took < TURNED_AWAY_S) == (503, True)
        slow.let_go.set()
        assert all(each.result()[0] < 300 for each in held)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_all_addresses_of_one_ipv6_network_are_one_client(
    site: Flask, address: str, counted: str
) -> None:
    with site.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert client_address() == counted
