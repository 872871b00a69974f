"""One's own account over HTTP: ``/api/v1/me``."""

from __future__ import annotations

from apiflask import APIBlueprint

from server.identity import me
from server.identity.access import Caller, access, current_actor
from server.identity.models import Account
from server.identity.schemas import MeOut, PhoneIn
from server.kit import masking
from server.kit.clock import to_beijing
from server.transaction import transaction

blueprint = APIBlueprint("me", __name__, url_prefix="/api/v1/me", tag="我的账号")


@blueprint.get("")
@blueprint.output(MeOut)
@blueprint.doc(summary="我的账号", responses=[401, 503])
@access(Caller.SIGNED_IN)
def get_me() -> MeOut:
    """The caller's account, the phone number masked."""
    with transaction(writes=False) as session:
        found = me.account_of(session, current_actor())
    return _shown(found)


@blueprint.post("/phone")
@blueprint.input(PhoneIn, arg_name="given")
@blueprint.output(MeOut)
@blueprint.doc(
    summary="登记手机号（微信授权）",
    description="要先同意说明（text_version 是同意的那一版）。",
    responses=[401, 409, 413, 415, 429, 503],
)
@access(Caller.SIGNED_IN)
def post_phone(given: PhoneIn) -> MeOut:
    """Keep the phone number that WeChat vouches for."""
    return _shown(me.give_phone(current_actor(), given.code, given.text_version))


def _shown(account: Account) -> MeOut:
    return MeOut(
        account_id=account.id,
        phone=masking.phone(account.phone) if account.phone else None,
        consent_version=account.consent_version,
        created_at=to_beijing(account.created_at),
    )
