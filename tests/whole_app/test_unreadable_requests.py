"""What gunicorn cannot hand to the application is answered in Chinese too."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.databases import Databases
from tests.processes import environment, flask, gunicorn

pytestmark = pytest.mark.committed_db


@pytest.fixture(scope="module")
def site(made_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("unreadable")
    with made_databases.fresh() as url:
        variables = environment(folder, url)
        flask(variables, folder, "knowledge", "load")
        with gunicorn(variables, folder) as address:
            yield address


def said(site: str, sent: bytes) -> tuple[bytes, str]:
    """The status line and the body that come back."""
    where = urlsplit(site)
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        line.sendall(sent)
        answer = b""
        while part := line.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert b"Content-Type: text/html; charset=utf-8" in lines
    assert f"Content-Length: {len(body)}".encode() in lines
    return lines[0], body.decode()


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        (b"GET /?q=" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414", "地址太长了"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 9000 + b"\r\n\r\n", b"431", "换一个浏览器"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n", b"400", "看不懂"),
        (b"GET / sample\r\n\r\n", b"400", "看不懂"),
    ],
    ids=["address", "headers", "no header", "no version"],
)  # fmt: skip
def test_what_is_no_request_for_the_application_gets_a_sentence(
    site: str, sent: bytes, status: bytes, words: str
) -> None:
    line, body = said(site, sent)
    assert line.split()[1] == status
    assert words in body
    assert "12345" in body
    assert 'href="/"' in body
    assert "Error parsing" not in body
