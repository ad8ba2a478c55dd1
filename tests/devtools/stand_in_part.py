"""A stand-in for one part of the system: `portal` answers probes, `worker` has a child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NAMES = ("database", "bot", "actions", "internal", "worker")


class Probe(BaseHTTPRequestHandler):
    """Answer as ready from the first moment."""

    def do_GET(self) -> None:
        body = json.dumps({"status": "ok", "checks": dict.fromkeys(NAMES, "ok")}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def main(name: str) -> None:
    with Path(os.environ["LINLI_HOME"], "starts.txt").open("a") as file:
        file.write(f"{name}\n")
    if name == "portal":
        ThreadingHTTPServer((os.environ.get("HOST", "127.0.0.1"), int(os.environ["PORT"])), Probe).serve_forever()
    if name == "worker":
        subprocess.Popen(["sleep", "3600"])
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
