"""gunicorn settings of the references: those of deploy/gunicorn.conf.py, without our hooks.

They come as JSON in ``DEPLOYED_GUNICORN``: reading the file itself would load our application into
a process that must not hold it.
"""

from __future__ import annotations

import gc
import json
import os
from typing import Any

globals().update(json.loads(os.environ["DEPLOYED_GUNICORN"]))


def when_ready(server: Any) -> None:
    """Load before the fork and freeze, as our application does."""
    server.app.wsgi()
    gc.collect()
    gc.freeze()
