"""Message push: what WeChat POSTs to us, checked, opened and typed.

Plaintext mode: ``signature`` over token, timestamp and nonce. Secure mode: ``msg_signature`` also
covers the encrypted text, and ``signature`` proves nothing. Where a key is configured, a message
that is not encrypted is refused. Source: developers.weixin.qq.com, message-push.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

ANSWER = "success"
"""The plain answer that stops WeChat from sending again; it is due within 5 seconds."""

AES_KEY_LENGTH = 43

Query = Mapping[str, str]


class PushRefused(Exception):
    """Not from WeChat, not for us, or unreadable: answer 403 and do nothing."""


@dataclass(frozen=True)
class ConsentChange:
    """One template in ``subscribe_msg_popup_event`` (asked) or ``subscribe_msg_change_event``.

    Each accepted popup of a one-time template is worth one message.
    """

    template_id: str
    accepted: bool


@dataclass(frozen=True)
class Delivery:
    """``subscribe_msg_sent_event``: what became of a message. ``error_code`` 0: it arrived."""

    template_id: str
    message_id: str
    error_code: int

    @property
    def arrived(self) -> bool:
        return self.error_code == 0


@dataclass(frozen=True)
class Push:
    """One message or event. ``dedupe_key`` is equal for repeats and names nobody."""

    openid: str = field(repr=False)
    created_at: int
    message_type: str
    event: str | None
    dedupe_key: str
    consents: tuple[ConsentChange, ...]
    deliveries: tuple[Delivery, ...]
    content: Mapping[str, Any] = field(repr=False)


class PushReceiver:
    """Opens what arrives at our callback address and seals what we answer."""

    def __init__(self, token: str, appid: str, aes_key: str | None = None) -> None:
        """``aes_key``: the EncodingAESKey of 43 characters; without one, plaintext mode."""
        if aes_key and len(aes_key) != AES_KEY_LENGTH:
            raise ValueError("an EncodingAESKey has 43 characters")
        self._token, self._appid = token, appid
        self._cipher = _Cipher(base64.b64decode(aes_key + "=")) if aes_key else None

    def echo(self, query: Query) -> str:
        """The answer to the check of the address (GET): ``echostr`` as it came."""
        self._check(query, "signature")
        return query.get("echostr", "")

    def read(self, query: Query, body: bytes) -> Push:
        """The message in a POST. Raises :class:`PushRefused`."""
        if self._cipher is None:
            self._check(query, "signature")
            return _push(_fields(body))
        sealed = str(_fields(body).get("Encrypt") or "")
        if not sealed.isascii():  # base64, or nothing that WeChat has sealed
            raise PushRefused("not encrypted")
        self._check(query, "msg_signature", sealed)
        return _push(_fields(self._open(sealed)))

    def seal(self, text: str, timestamp: str, nonce: str) -> dict[str, str]:
        """``text`` (JSON or XML) encrypted and signed, in the form both directions use."""
        sealed = self._secure.encrypt(text, self._appid).decode()
        return {
            "Encrypt": sealed,
            "MsgSignature": sign(self._token, timestamp, nonce, sealed),
            "TimeStamp": timestamp,
            "Nonce": nonce,
        }

    def _check(self, query: Query, name: str, *more: str) -> None:
        expected = sign(self._token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        if not hmac.compare_digest(expected.encode(), query.get(name, "").encode()):
            raise PushRefused(f"{name} does not match")

    def _open(self, sealed: str) -> bytes:
        refused = None
        try:
            text: str = self._secure.decrypt(sealed, self._appid)
            return text.encode()
        except InvalidAppIdException:
            refused = PushRefused("meant for another app")
        except Exception:  # whatever wechatpy stumbles over in a text that we did not seal
            refused = PushRefused("cannot be decrypted")
        raise refused

    @property
    def _secure(self) -> _Cipher:
        if self._cipher is None:
            raise PushRefused("no EncodingAESKey is configured")
        return self._cipher


class _Cipher(PrpCrypto):  # type: ignore[misc]  # wechatpy has no types
    def get_random_string(self) -> str:
        """16 characters in front of the text; wechatpy's come from a predictable generator."""
        return secrets.token_hex(8)


def sign(token: str, *parts: str) -> str:
    """SHA-1 over the sorted parts, hex."""
    return hashlib.sha1(
        "".join(sorted((token, *parts))).encode(), usedforsecurity=False
    ).hexdigest()


def _fields(body: bytes) -> dict[str, Any]:
    """JSON or XML, whichever the console was set to."""
    try:
        if body.lstrip()[:1] == b"<":
            found = xmltodict.parse(body, disable_entities=True).get("xml")
        else:
            found = json.loads(body)
    except (ValueError, ExpatError, LookupError, RecursionError):  # Lookup: an unknown encoding
        found = None
    if not isinstance(found, dict):
        raise PushRefused("neither JSON nor XML")
    return found


def _push(fields: dict[str, Any]) -> Push:
    try:
        openid, created_at = _word(fields["FromUserName"]), int(fields["CreateTime"])
        message_type = _word(fields["MsgType"])
        event = _word(fields["Event"]) if fields.get("Event") else None
        rows = list(_rows(fields))
        deliveries = tuple(_delivery(row) for row in rows if "MsgID" in row)
        consents = tuple(_consent(row) for row in rows if "SubscribeStatusString" in row)
    except (KeyError, TypeError, ValueError, OverflowError):
        fields = {}
    if not fields:
        raise PushRefused("a field is missing or unreadable")
    told = [told.message_id for told in deliveries]
    told += [f"{change.template_id} {change.accepted}" for change in consents]
    key = _dedupe_key(fields, told)
    return Push(openid, created_at, message_type, event, key, consents, deliveries, fields)


def _rows(fields: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The rows of a subscribe event. JSON has them in ``List``, XML one level deeper, and a single
    row comes without the list around it."""
    names = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent")
    nested = next((fields[name] for name in names if fields.get(name)), fields)
    found: Any = nested.get("List") if isinstance(nested, dict) else nested
    rows: list[Mapping[str, Any]] = [found] if isinstance(found, dict) else found or []
    return rows


def _consent(row: Mapping[str, Any]) -> ConsentChange:
    return ConsentChange(_word(row["TemplateId"]), row["SubscribeStatusString"] == "accept")


def _delivery(row: Mapping[str, Any]) -> Delivery:
    return Delivery(_word(row["TemplateId"]), _word(row["MsgID"]), int(row.get("ErrorCode") or 0))


def _word(value: Any) -> str:
    """An id or a name. Raises ValueError for what no database keeps: NUL, half a character."""
    text = str(value)
    if "\0" in text:
        raise ValueError("a NUL")
    text.encode()
    return text


def _dedupe_key(fields: Mapping[str, Any], told: Iterable[str]) -> str:
    """MsgId, or sender + time + event as WeChat advises; hashed, because it holds the openid.

    Two events about one person may come in the same second: ``told``, what their rows say, tells
    them apart, and is equal for repeats.
    """
    if fields.get("MsgId"):
        parts = ["message", str(fields["MsgId"])]
    else:
        parts = [str(fields.get(name)) for name in ("FromUserName", "CreateTime", "Event")]
        parts += told
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
