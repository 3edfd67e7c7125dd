"""Saved pages over HTTP, as a browser is to load them for a comparison."""

import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDERS = [FIXTURES, *(Path(each) for each in filter(None, [os.environ.get("SELFHEAL_PAGES")]))]
PAGES = sorted({path for folder in FOLDERS for path in folder.rglob("*.html")})
"""Those of the repository and of the folder `SELFHEAL_PAGES`."""


class Served(http.server.BaseHTTPRequestHandler):
    """Answers every request with `text`."""

    text = b""

    def do_GET(self) -> None:
        """Scripting stays on (it decides how noscript is parsed), but no script may run."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(self.text)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """The address at which `Served.text` stands."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/app/page"
    server.shutdown()
