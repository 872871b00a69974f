"""Field encryption and blind indexes, with several keys side by side.

A stored value is ``key id:base64(nonce + ciphertext)``, AES-256-GCM with its ``table.column`` as
associated data, so that a value copied into another column does not open. A blind index is
``key id:hex`` of an HMAC-SHA-256 over the normalised value, with keys of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

KEY_BYTES = 32
_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: a random 96-bit nonce


class UnreadableError(Exception):
    """A stored value cannot be opened: its key is missing, or it was changed or moved."""


@dataclass(frozen=True)
class Keys:
    """Keys by id, newest first. The newest writes; all of them read."""

    by_id: dict[str, bytes]

    @property
    def newest(self) -> str:
        """The id of the key that writes."""
        return next(iter(self.by_id))

    @classmethod
    def parse(cls, text: str) -> Keys:
        """Read ``id:base64,id:base64``. Raises ValueError in words for whoever sets them."""
        found: dict[str, bytes] = {}
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, _, value = part.partition(":")
            try:
                key = b64decode(value, validate=True)
            except NotBase64:
                key = b""
            if not name.isalnum() or len(key) != KEY_BYTES:
                raise ValueError(f"must be id:base64 of {KEY_BYTES} bytes, separated by commas")
            if name in found:
                raise ValueError("names a key twice")
            found[name] = key
        if not found:
            raise ValueError("must name at least one key")
        return cls(found)


def random_key(name: str) -> str:
    """A new key as the settings write it: ``id:base64``."""
    return f"{name}:{b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


@dataclass(frozen=True)
class Vault:
    """Seals and opens the values of encrypted columns, and computes their blind indexes."""

    fields: Keys
    indexes: Keys

    def seal(self, value: str, place: str) -> str:
        """Encrypt ``value`` for ``place`` (``table.column``) with the newest key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        key = self.fields.by_id[self.fields.newest]
        sealed = AESGCM(key).encrypt(nonce, value.encode(), place.encode())
        return f"{self.fields.newest}:{b64encode(nonce + sealed).decode()}"

    def open(self, stored: str, place: str) -> str:
        """Decrypt what ``seal`` made. Raises UnreadableError."""
        name, _, text = stored.partition(":")
        key = self.fields.by_id.get(name)
        if key is None:
            raise UnreadableError(f"{place}: the key {name!r} is not among FIELD_KEYS")
        try:
            raw = b64decode(text, validate=True)
            opened = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except (InvalidTag, NotBase64, ValueError):
            raise UnreadableError(f"{place}: the value was changed or moved") from None
        return opened.decode()

    def index(self, value: str, place: str) -> str:
        """The blind index to store beside a value that the caller has normalised."""
        return self._index(self.indexes.newest, value, place)

    def searches(self, value: str, place: str) -> list[str]:
        """What to look for: the index under each key, newest first."""
        return [self._index(name, value, place) for name in self.indexes.by_id]

    def _index(self, name: str, value: str, place: str) -> str:
        message = f"{place}\0{value}".encode()
        return f"{name}:{hmac.digest(self.indexes.by_id[name], message, hashlib.sha256).hex()}"


def vault() -> Vault:
    """The vault of the running application."""
    found: Vault = current_app.extensions["vault"]
    return found
