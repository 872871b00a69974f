"""Settings. The only module that reads the environment (and ``.env``).

A missing or malformed setting stops the start with one sentence that names it.
``docs/operations.md`` lists every setting.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from server.kit.crypto import Keys, Vault

DEVELOPMENT_SECRET = "development-only-not-a-secret"  # noqa: S105 - refused in production
DEVELOPMENT_KEYS = "development:ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQhISE="
ROOT = Path(__file__).resolve().parent.parent
WECHAT_HOST = "https://api.weixin.qq.com"
SIMULATED_KEYS = "simulator_pay"
"""Folder in DATA_DIR of the keys that the simulator and we share in development."""

PAY_HOST, PAY_SPARE_HOST = "https://api.mch.weixin.qq.com", "https://api2.mch.weixin.qq.com"
SAMPLES = {
    "wechat_appid": "wxsimulator0000001",
    "wechat_secret": "simulator-only-not-a-secret",
    "wechat_push_token": "simulatortoken",
    "wechat_push_aes_key": "c2ltdWxhdG9yc2ltdWxhdG9yc2ltdWxhdG9yAAAAAAA",
    "wechat_templates": (
        "grant:sim-template-grant:long,safety:sim-template-safety:long,matter:sim-template-matter"
    ),
    "wechat_pay_mchid": "1900000001",
    "wechat_pay_api_v3_key": "simulator-only-not-a-secret-32by",
    "wechat_pay_cert_serial": "5A4D504C45000000000000000000000000000001",
    "sms_api_key": "simulator-only-gateway-key",
}
"""What the simulator knows us by; refused in production."""
_RATE = re.compile(r"([1-9]\d*)\s*/\s*(second|minute|hour)")


class SettingsError(Exception):
    """A setting is missing or malformed; the message is one sentence that names it."""


class Settings(BaseSettings):
    """Every setting, named as its environment variable in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    app_env: Literal["development", "test", "production"] = "development"
    debug: bool = False
    host: Annotated[str, Field(max_length=255, pattern=r"^[0-9A-Za-z.:\[\]_-]*$")] = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    secret_key: Annotated[str, Field(min_length=16)] = DEVELOPMENT_SECRET
    field_keys: str = DEVELOPMENT_KEYS
    blind_index_keys: str = DEVELOPMENT_KEYS
    data_dir: Path = ROOT / "data"
    database_url: str = ""
    redis_url: str = ""
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    web_threads: Annotated[int, Field(ge=1, le=64)] = 4
    worker_threads: Annotated[int, Field(ge=1, le=64)] = 4
    refund_alone_fen: Annotated[int, Field(ge=0)] = 20_000
    """Up to how much of a payment one member of staff may give back; above it a second agrees."""
    job_lease_seconds: Annotated[float, Field(ge=0.5, le=3600)] = 60
    chat_rate_limit: str = "30/minute"
    trusted_proxy_hops: Annotated[int, Field(ge=0, le=5)] = 0
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    app_now: datetime | None = None
    app_clock_speed: Annotated[float, Field(gt=0, le=100_000)] | None = None
    simulator_port: Annotated[int, Field(ge=1, le=65535)] = 8100
    wechat_api_base: str = ""
    wechat_appid: Annotated[str, Field(pattern=r"^wx[0-9A-Za-z]{16}$")] = SAMPLES["wechat_appid"]
    wechat_secret: Annotated[str, Field(min_length=16)] = SAMPLES["wechat_secret"]
    wechat_push_token: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{3,32}$")] = SAMPLES[
        "wechat_push_token"
    ]
    wechat_push_aes_key: Annotated[str, Field(pattern=r"^[0-9A-Za-z+/]{43}$")] = SAMPLES[
        "wechat_push_aes_key"
    ]
    wechat_push_mode: Literal["secure", "plain"] = "secure"
    wechat_consents_from: Literal["push", "phone"] = "push"
    wechat_templates: Annotated[
        str, Field(pattern=r"^[a-z_]+:[\w-]+(:long)?(,[a-z_]+:[\w-]+(:long)?)*$")
    ] = SAMPLES["wechat_templates"]
    wechat_pay_mchid: Annotated[str, Field(pattern=r"^\d{8,10}$")] = SAMPLES["wechat_pay_mchid"]
    wechat_pay_base: str = ""
    wechat_pay_spare_base: str = ""
    wechat_pay_api_v3_key: Annotated[str, Field(min_length=32, max_length=32)] = SAMPLES[
        "wechat_pay_api_v3_key"
    ]
    wechat_pay_cert_serial: Annotated[str, Field(pattern=r"^[0-9A-F]{8,40}$")] = SAMPLES[
        "wechat_pay_cert_serial"
    ]
    wechat_pay_private_key_file: Path | None = None
    wechat_pay_keys_dir: Path | None = None
    wechat_pay_mode: Literal["direct", "partner"] = "direct"
    public_base_url: str = ""
    sms_api_base: str = ""
    sms_api_key: Annotated[str, Field(min_length=8)] = SAMPLES["sms_api_key"]

    checks_api_base: str = ""
    checks_api_key: str = SAMPLES["sms_api_key"]

    @field_validator(
        "database_url",
        "redis_url",
        "wechat_api_base",
        "sms_api_base",
        "checks_api_base",
        "wechat_pay_base",
        "wechat_pay_spare_base",
        "public_base_url",
    )
    @classmethod
    def is_an_address(cls, value: str) -> str:
        if value and not re.match(r"^[a-z][a-z0-9+]*://", value):
            raise ValueError("must be an address such as scheme://host/name")
        return value

    @field_validator("database_url")
    @classmethod
    def names_its_driver(cls, value: str) -> str:
        """PostgreSQL goes through psycopg 3, whichever of the usual spellings is given."""
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        try:
            make_url(value or "sqlite:///")
        except (ArgumentError, ValueError):
            raise ValueError("must be a database address with a port in digits") from None
        if ":memory:" in value:
            raise ValueError(
                "must name a file: several processes cannot share a database in memory"
            )
        return value

    @field_validator("database_url")
    @classmethod
    def is_an_absolute_path(cls, value: str) -> str:
        """A relative SQLite path counts from the folder the command was given in, as one expects."""
        head, path = value[:10], value[10:]
        return head + str(Path(path).resolve()) if head == "sqlite:///" else value

    @field_validator("data_dir")
    @classmethod
    def is_an_absolute_folder(cls, value: Path) -> Path:
        return value.resolve()

    @field_validator("field_keys", "blind_index_keys")
    @classmethod
    def are_keys(cls, value: str) -> str:
        Keys.parse(value)
        return value

    @field_validator("redis_url")
    @classmethod
    def is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @field_validator("chat_rate_limit")
    @classmethod
    def is_a_rate(cls, value: str) -> str:
        if not _RATE.fullmatch(value):
            raise ValueError("must look like 30/minute (per second, minute or hour)")
        return value

    @field_validator("app_now")
    @classmethod
    def has_a_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("must carry a time zone, e.g. 2026-11-21T09:00:00+08:00")
        return value

    @model_validator(mode="after")
    def is_fit_for_production(self) -> Self:
        if self.app_env != "production":
            return self
        if self.secret_key == DEVELOPMENT_SECRET:
            raise ValueError("SECRET_KEY must be set to a secret of its own in production")
        for name in ("field_keys", "blind_index_keys"):
            if getattr(self, name) == DEVELOPMENT_KEYS:
                raise ValueError(f"{name.upper()} must be set to keys of its own in production")
        if self.debug:
            raise ValueError("DEBUG must be off in production")
        if self.app_now is not None or self.app_clock_speed is not None:
            raise ValueError("APP_NOW and APP_CLOCK_SPEED must not be set in production")
        self._speaks_to_the_real_outside()
        return self

    def _speaks_to_the_real_outside(self) -> None:
        for name, sample in SAMPLES.items():
            if getattr(self, name) == sample:
                raise ValueError(f"{name.upper()} must be set to a value of your own in production")
        if self.wechat_api_base.rstrip("/") not in ("", WECHAT_HOST):
            raise ValueError("WECHAT_API_BASE must not point to a simulator in production")
        sms = urlsplit(self.sms_api_base)
        if sms.scheme != "https" or is_this_machine(sms.hostname or ""):
            raise ValueError(
                "SMS_API_BASE must be set to the https address of a real SMS service in production"
            )
        self._pays_for_real()
        if self.checks_api_base and urlsplit(self.checks_api_base).scheme != "https":
            raise ValueError("CHECKS_API_BASE must be an https address in production")
        if self.checks_api_base and self.checks_api_key == SAMPLES["sms_api_key"]:
            raise ValueError("CHECKS_API_KEY must be set where CHECKS_API_BASE is")

    def _pays_for_real(self) -> None:
        for name in ("wechat_pay_private_key_file", "wechat_pay_keys_dir"):
            if getattr(self, name) is None:
                raise ValueError(f"{name.upper()} must be set in production")
        if any(
            base not in ("", PAY_HOST, PAY_SPARE_HOST)
            for base in (self.wechat_pay_base, self.wechat_pay_spare_base)
        ):
            raise ValueError("WECHAT_PAY_BASE must not point to a simulator in production")
        if urlsplit(self.public_base_url).scheme != "https":
            raise ValueError(
                "PUBLIC_BASE_URL must be set to this site's https address in production"
            )

    @property
    def listens_on(self) -> str:
        """The address that is bound: with the keys of development, which everybody knows, only that
        of this computer unless another is asked for."""
        return self.host or ("0.0.0.0" if self.production else "127.0.0.1")  # noqa: S104

    @property
    def wechat_base(self) -> str:
        """``WECHAT_API_BASE``; without one the real host in production, else the simulator."""
        return self.wechat_api_base or (WECHAT_HOST if self.production else self._simulator)

    @property
    def sms_base(self) -> str:
        """``SMS_API_BASE``, which production has to set; else the simulator."""
        return self.sms_api_base or self._simulator

    @property
    def checks_base(self) -> str:
        """``CHECKS_API_BASE``; without one nobody is asked, in development the simulator."""
        return self.checks_api_base or (self._simulator if self.app_env == "development" else "")

    @property
    def wechat_pay_bases(self) -> tuple[str, ...]:
        """The host of WeChat Pay and its spare; in development the simulator."""
        if not (self.wechat_pay_base or self.production):
            return (self._simulator,)
        found = (self.wechat_pay_base or PAY_HOST, self.wechat_pay_spare_base or PAY_SPARE_HOST)
        return found if self.production else tuple(dict.fromkeys(found))

    @property
    def public_base(self) -> str:
        """Where WeChat and browsers find us: ``PUBLIC_BASE_URL``, in development this machine."""
        return self.public_base_url.rstrip("/") or f"http://127.0.0.1:{self.port}"

    @property
    def pay_keys(self) -> tuple[Path, Path]:
        """The merchant's private key, and the folder of the platform's keys."""
        simulated = self.data_dir / SIMULATED_KEYS
        return (
            self.wechat_pay_private_key_file or simulated / "merchant_key.pem",
            self.wechat_pay_keys_dir or simulated / "platform",
        )

    @property
    def _simulator(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def database_uri(self) -> str:
        """``DATABASE_URL``, or the embedded SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'yinian.db'}"

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def job_lease(self) -> timedelta:
        """How long a claimed job stays a worker's without a sign of life."""
        return timedelta(seconds=self.job_lease_seconds)

    def vault(self) -> Vault:
        """What seals personal data: ``FIELD_KEYS`` and ``BLIND_INDEX_KEYS``."""
        return Vault(Keys.parse(self.field_keys), Keys.parse(self.blind_index_keys))

    def rate(self) -> tuple[int, int]:
        """``CHAT_RATE_LIMIT`` as (count, window in seconds)."""
        count, period = _RATE.fullmatch(self.chat_rate_limit).groups()  # type: ignore[union-attr]
        return int(count), {"second": 1, "minute": 60, "hour": 3600}[period]


def is_this_machine(host: str) -> bool:
    """Whether an address names the machine it is used on, or none at all."""
    try:
        address = ip_address(host)
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raises SettingsError with one sentence that names the first bad one."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        message = re.sub(r"^Value error, ", "", first["msg"])
        sentence = f"{name}: {message}" if name else message
        raise SettingsError(f"Cannot start: {sentence}.") from None
