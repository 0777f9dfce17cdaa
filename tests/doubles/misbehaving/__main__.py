"""`python -m tests.doubles.misbehaving MODE [--port N] [--json]`: runs until it is killed."""

import argparse
import json
import sys
import threading

from tests.doubles.misbehaving import MODES, Misbehaving, Received


def told(received: Received) -> None:
    """Print one request."""
    line = {
        "method": received.method,
        "path": received.path,
        "headers": received.headers,
        "body": received.body.decode("utf-8", "replace"),
    }
    print(json.dumps(line), flush=True)


def main() -> None:
    """Listen, and say where."""
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.misbehaving")
    parser.add_argument("mode", help=f"one of: {', '.join(MODES)}; some take a value after a colon")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="answer as one JSON body, not as a stream")
    given = parser.parse_args()
    with Misbehaving(given.mode, plain=given.json, port=given.port, tell=told) as server:
        print(server.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
