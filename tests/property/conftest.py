"""Hypothesis on a busy machine: no deadline for one example (CI uses its own ``ci`` profile)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if not os.environ.get("CI"):
    settings.load_profile("busy")
