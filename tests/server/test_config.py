"""A setting that cannot be used stops the start with one sentence that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.app import create_app
from server.config import (
    DEVELOPMENT_KEYS,
    DEVELOPMENT_SECRET,
    ROOT,
    SAMPLES,
    Settings,
    SettingsError,
    load_settings,
)
from tests import databases
from wechat.simulator.pay.keys import FOR_SERVER, MERCHANT_KEY, keys_in

MALFORMED = {
    "APP_ENV": ("staging",),
    "DEBUG": ("perhaps",),
    "PORT": ("abc", "0", "65536", "8000.5"),
    "SECRET_KEY": ("short",),
    "FIELD_KEYS": ("secret", "a:short", "a b:ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQhISE=", ","),
    "BLIND_INDEX_KEYS": (f"{DEVELOPMENT_KEYS},{DEVELOPMENT_KEYS}",),
    "DATABASE_URL": ("yinian.db", "mysql://h/d", "sqlite://", "sqlite:///:memory:",
                     "postgresql+asyncpg://h/d", "postgresql://h:port/d"),
    "REDIS_URL": ("localhost:6379", "http://localhost", "postgresql://h/d"),
    "WEB_WORKERS": ("0", "65", "many"),
    "WEB_THREADS": ("0", "65"),
    "WORKER_THREADS": ("0", "65"),
    "REFUND_ALONE_FEN": ("-1", "200.50", "some"),
    "JOB_LEASE_SECONDS": ("0", "3601", "soon"),
    "CHAT_RATE_LIMIT": ("30", "30/day", "-1/minute", "many/minute", "30/minute/hour"),
    "TRUSTED_PROXY_HOPS": ("-1", "6"),
    "LOG_LEVEL": ("verbose", "info"),
    "APP_NOW": ("now", "2026-11-21", "2026-11-21T09:00:00"),
    "APP_CLOCK_SPEED": ("0", "-1", "fast", "nan", "inf"),
    "HOST": ("a b", "x;y", "http://x/"),
    "SIMULATOR_PORT": ("abc", "0", "65536"),
    "WECHAT_API_BASE": ("api.weixin.qq.com",),
    "WECHAT_APPID": ("wx1", "gh00000000sample00"),
    "WECHAT_SECRET": ("short",),
    "WECHAT_PUSH_TOKEN": ("ab", "with space"),
    "WECHAT_PUSH_AES_KEY": ("short", "a" * 44),
    "WECHAT_PUSH_MODE": ("open",),
    "WECHAT_CONSENTS_FROM": ("rumour",),
    "WECHAT_TEMPLATES": ("grant", "grant:a:now"),
    "WECHAT_PAY_MCHID": ("1", "190000000x"),
    "WECHAT_PAY_BASE": ("api.mch.weixin.qq.com",),
    "WECHAT_PAY_SPARE_BASE": ("api2.mch.weixin.qq.com",),
    "WECHAT_PAY_API_V3_KEY": ("short", "a" * 33),
    "WECHAT_PAY_CERT_SERIAL": ("5a4d", "not hexadecimal"),
    "WECHAT_PAY_MODE": ("both",),
    "PUBLIC_BASE_URL": ("yinian.example.cn",),
    "SMS_API_BASE": ("sms.example.cn",),
    "SMS_API_KEY": ("short",),
    "CHECKS_API_BASE": ("registers.example",),
}  # fmt: skip
REFUSED_IN_PRODUCTION = {
    "the default secret": ("SECRET_KEY", {"secret_key": DEVELOPMENT_SECRET}),
    "the default keys": ("FIELD_KEYS", {"field_keys": DEVELOPMENT_KEYS}),
    "the default index keys": ("BLIND_INDEX_KEYS", {"blind_index_keys": DEVELOPMENT_KEYS}),
    "debug": ("DEBUG", {"debug": "true"}),
    "a simulator": ("WECHAT_API_BASE", {"wechat_api_base": "http://127.0.0.1:9000"}),
    "a host that only begins like WeChat's": ("WECHAT_API_BASE", {"wechat_api_base": "https://api.weixin.qq.com.x.cn"}),
    "a host behind WeChat's as user name": ("WECHAT_API_BASE", {"wechat_api_base": "https://api.weixin.qq.com@x.cn"}),
    "WeChat without TLS": ("WECHAT_API_BASE", {"wechat_api_base": "http://api.weixin.qq.com"}),
    "the simulator's app": ("WECHAT_APPID", {"wechat_appid": SAMPLES["wechat_appid"]}),
    "the simulator's secret": ("WECHAT_SECRET", {"wechat_secret": SAMPLES["wechat_secret"]}),
    "the simulator's push token": ("WECHAT_PUSH_TOKEN", {"wechat_push_token": SAMPLES["wechat_push_token"]}),
    "the simulator's push key": ("WECHAT_PUSH_AES_KEY", {"wechat_push_aes_key": SAMPLES["wechat_push_aes_key"]}),
    "the simulator's templates": ("WECHAT_TEMPLATES", {"wechat_templates": SAMPLES["wechat_templates"]}),
    "the simulator's merchant": ("WECHAT_PAY_MCHID", {"wechat_pay_mchid": SAMPLES["wechat_pay_mchid"]}),
    "the simulator's APIv3 key": ("WECHAT_PAY_API_V3_KEY", {"wechat_pay_api_v3_key": SAMPLES["wechat_pay_api_v3_key"]}),
    "the simulator's certificate": ("WECHAT_PAY_CERT_SERIAL", {"wechat_pay_cert_serial": SAMPLES["wechat_pay_cert_serial"]}),
    "no key to sign with": ("WECHAT_PAY_PRIVATE_KEY_FILE", {"wechat_pay_private_key_file": None}),
    "no key of WeChat Pay's": ("WECHAT_PAY_KEYS_DIR", {"wechat_pay_keys_dir": None}),
    "a simulated WeChat Pay": ("WECHAT_PAY_BASE", {"wechat_pay_base": "http://127.0.0.1:9000"}),
    "a simulated spare host": ("WECHAT_PAY_BASE", {"wechat_pay_spare_base": "https://api2.mch.weixin.qq.com.x.cn"}),
    "nowhere to send notices": ("PUBLIC_BASE_URL", {"public_base_url": ""}),
    "notices without TLS": ("PUBLIC_BASE_URL", {"public_base_url": "http://yinian.example.cn"}),
    "no SMS gateway": ("SMS_API_BASE", {"sms_api_base": ""}),
    "an SMS gateway without TLS": ("SMS_API_BASE", {"sms_api_base": "http://sms.example.cn"}),
    "an SMS gateway on this machine": ("SMS_API_BASE", {"sms_api_base": "https://127.0.0.1:8100"}),
    "an SMS gateway on this machine by name": ("SMS_API_BASE", {"sms_api_base": "https://localhost"}),
    "the simulator's SMS key": ("SMS_API_KEY", {"sms_api_key": SAMPLES["sms_api_key"]}),
    "registers without TLS": ("CHECKS_API_BASE", {"checks_api_base": "http://127.0.0.1:9000", "checks_api_key": "k"}),
    "registers with the simulator's key": ("CHECKS_API_KEY", {"checks_api_base": "https://registers.example"}),
    "a frozen clock": ("APP_NOW", {"app_now": "2026-11-21T09:00:00+08:00"}),
    "a fast clock": ("APP_CLOCK_SPEED", {"app_clock_speed": "60"}),
}  # fmt: skip
FIT = {
    "app_env": "production",
    "secret_key": "a secret of its own, long enough",
    "field_keys": "2026:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
    "blind_index_keys": "2026:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=",
    "wechat_appid": "wx0123456789abcdef",
    "wechat_secret": "a secret of the mini program",
    "wechat_push_token": "aTokenOfItsOwn",
    "wechat_push_aes_key": "A" * 43,
    "sms_api_base": "https://sms.example.cn",
    "sms_api_key": "a key of its own",
    "wechat_templates": "grant:of-its-own",
    "wechat_pay_mchid": "1230000109",
    "wechat_pay_api_v3_key": "an APIv3 key of its own, 32 bytes"[:32],
    "wechat_pay_cert_serial": "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C",
    "wechat_pay_private_key_file": "keys/apiclient_key.pem",
    "wechat_pay_keys_dir": "keys/platform",
    "public_base_url": "https://yinian.example.cn",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and no ``.env``."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refusal(**changes: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(**changes)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in MALFORMED.items() for value in values]
)
def test_a_malformed_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    sentence = refusal()
    assert sentence.startswith(f"Cannot start: {name}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_setting_with_a_form_is_tried_above() -> None:
    without_form = {
        "data_dir", "checks_api_key", "wechat_pay_private_key_file", "wechat_pay_keys_dir",
    }  # fmt: skip
    assert {name.lower() for name in MALFORMED} | without_form == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("name", "changes"), REFUSED_IN_PRODUCTION.values(), ids=REFUSED_IN_PRODUCTION
)
def test_production_refuses(name: str, changes: dict[str, str]) -> None:
    sentence = refusal(**FIT | changes)
    assert name in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "changes"), REFUSED_IN_PRODUCTION.values(), ids=REFUSED_IN_PRODUCTION
)
def test_development_allows(name: str, changes: dict[str, str]) -> None:
    assert not load_settings(**changes).production


def test_production_starts_with_a_secret_of_its_own() -> None:
    assert load_settings(**FIT).production


@pytest.mark.parametrize(
    ("host", "development", "production"),
    [("", "127.0.0.1", "0.0.0.0"), ("192.168.1.5", "192.168.1.5", "192.168.1.5")],
)
def test_with_the_keys_of_development_only_this_computer_is_listened_to_unless_asked(
    host: str, development: str, production: str
) -> None:
    assert load_settings(host=host).listens_on == development
    assert load_settings(**FIT, host=host).listens_on == production


def test_a_secret_is_never_part_of_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "tooshort-marked")
    assert "tooshort-marked" not in refusal()


def test_the_simulator_answers_for_the_outside_until_something_else_is_set() -> None:
    settings = load_settings(simulator_port=8123)
    assert settings.wechat_base == settings.sms_base == "http://127.0.0.1:8123"
    assert load_settings(wechat_api_base="http://h:1").wechat_base == "http://h:1"
    assert load_settings(sms_api_base="http://h:1").sms_base == "http://h:1"


def test_production_speaks_to_the_real_wechat_and_the_gateway_it_names() -> None:
    settings = load_settings(**FIT)
    assert settings.wechat_base == "https://api.weixin.qq.com"
    assert settings.sms_base == "https://sms.example.cn"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_goes_through_psycopg_3(scheme: str) -> None:
    assert load_settings(database_url=f"{scheme}://h/d").database_uri == "postgresql+psycopg://h/d"


def test_without_a_database_the_embedded_file_is_used(tmp_path: Path) -> None:
    assert load_settings(data_dir=tmp_path).database_uri == f"sqlite:///{tmp_path}/yinian.db"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("5/second", (5, 1)), ("30/minute", (30, 60)), ("100 / hour", (100, 3600))],
)
def test_a_rate_is_a_count_and_a_window(written: str, meant: tuple[int, int]) -> None:
    assert load_settings(chat_rate_limit=written).rate() == meant


def test_an_empty_setting_is_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert load_settings().port == 8000


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1


def test_a_dot_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "PORT=8123\nAPP_NOW=2026-11-21T09:00:00+08:00\n", encoding="utf-8"
    )
    settings = load_settings()
    assert (settings.port, settings.app_now) == (8123, datetime(2026, 11, 21, 1, tzinfo=UTC))


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"^Cannot start: DATA_DIR: .* \(File exists\)\.$"):
        create_app(databases.settings("", tmp_path / "file"))


def test_production_cookies_need_https_and_stay_on_this_host(tmp_path: Path) -> None:
    keys_in(tmp_path)
    keys = {
        "wechat_pay_private_key_file": tmp_path / MERCHANT_KEY,
        "wechat_pay_keys_dir": tmp_path / FOR_SERVER,
    }
    app = create_app(databases.settings("", tmp_path, **FIT | keys))
    cookie = app.test_client().get("/", base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-yinian=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Import wsgi as gunicorn does."""
    return subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip


def test_the_server_stops_with_the_sentence_and_nothing_else(tmp_path: Path) -> None:
    ended = start(tmp_path, PORT="abc", DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.startswith("Cannot start: PORT: ")
    assert ended.stderr.count("\n") == 1


def test_the_server_starts_with_nothing_set(tmp_path: Path) -> None:
    ended = start(tmp_path, DATA_DIR=str(tmp_path / "data"))
    assert (ended.returncode, ended.stderr) == (0, "")
