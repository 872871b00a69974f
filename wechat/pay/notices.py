"""Notices of payments and refunds: verified over the raw bytes, then opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wechat.pay.keys import PlatformKeys, UnverifiedError
from wechat.pay.sealing import SealBrokenError, unseal_resource

PAID = "TRANSACTION.SUCCESS"
REFUND_EVENTS = frozenset({"REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"})


@dataclass(frozen=True)
class Notice:
    """A notice that is WeChat Pay's. ``resource`` has the shape of a query's answer, but a
    refund's state is its ``refund_status``."""

    id: str
    event_type: str
    resource: dict[str, Any]


def open_notice(
    headers: Mapping[str, str], body: bytes, keys: PlatformKeys, api_v3_key: bytes, now: datetime
) -> Notice:
    """Verify and open a notice. Raises UnverifiedError (its subclass for an unknown serial).

    Nothing is parsed before the signature holds, and no network call is made. Probes whose
    signature begins with ``WECHATPAY/SIGNTEST/`` fail like any other false signature.
    """
    keys.verify(headers, body, now)
    try:
        told = json.loads(body)
        resource = json.loads(unseal_resource(api_v3_key, told["resource"]))
        return Notice(str(told["id"]), str(told["event_type"]), dict(resource))
    except (ValueError, KeyError, TypeError, AttributeError, SealBrokenError):
        raise UnverifiedError("the notice does not hold what was agreed") from None
