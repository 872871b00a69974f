"""What gunicorn and the ``flask`` command start."""

import sys

from server.app import create_app
from server.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
