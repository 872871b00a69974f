"""AEAD_AES_256_GCM of notices and certificates (pay.weixin.qq.com, 证书和回调报文解密)."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALGORITHM = "AEAD_AES_256_GCM"
KEY_BYTES = 32


class SealBrokenError(Exception):
    """A resource cannot be opened: it was changed, or meant for another key."""


def seal(key: bytes, nonce: bytes, associated: bytes, plain: bytes) -> str:
    """Ciphertext with its tag at the end, in base64."""
    return b64encode(AESGCM(key).encrypt(nonce, plain, associated)).decode()


def unseal(key: bytes, nonce: bytes, associated: bytes, sealed: str) -> bytes:
    """What ``seal`` made. Raises SealBrokenError."""
    try:
        return AESGCM(key).decrypt(nonce, b64decode(sealed, validate=True), associated)
    except (InvalidTag, NotBase64, ValueError):
        raise SealBrokenError("the resource does not open with this key") from None


def unseal_resource(key: bytes, resource: Mapping[str, Any]) -> bytes:
    """The plain text of a ``resource`` object or ``encrypt_certificate``. Raises SealBrokenError.

    ``associated_data`` may be empty or missing.
    """
    nonce, sealed = resource.get("nonce"), resource.get("ciphertext")
    if resource.get("algorithm") != ALGORITHM or not isinstance(nonce, str):
        raise SealBrokenError("the resource is not sealed as agreed")
    if not isinstance(sealed, str):
        raise SealBrokenError("the resource holds no ciphertext")
    associated = str(resource.get("associated_data") or "").encode()
    return unseal(key, nonce.encode(), associated, sealed)
