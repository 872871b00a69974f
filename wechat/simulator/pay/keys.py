"""Key pairs of the sample merchant and of the platform, made once and kept in a folder.

What the server needs lies in it, too: ``merchant_key.pem`` signs its requests, ``platform/`` holds
the platform's public key (and, while keys are being changed, its certificate).
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from wechat.pay.signing import load_private_key

MERCHANT_SERIAL = 0x5A4D504C45000000000000000000000000000001
PLATFORM_SERIAL = 0x5A4D504C45000000000000000000000000000002
PUBLIC_KEY_ID = "PUB_KEY_ID_0100000000012026112800000000000001"
MERCHANT_KEY, PLATFORM_KEY = "merchant_key.pem", "platform_key.pem"
FOR_SERVER = "platform"
VALID_FOR = timedelta(days=3650)


@dataclass(frozen=True)
class Certified:
    """A key of the platform's with its certificate, as PEM."""

    key: RSAPrivateKey
    serial: str
    certificate: bytes


@dataclass(frozen=True)
class Keys:
    """Both sides' keys. ``certificate`` is the platform's, as PEM."""

    merchant: RSAPrivateKey
    platform: RSAPrivateKey
    certificate: bytes

    @property
    def merchant_serial(self) -> str:
        """The serial under which the merchant signs."""
        return f"{MERCHANT_SERIAL:X}"

    @property
    def platform_serial(self) -> str:
        """The serial of the platform's certificate."""
        return f"{PLATFORM_SERIAL:X}"

    @property
    def certified(self) -> Certified:
        """The platform's key as its certificate has it."""
        return Certified(self.platform, self.platform_serial, self.certificate)


def next_certified(number: int) -> Certified:
    """A new key under a new certificate, the ``number``-th after the first."""
    key, serial = generate_private_key(65537, 2048), PLATFORM_SERIAL + number
    return Certified(key, f"{serial:X}", _certificate(key, serial))


def keys_in(folder: Path) -> Keys:
    """The keys in ``folder``, made if there are none. Processes may ask at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        if not (folder / FOR_SERVER).is_dir():
            _make(folder)
    merchant, platform = (
        load_private_key((folder / name).read_bytes()) for name in (MERCHANT_KEY, PLATFORM_KEY)
    )
    return Keys(merchant, platform, _certificate(platform))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """The lock goes with the process: one that is killed leaves none behind."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _make(folder: Path) -> None:
    """The folder for the server comes last: where it is, everything is."""
    keys = {name: generate_private_key(65537, 2048) for name in (MERCHANT_KEY, PLATFORM_KEY)}
    for name, key in keys.items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(pem)
    making = folder / f".{FOR_SERVER}-{secrets.token_hex(4)}"
    making.mkdir()
    public = keys[PLATFORM_KEY].public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (making / f"{PUBLIC_KEY_ID}.pem").write_bytes(pem)
    making.rename(folder / FOR_SERVER)


def _certificate(key: RSAPrivateKey, serial: int = PLATFORM_SERIAL) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sample platform")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM)
