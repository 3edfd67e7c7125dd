"""Proxies and authorities are taken from the environment, as other programs do."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from selfheal_cli.forges.network import Lost
from selfheal_cli.forges.wire import Wire


@contextmanager
def listening(trust: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[str]]]:
    """A server that answers everything with its request line; gives its port and what was asked."""
    lines: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lines.append(
                f"{self.requestline} {self.headers.get('Proxy-Authorization', '')}".strip()
            )
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if trust:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port, lines
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_a_proxy(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with listening() as (port, lines):
        monkeypatch.setenv("http_proxy", f"{scheme}user:pass@127.0.0.1:{port}")
        assert Wire()("GET", "http://forge.invalid/api?x=1", {}, None).status == 200
        monkeypatch.setenv("no_proxy", "127.0.0.1,.local")
        Wire()("GET", f"http://127.0.0.1:{port}/direct", {}, None)
    assert lines == [
        "GET http://forge.invalid/api?x=1 HTTP/1.1 Basic dXNlcjpwYXNz",
        "GET /direct HTTP/1.1",
    ]


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO"])
def test_an_authority_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    authority, certificate, damaged = trustme.CA(), tmp_path / "ca.pem", tmp_path / "damaged.pem"
    authority.cert_pem.write_to_path(str(certificate))
    damaged.write_text("no certificate")
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"):
        monkeypatch.delenv(name, raising=False)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(trust)
    with listening(trust) as (port, _):
        url = f"https://127.0.0.1:{port}/"
        with pytest.raises(Lost, match=r"(?i)certificate"):
            Wire()("GET", url, {}, None)
        monkeypatch.setenv(variable, str(certificate))
        assert Wire()("GET", url, {}, None).body == b"{}"
        monkeypatch.setenv(variable, str(damaged))
        with pytest.raises(Lost):
            Wire()("GET", url, {}, None)


def test_whether_a_request_left() -> None:
    for url in ("http://127.0.0.1:9/", "http://forge.invalid/"):
        with pytest.raises(Lost) as lost:
            Wire()("POST", url, {}, b"{}")
        assert not lost.value.sent
