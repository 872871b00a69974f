"""Base of request and response shapes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")
