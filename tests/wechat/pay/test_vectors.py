"""The vectors that SDKs and documents publish; each names its repository and commit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wechat.pay import bills, keys, sealing, signing

PATH = Path(__file__).resolve().parents[2] / "data" / "pay_vectors.json"
VECTORS = json.loads(PATH.read_text(encoding="utf-8"))["vectors"]


def of_kind(*kinds: str) -> Any:
    found = [v for v in VECTORS if v["kind"] in kinds]
    assert found
    return pytest.mark.parametrize(
        ("given", "expected"), [(v["inputs"], v["expected"]) for v in found], ids=[v["id"] for v in found]
    )  # fmt: skip


def test_every_vector_is_used_below() -> None:
    used = Path(__file__).read_text(encoding="utf-8")
    assert [v["kind"] for v in VECTORS if f'"{v["kind"]}"' not in used] == []


@of_kind("aes_gcm_encrypt")
def test_sealing(given: dict[str, str], expected: dict[str, str]) -> None:
    key, nonce, associated, plain = (
        given[name].encode() for name in ("key", "nonce", "associated_data", "plaintext")
    )
    assert sealing.seal(key, nonce, associated, plain) == expected["ciphertext_b64"]


@of_kind("aes_gcm_decrypt")
def test_unsealing(given: dict[str, str], expected: dict[str, str]) -> None:
    key, nonce, associated = (given[n].encode() for n in ("key", "nonce", "associated_data"))
    if "error" in expected:
        with pytest.raises(sealing.SealBrokenError):
            sealing.unseal(key, nonce, associated, given["ciphertext_b64"])
    else:
        opened = sealing.unseal(key, nonce, associated, given["ciphertext_b64"])
        assert opened.decode() == expected["plaintext"]


@of_kind("rsa_sha256_pkcs1v15_sign")
def test_signing(given: dict[str, str], expected: dict[str, str]) -> None:
    key = signing.load_private_key(given["private_key_pem"].encode())
    assert signing.sign(key, given["message"].encode()) == expected["signature_b64"]


@of_kind("rsa_sha256_verify_cert", "rsa_sha256_verify_pubkey")
def test_verifying(given: dict[str, Any], expected: dict[str, bool]) -> None:
    if "public_key_pem" in given:
        held = {given["public_key_id"]: keys.public_key(given["public_key_pem"].encode())}
    else:
        pems = [row["pem"].encode() for row in given["known_certificates"]]
        held = dict(keys.certificate_key(pem) for pem in pems)
    key = held.get(given["wechatpay_serial"])
    valid = key is not None and signing.is_signed(
        key, given["message"].encode(), given["signature_b64"]
    )
    assert valid == expected["valid"]


@of_kind("keypair_fixture")
def test_a_certificate_belongs_to_its_key(given: dict[str, str], expected: dict[str, Any]) -> None:
    serial, public = keys.certificate_key(given["certificate_pem"].encode())
    private = signing.load_private_key(given["private_key_pem"].encode())
    assert signing.is_signed(public, b"x", signing.sign(private, b"x"))
    assert expected.get("serial_no", serial) == serial


@of_kind("certificates_response_decrypt")
def test_certificates_are_opened(given: dict[str, str], expected: dict[str, str]) -> None:
    row = json.loads(given["response_body"])["data"][0]
    pem = sealing.unseal_resource(given["apiv3_key"].encode(), row["encrypt_certificate"])
    assert pem.decode().strip() == expected["certificate_pem"].strip()
    assert keys.certificate_key(pem)[0] == expected["serial_no"]


@of_kind("request_canonical_message", "request_signature")
def test_what_a_request_signs(given: dict[str, str], expected: dict[str, str]) -> None:
    message = signing.request_message(
        given["method"], given["url_path"], given["timestamp"], given["nonce_str"], given["body"].encode()
    )  # fmt: skip
    assert message.decode() == expected["message"]
    if "signature_b64" in expected:
        key = signing.load_private_key(given["private_key_pem"].encode())
        assert signing.sign(key, message) == expected["signature_b64"]


@of_kind("response_canonical_message")
def test_what_an_answer_signs(given: dict[str, str], expected: dict[str, str]) -> None:
    message = signing.response_message(given["timestamp"], given["nonce"], given["body"].encode())
    assert message.decode() == expected["message"]


@of_kind("authorization_header")
def test_the_authorization_header_names_all_fields(
    given: dict[str, str], expected: dict[str, str]
) -> None:
    made = signing.authorization(
        given["mchid"], given["serial_no"], given["timestamp"], given["nonce_str"], given["signature"]
    )  # fmt: skip
    scheme, _, fields = made.partition(" ")
    expected_scheme, _, expected_fields = expected["header"].partition(" ")
    assert scheme == expected_scheme
    assert set(fields.split(",")) == set(expected_fields.split(","))


@of_kind("pay_sign_message")
def test_what_the_mini_program_signs(given: dict[str, str], expected: dict[str, str]) -> None:
    message = signing.pay_message(
        given["appId"], given["timeStamp"], given["nonceStr"], given["package"]
    )
    assert message.decode() == expected["message"]


@of_kind("trade_bill_csv")
def test_a_bill_is_read_whole(given: dict[str, str], expected: dict[str, Any]) -> None:
    trades = bills.read_trades(given["csv"].encode())
    assert len(trades) == expected["rows"]
    assert sum(trade.total_fen for trade in trades if not trade.is_refund) == 47
    assert sum(trade.refund_fen for trade in trades) == 14
