"""QR codes as drawings inside the page: no style, no script, nothing fetched."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""How many modules of white around it scanners ask for (ISO/IEC 18004)."""


def qr(text: str) -> Markup:
    """``text`` as SVG, as large as its place; what it is for stands beside it, or in the label of what holds it."""
    drawn = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(
        drawn,
        kind="svg",
        border=QUIET_ZONE,
        omitsize=True,
        xmldecl=False,
        svgns=False,
        light="#fff",
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - modules only, none of it was sent
