"""Request and response shapes of grants, invitations and disputes."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from server.kit import masking
from server.kit.clock import to_beijing
from server.kit.shapes import Shape, one_line
from server.people.invitations import Offer
from server.people.models import Assistance, Dispute, Elder, Grant
from server.people.schemas import Name, Words
from server.people.states import Made, Relation, Scope, Status

Days = Annotated[int, Field(ge=1, le=1095, description="有效多少天，最多三年")]
Paper = Annotated[str, Field(min_length=3, max_length=64), AfterValidator(one_line)]
"""Where a paper is kept on file."""
Scopes = Annotated[frozenset[Scope], Field(min_length=1)]


class InviteIn(Shape):
    """What the invited may do, as what, and for how long."""

    relation: Relation
    scopes: Scopes
    days: Days = 365
    holder_name: Name | None = None

    def offer(self) -> Offer:
        """As the service takes it."""
        return Offer(self.relation, self.scopes, self.days, self.holder_name)


class GrantOut(Shape):
    id: UUID
    relation: Relation
    scopes: list[Scope]
    status: Status
    made_how: Made
    holder_name: str | None
    provider_id: UUID | None
    paper_reference: str | None
    created_at: str
    expires_at: str | None
    ended_at: str | None
    is_mine: bool

    @classmethod
    def of(cls, grant: Grant, mine: UUID | None = None) -> Self:
        """The grant as the elder's list shows it."""
        return cls(
            id=grant.id,
            relation=Relation(grant.relation),
            scopes=[Scope(scope) for scope in grant.scopes],
            status=Status(grant.status),
            made_how=Made(grant.made_how),
            holder_name=grant.holder_name,
            provider_id=grant.provider_id,
            paper_reference=grant.paper_reference,
            created_at=to_beijing(grant.created_at),
            expires_at=None if grant.expires_at is None else to_beijing(grant.expires_at),
            ended_at=None if grant.ended_at is None else to_beijing(grant.ended_at),
            is_mine=grant.id == mine,
        )


class InvitedOut(Shape):
    """The code, shown this once."""

    code: str
    expires_at: str
    grant: GrantOut


class GrantsOut(Shape):
    items: list[GrantOut]


class LookOut(Shape):
    """What accepting would allow, and for whom."""

    elder_name: str
    relation: Relation
    holder_name: Annotated[str | None, Field(description="老人已经写好怎么称呼您")]
    scopes: list[Scope]
    grant_expires_at: str | None

    @classmethod
    def of(cls, grant: Grant, elder: Elder) -> Self:
        """The offer, masked: whoever looks has not accepted yet."""
        return cls(
            elder_name=masking.name(elder.name),
            relation=Relation(grant.relation),
            holder_name=grant.holder_name,
            scopes=[Scope(scope) for scope in grant.scopes],
            grant_expires_at=None if grant.expires_at is None else to_beijing(grant.expires_at),
        )


class AcceptIn(Shape):
    my_name: Annotated[Name | None, Field(description="老人怎么称呼您，如：大女儿")] = None


class AcceptedOut(Shape):
    elder_id: UUID
    grant: GrantOut


class ProviderGrantIn(Shape):
    """An institution whose staff may act for the elder."""

    provider_id: UUID
    scopes: Scopes
    days: Days = 365


class PaperGrantIn(Shape):
    """A grant on paper: for an institution at once, for a person by a code printed for him."""

    paper_reference: Paper
    relation: Relation
    scopes: Scopes
    days: Days = 365
    holder_name: Name | None = None
    provider_id: UUID | None = None

    @model_validator(mode="after")
    def names_an_institution_or_a_person(self) -> Self:
        if (self.relation is Relation.INSTITUTION) != (self.provider_id is not None):
            raise ValueError("给机构的授权要写机构，给个人的不要写")
        if self.relation is Relation.STAFF_ASSISTED:
            raise ValueError("工作人员代办不用授权")
        return self

    def offer(self) -> Offer:
        """As the service takes it."""
        return Offer(self.relation, self.scopes, self.days, self.holder_name, self.paper_reference)


class PaperGrantOut(Shape):
    """``code`` only for a person, and only this once."""

    grant: GrantOut
    code: str | None
    expires_at: str | None


class ReasonIn(Shape):
    reason: Words


class ConfirmIn(Shape):
    """The paper that the clerk has seen."""

    paper_reference: Paper
    days: Days = 365
    more: Annotated[
        frozenset[Literal[Scope.PAY, Scope.SEE_ASSESSMENT]],
        Field(description="材料里写明还要的：替付钱、看能力评估结果；不写就没有"),
    ] = frozenset()


class ClaimOut(Shape):
    """A claim as its street sees it: what the claimant said."""

    grant_id: UUID
    relation: Relation
    name: str
    id_card: str | None
    phone: str | None
    birth_date: str | None
    street: str | None
    holder_name: str | None
    created_at: str

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """The claim in full: the clerk compares it with a paper."""
        return cls(
            grant_id=grant.id,
            relation=Relation(grant.relation),
            holder_name=grant.holder_name,
            created_at=to_beijing(grant.created_at),
            **(grant.claim or {}),
        )


class ClaimsOut(Shape):
    items: list[ClaimOut]


class DisputeOut(Shape):
    id: UUID
    elder_id: UUID
    grant: GrantOut
    reason: str
    raised_by_grant: UUID | None
    raised_at: str

    @classmethod
    def of(cls, dispute: Dispute, grant: Grant) -> Self:
        """The dispute as the street's queue shows it."""
        return cls(
            id=dispute.id,
            elder_id=dispute.elder_id,
            grant=GrantOut.of(grant),
            reason=dispute.reason,
            raised_by_grant=dispute.raised_grant_id,
            raised_at=to_beijing(dispute.raised_at),
        )


class DisputesOut(Shape):
    items: list[DisputeOut]


class DecisionIn(Shape):
    """``uphold``: the disputed grant ends."""

    uphold: bool
    reason: Words


class AssistanceOut(Shape):
    id: UUID
    elder_id: UUID
    ends_at: str

    @classmethod
    def of(cls, begun: Assistance) -> Self:
        """The assistance as JSON."""
        return cls(id=begun.id, elder_id=begun.elder_id, ends_at=to_beijing(begun.ends_at))
