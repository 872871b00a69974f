"""Settings of the simulator; the only module of it that reads the environment (and ``.env``).

The ``WECHAT_`` names are those of the server: one ``.env`` serves both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All defaults are for development; none of them is a secret."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    port: Annotated[int, Field(ge=0, le=65535, validation_alias="SIMULATOR_PORT")] = 8100
    app_base: Annotated[str, Field(validation_alias="SIMULATOR_APP_BASE")] = "http://127.0.0.1:8000"
    appid: Annotated[str, Field(validation_alias="WECHAT_APPID")] = "wxsimulator0000001"
    secret: Annotated[str, Field(validation_alias="WECHAT_SECRET")] = "simulator-only-not-a-secret"  # noqa: S105
    push_token: Annotated[str, Field(validation_alias="WECHAT_PUSH_TOKEN")] = "simulatortoken"  # noqa: S105
    push_aes_key: Annotated[str, Field(validation_alias="WECHAT_PUSH_AES_KEY")] = (
        "c2ltdWxhdG9yc2ltdWxhdG9yc2ltdWxhdG9yAAAAAAA"
    )
    """Empty: plaintext mode."""
    push_format: Annotated[
        Literal["json", "xml"], Field(validation_alias="SIMULATOR_PUSH_FORMAT")
    ] = "json"
    gateway_key: Annotated[str, Field(validation_alias="SMS_API_KEY")] = (
        "simulator-only-gateway-key"
    )
    """Bearer key of the SMS gateway and of the registers."""
    pay_mchid: Annotated[str, Field(validation_alias="WECHAT_PAY_MCHID")] = "1900000001"
    pay_api_v3_key: Annotated[
        str, Field(min_length=32, max_length=32, validation_alias="WECHAT_PAY_API_V3_KEY")
    ] = "simulator-only-not-a-secret-32by"
    pay_keys: Annotated[Path, Field(validation_alias="SIMULATOR_PAY_KEYS")] = Path(
        "data/simulator_pay"
    )
    """Where key pairs are kept; made at the first start."""
