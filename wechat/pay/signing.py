"""What is signed, and how: RSASSA-PKCS1-v1_5 with SHA-256 (pay.weixin.qq.com, 签名生成)."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SCHEME = "WECHATPAY2-SHA256-RSA2048"


def request_message(method: str, path: str, timestamp: str, nonce: str, body: bytes) -> bytes:
    """What a request signs. ``path`` includes the query; ``body`` is what goes on the wire."""
    return f"{method}\n{path}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"


def response_message(timestamp: str, nonce: str, body: bytes) -> bytes:
    """What an answer or a notice signs; the body raw, before any parsing."""
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


def pay_message(appid: str, timestamp: str, nonce: str, package: str) -> bytes:
    """What ``wx.requestPayment`` signs; its signType is not part of it."""
    return f"{appid}\n{timestamp}\n{nonce}\n{package}\n".encode()


def load_private_key(pem: bytes) -> RSAPrivateKey:
    """A merchant's key, PKCS#8 or PKCS#1. Raises ValueError for anything but an RSA key."""
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the merchant's private key must be an RSA key")  # noqa: TRY004
    return key


def sign(key: RSAPrivateKey, message: bytes) -> str:
    """The signature of ``message``, in base64."""
    return b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def is_signed(key: RSAPublicKey, message: bytes, signature: str) -> bool:
    """Whether ``signature`` (base64) is that of ``message``; no for whatever is malformed."""
    try:
        key.verify(b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def authorization(mchid: str, serial: str, timestamp: str, nonce: str, signature: str) -> str:
    """The Authorization header; the order of its fields is free."""
    return (
        f'{SCHEME} mchid="{mchid}",serial_no="{serial}",timestamp="{timestamp}",'
        f'nonce_str="{nonce}",signature="{signature}"'
    )
