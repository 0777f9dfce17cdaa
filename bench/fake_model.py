"""A loopback endpoint that thinks for a while and then speaks at a steady pace.

Usage: python -m bench.fake_model THINK_SECONDS TOKENS_A_SECOND TOKENS   (prints its port)
"""

import json
import sys
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    think, pace, count = 0.0, 50.0, 0

    def do_GET(self) -> None:
        body = b'{"object": "list", "data": [{"id": "m", "object": "model"}]}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.think)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        begun = time.perf_counter()
        with suppress(OSError):  # whoever asked may have heard enough
            for number in range(self.count):
                self._say({"content": "word "}, None)
                time.sleep(max(begun + (number + 1) / self.pace - time.perf_counter(), 0))
            self._say({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _say(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {"id": "x", "object": "chat.completion.chunk", "model": "m", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until killed."""
    _Model.think, _Model.pace, _Model.count = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
