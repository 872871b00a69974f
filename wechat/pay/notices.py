"""Notices of payments and refunds: verified over the raw bytes, then opened."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wechat.pay.keys import PlatformKeys, UnverifiedError
from wechat.pay.sealing import SealBrokenError, unseal_resource
from wechat.pay.shapes import is_number

PAID = "TRANSACTION.SUCCESS"
REFUND_EVENTS = frozenset({"REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"})
_EVENT = re.compile(r"[A-Z0-9_.]{1,32}", re.ASCII)


class UnopenedError(UnverifiedError):
    """WeChat Pay signed it, but our APIv3 key does not open it: it may, once the key is right."""


@dataclass(frozen=True)
class Notice:
    """A notice that is WeChat Pay's. ``resource`` has the shape of a query's answer, but a
    refund's state is its ``refund_status``.

    ``fault`` names what is malformed about the notice itself. It has an ``id`` all the same, made of
    its bytes: it comes again with the same ones.
    """

    id: str
    event_type: str
    resource: dict[str, Any]
    fault: str | None = None


def open_notice(
    headers: Mapping[str, str], body: bytes, keys: PlatformKeys, api_v3_key: bytes, now: datetime
) -> Notice:
    """Verify and open a notice. Raises UnverifiedError (its subclasses for an unknown serial, and for
    what is signed but sealed with another key).

    Nothing is parsed before the signature holds, and no network call is made. Probes whose
    signature begins with ``WECHATPAY/SIGNTEST/`` fail like any other false signature.
    """
    keys.verify(headers, body, now)
    try:
        told = json.loads(body)
        plain = unseal_resource(api_v3_key, told["resource"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, SealBrokenError):
        raise UnopenedError("the notice does not open") from None
    resource = _object(plain)
    known, event = told.get("id"), told.get("event_type")
    is_event = isinstance(event, str) and _EVENT.fullmatch(event) is not None
    whole = {"id": is_number(known), "event_type": is_event, "resource": resource is not None}
    return Notice(
        id=str(known) if whole["id"] else f"malformed-{hashlib.sha256(body).hexdigest()[:48]}",
        event_type=str(event) if is_event else "",
        resource=resource or {},
        fault=next((field for field, is_whole in whole.items() if not is_whole), None),
    )


def _object(plain: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(plain)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
