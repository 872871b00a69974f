"""``python -m wechat.simulator --port 8100 --app-base http://127.0.0.1:8000``"""

from __future__ import annotations

import argparse
import logging

from werkzeug.serving import make_server

from wechat.simulator.app import create_app
from wechat.simulator.settings import Settings

HOST = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m wechat.simulator", description=__doc__)
    parser.add_argument("--port", type=int, help="0: any free one")
    parser.add_argument("--app-base", help="address of our backend")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    settings = Settings(**given)
    # werkzeug writes every address with its query (tokens, codes) and what it cannot parse.
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = make_server(HOST, settings.port, create_app(settings), threaded=True)
    print(f"模拟微信  http://{HOST}:{server.server_port}/phone", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
