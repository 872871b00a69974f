"""Our own backend, as the mini program on a phone calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

NO_ANSWER = "后台没有回答。请先启动后台服务。"
ANSWER_WITHIN_S = 10.0


@dataclass(frozen=True)
class Reply:
    """``title``: the Chinese sentence of a problem, empty if all went well."""

    body: dict[str, Any]
    title: str

    @property
    def fine(self) -> bool:
        return not self.title


class Backend:
    """``base``: address of the backend without a slash at its end."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    def get(self, path: str, token: str | None = None) -> Reply:
        return self._call("GET", path, None, token)

    def post(self, path: str, body: dict[str, Any] | None, token: str | None = None) -> Reply:
        return self._call("POST", path, body, token)

    def _call(
        self, method: str, path: str, body: dict[str, Any] | None, token: str | None
    ) -> Reply:
        try:
            answer = requests.request(
                method,
                self.base + path,
                json=body,
                headers={"Authorization": f"Bearer {token}"} if token else None,
                timeout=ANSWER_WITHIN_S,
                proxies={"http": "", "https": ""},
            )
        except requests.RequestException:
            return Reply({}, NO_ANSWER)
        found = _object(answer)
        if answer.ok:
            return Reply(found, "")
        return Reply(found, str(found.get("title") or f"后台回答 {answer.status_code}"))


def _object(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
