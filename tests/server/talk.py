"""Asking over HTTP, as the mini program does, and reading the pages, as a browser does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MESSAGES = "/api/v1/chat/messages"
CONVERSATIONS = "/api/v1/chat/conversations"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def post(client: FlaskClient, text: object, **more: object) -> TestResponse:
    """Send one message."""
    return client.post(MESSAGES, json={"text": text, **more})


def ask(client: FlaskClient, text: str, **more: object) -> dict[str, Any]:
    """Send one message and read the answer."""
    response = post(client, text, **more)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def reply_to(client: FlaskClient, text: str, **more: object) -> dict[str, Any]:
    """The reply to one message."""
    return ask(client, text, **more)["reply"]


def transcript(client: FlaskClient, conversation_id: str, **page: object) -> dict[str, Any]:
    """A page of a conversation."""
    return client.get(f"{CONVERSATIONS}/{conversation_id}", query_string=page).get_json()


def csrf_of(page: TestResponse) -> str:
    """The token that the forms of a page carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert found, "no form with a token on this page"
    return found[1]


def ask_by_form(client: FlaskClient, text: str, **options: Any) -> TestResponse:
    """Open the page and send its form, as a browser without scripts does."""
    token = csrf_of(client.get("/", headers=BROWSER))
    headers = BROWSER | options.pop("headers", {})
    return client.post("/ask", data={"text": text, "csrf_token": token}, headers=headers, **options)


def words_of(page: TestResponse) -> str:
    """What a page says, without markup and without templates for its script."""
    shown = re.sub(r"<template.*?</template>", "", page.get_data(as_text=True), flags=re.DOTALL)
    shown = re.sub(r'<span class="kept">(.*?)</span>', r"\1", shown.replace("<wbr>", ""))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", shown))).strip()
