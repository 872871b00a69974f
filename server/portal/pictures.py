"""QR codes as drawings inside the page: no style, no script, nothing fetched."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

SCALE, QUIET_ZONE = 6, 4
"""Px a module, and how many modules of white around them scanners ask for (ISO/IEC 18004)."""


def qr(text: str) -> Markup:
    """``text`` as SVG; what it is for stands beside it, or in the label of what holds it."""
    drawn = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(
        drawn, kind="svg", scale=SCALE, border=QUIET_ZONE, xmldecl=False, svgns=False, light="#fff"
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - modules only, none of it was sent
