"""The platform's keys, certificates and public keys side by side, each under its serial.

While a merchant moves from certificates to a public key both kinds sign: a verifier holds them in
one map, takes the one that ``Wechatpay-Serial`` names, and never tries the others. It makes no
network call: an unknown serial is looked for once among the files, where another process may have
put it, and told apart, so that the caller can fetch keys elsewhere.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from wechat.pay.signing import is_signed, response_message

PUBLIC_KEY_PREFIX = "PUB_KEY_ID_"
WINDOW = timedelta(minutes=5)
"""How old or early a signature may be (pay.weixin.qq.com 4013053420, 2.1)."""

TIMESTAMP, NONCE = "Wechatpay-Timestamp", "Wechatpay-Nonce"
SIGNATURE, SERIAL = "Wechatpay-Signature", "Wechatpay-Serial"
_SERIAL = re.compile(rf"(?:{PUBLIC_KEY_PREFIX})?[0-9A-Z]{{1,64}}", re.ASCII)


class UnverifiedError(Exception):
    """What came is not known to be from WeChat Pay. The message says why, without its content."""


class UnknownSerialError(UnverifiedError):
    """It is signed under a serial that we have no key for: fetch keys, and let it come again."""


class PlatformKeys:
    """Public keys by serial. Replacing the map is atomic: no reader ever sees it half filled."""

    def __init__(self, keys: Mapping[str, RSAPublicKey], folder: Path | None = None) -> None:
        self._keys = dict(keys)
        self._folder = folder

    @classmethod
    def from_folder(cls, folder: Path) -> PlatformKeys:
        """One PEM a key: ``PUB_KEY_ID_….pem`` a public key, every other a certificate.

        Raises ValueError for a file that is neither.
        """
        return cls(dict(_read(path) for path in sorted(folder.glob("*.pem"))), folder)

    @property
    def serials(self) -> frozenset[str]:
        """The serials we have keys for."""
        return frozenset(self._keys)

    @property
    def preferred(self) -> str | None:
        """The serial that answers should be signed with: the public key where there is one."""
        own = sorted(s for s in self._keys if s.startswith(PUBLIC_KEY_PREFIX))
        return own[-1] if own else None

    @property
    def wants_certificates(self) -> bool:
        """Whether certificates verify: they end and are replaced, a public key is not. A merchant
        moves from the first to the second with both."""
        own = [serial for serial in self._keys if serial.startswith(PUBLIC_KEY_PREFIX)]
        return not own or len(own) < len(self._keys)

    def with_certificates(self, pems: Iterable[bytes]) -> PlatformKeys:
        """These keys and those of the certificates. Raises ValueError for what is none."""
        return PlatformKeys(self._keys | dict(certificate_key(pem) for pem in pems), self._folder)

    def keep(self, pems: Iterable[bytes]) -> None:
        """Take in certificates, and put each into the folder as ``SERIAL.pem``, whole or not at
        all: other processes find it there. Those held stay, as old and new are valid together for
        a while. Raises OSError where the folder cannot be written to."""
        found = {serial: (key, pem) for pem in pems for serial, key in [certificate_key(pem)]}
        self._keys = self._keys | {serial: key for serial, (key, _) in found.items()}
        for serial, (_, pem) in found.items():
            if self._folder is not None and not (self._folder / f"{serial}.pem").exists():
                _put(self._folder / f"{serial}.pem", pem)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Raises UnverifiedError unless ``body``, raw, is signed by WeChat Pay within WINDOW of ``now``."""
        timestamp, nonce = headers.get(TIMESTAMP, ""), headers.get(NONCE, "")
        signature, serial = headers.get(SIGNATURE, ""), headers.get(SERIAL, "")
        if not (timestamp.isdecimal() and timestamp.isascii() and len(timestamp) <= 12):
            raise UnverifiedError("no timestamp")
        if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
            raise UnverifiedError("signed too long ago, or in the future")
        key = self._keys.get(serial) or self._beside(serial)
        if key is None:
            raise UnknownSerialError("signed under an unknown serial")
        if not is_signed(key, response_message(timestamp, nonce, body), signature):
            raise UnverifiedError("the signature does not hold")

    def _beside(self, serial: str) -> RSAPublicKey | None:
        """A key that was put into the folder since it was read. The name comes from whoever calls:
        it is looked up only if it is a serial's, and one file, so that forgers cost nothing."""
        if self._folder is None or not _SERIAL.fullmatch(serial):
            return None
        try:
            name, key = _read(self._folder / f"{serial}.pem")
        except (OSError, ValueError):
            return None
        if name != serial:
            return None
        self._keys = self._keys | {serial: key}
        return key


def _put(path: Path, content: bytes) -> None:
    making = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        making.write_bytes(content)
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


def _read(path: Path) -> tuple[str, RSAPublicKey]:
    pem = path.read_bytes()
    if path.stem.startswith(PUBLIC_KEY_PREFIX):
        return path.stem, public_key(pem)
    return certificate_key(pem)


def public_key(pem: bytes) -> RSAPublicKey:
    """An RSA public key. Raises ValueError for anything else."""
    key = load_pem_public_key(pem)
    if not isinstance(key, RSAPublicKey):
        raise ValueError("WeChat Pay's public key must be an RSA key")  # noqa: TRY004
    return key


def certificate_key(pem: bytes) -> tuple[str, RSAPublicKey]:
    """Serial (upper-case hex, as in ``Wechatpay-Serial``) and key of a certificate."""
    certificate = x509.load_pem_x509_certificate(pem)
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise ValueError("a platform certificate must hold an RSA key")  # noqa: TRY004
    return f"{certificate.serial_number:X}", key
